import type { Binary, Graph, Unary } from './graph.ts';
import { type Operation, operandsOf } from './operands.ts';

/** One operation: the registers it reads, in the order of its arguments, and the one it writes. */
export type Step = { readonly from: readonly number[]; readonly to: number } & (
  | { readonly op: Unary | Binary | 'if' | 'copy' }
  | { readonly op: 'table'; readonly xs: readonly number[]; readonly ys: readonly number[] }
);

/**
 * What it takes to work out some nodes of a graph, in order: plain JSON. Registers are numbered: first a leaf each,
 * then a constant each, then the intermediate values, which share registers once they are no longer read.
 */
export type Program = {
  readonly graph: Graph;
  readonly roots: readonly number[];
  /** Indices into graph.leaves, by register. */
  readonly leaves: readonly number[];
  readonly constants: readonly number[];
  /** Number of registers for intermediate values. */
  readonly temporaries: number;
  readonly steps: readonly Step[];
  /** By root: the register that holds it at the end. */
  readonly results: readonly number[];
};

/** Plans the evaluation of `roots` (node indices): each node they need once, in the graph's order. */
export function prepareProgram(graph: Graph, roots: readonly number[]): Program {
  const needed = neededNodes(graph, roots);
  const nodes = needed.map((index) => graph.nodes[index]);
  const leaves = [...new Set(nodes.flatMap((node) => (node.op === 'leaf' ? [node.leaf] : [])))];
  const constants = [...new Set(nodes.flatMap((node) => (node.op === 'const' ? [node.value] : [])))];
  const fixed = leaves.length + constants.length;
  const place = makePlaces(fixed, lastReads(graph, needed, roots));
  const steps: Step[] = [];
  for (const index of needed) {
    const node = graph.nodes[index];
    if (node.op === 'leaf') place.set(index, leaves.indexOf(node.leaf));
    else if (node.op === 'const') place.set(index, leaves.length + constants.indexOf(node.value));
    else steps.push(stepOf(node, place.read(operandsOf(node), index), place.write(index)));
  }
  // A leaf's register holds the caller's own column: a result is a copy.
  for (const index of new Set(roots)) {
    if (graph.nodes[index].op !== 'leaf') continue;
    steps.push({ op: 'copy', from: place.read([index], index), to: place.write(index) });
  }
  const results = place.read(roots, -1);
  return { graph, roots, leaves, constants, temporaries: place.count() - fixed, steps, results };
}

/** The nodes that `roots` need, themselves among them, rising; those for which `given` holds need no others. */
export function neededNodes(
  graph: Graph,
  roots: readonly number[],
  given: (node: number) => boolean = () => false,
): number[] {
  const needed = new Set(roots);
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    if (!needed.has(index) || given(index)) continue;
    for (const operand of operandsOf(graph.nodes[index])) needed.add(operand);
  }
  return [...needed].sort((a, b) => a - b);
}

/** By node the last node that reads it; Infinity for roots. */
function lastReads(graph: Graph, needed: readonly number[], roots: readonly number[]): Map<number, number> {
  const last = new Map<number, number>();
  for (const index of needed) for (const operand of operandsOf(graph.nodes[index])) last.set(operand, index);
  for (const root of roots) last.set(root, Number.POSITIVE_INFINITY);
  return last;
}

/** Gives out registers from `fixed` on; one is given out again after its node was read for the last time. */
function makePlaces(fixed: number, lastRead: ReadonlyMap<number, number>) {
  const registers = new Map<number, number>();
  const free: number[] = [];
  let count = fixed;
  return {
    set: (node: number, register: number) => registers.set(node, register),
    /** Registers of nodes that `reader` reads. */
    read: (nodes: readonly number[], reader: number): number[] => {
      const found = nodes.map((node) => registers.get(node)!);
      const over = new Set(nodes.filter((node) => lastRead.get(node) === reader));
      for (const node of over) if (registers.get(node)! >= fixed) free.push(registers.get(node)!);
      return found;
    },
    write: (node: number): number => {
      const register = free.pop() ?? count++;
      registers.set(node, register);
      return register;
    },
    count: () => count,
  };
}

function stepOf(node: Operation, from: readonly number[], to: number): Step {
  return node.op === 'table'
    ? { op: 'table', from, to, xs: node.xs, ys: node.ys }
    : { op: node.op, from, to };
}
