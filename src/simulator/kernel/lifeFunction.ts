import type { Graph } from '../../language/graph.ts';
import { operandsOf } from '../../language/operands.ts';
import { neededNodes } from '../../language/program.ts';
import { makeCode } from './code.ts';
import { formulaLanes } from './formulaLanes.ts';
import { forSlots, RANGE } from './loop.ts';

/**
 * Nodes that stay the same for a whole life, since they come of traits alone, and that a formula of every tick reads as
 * a part of something that does not: they are worked out once, when a customer comes.
 */
export function lifeNodes(graph: Graph, roots: readonly number[]): number[] {
  const needed = neededNodes(graph, roots);
  const stays = new Map<number, boolean>();
  for (const index of needed) {
    const node = graph.nodes[index];
    if (node.op === 'leaf') stays.set(index, graph.leaves[node.leaf].source.kind === 'trait');
    else
      stays.set(
        index,
        operandsOf(node).every((operand) => stays.get(operand)),
      );
  }
  const isPart = (index: number) => {
    const { op } = graph.nodes[index];
    return stays.get(index) === true && op !== 'leaf' && op !== 'const';
  };
  const read = needed.filter((index) => !stays.get(index)).flatMap((index) => operandsOf(graph.nodes[index]));
  return [...new Set([...read, ...roots])].filter(isPart).sort((a, b) => a - b);
}

/** Function `life`: works out life-long nodes for slots $from .. $to - 1, each into its column. */
export function lifeFunction(
  graph: Graph,
  columns: ReadonlyMap<number, number>,
  leaf: (leaf: number) => number,
): string {
  const code = makeCode();
  forSlots(code, ({ at }) => {
    const lanes = formulaLanes(
      code,
      graph,
      [...columns.keys()],
      (index) => `(v128.load offset=${leaf(index)} ${at})`,
    );
    for (const [node, column] of columns) {
      code.push(`(v128.store offset=${column} ${at} ${lanes.value(node)})`);
    }
  });
  return code.text('life', { parameters: RANGE });
}
