import type { ValueType } from './graph.ts';
import { makeWorkspace, runProgram } from './interpret.ts';
import { printNode } from './print.ts';
import { neededNodes, type Program, prepareProgram } from './program.ts';

/**
 * One step of a calculation: a formula, what it came to, its type (the value of a category is a level's index), and
 * whether it was read and not worked out.
 */
export type Explained = {
  readonly text: string;
  readonly value: number;
  readonly type: ValueType;
  readonly read: boolean;
};

/**
 * How a program's roots come about for one row: everything that was read or worked out, in order, constants left
 * out. The values are those of runProgram, by the same loops over one lane.
 */
export function explain(
  { graph, roots }: Program,
  columns: readonly (Float32Array | undefined)[],
  row: number,
): Explained[] {
  const shown = neededNodes(graph, roots).filter(
    (index) => graph.nodes[index].op !== 'const' || roots.includes(index),
  );
  const all = prepareProgram(graph, shown);
  const workspace = makeWorkspace(all, 1);
  runProgram(all, workspace, columns, Int32Array.of(row), 1);
  return shown.map((index, k) => ({
    text: printNode(graph, index),
    value: workspace.results[k][0],
    type: graph.types[index],
    read: graph.nodes[index].op === 'leaf',
  }));
}
