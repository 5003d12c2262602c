import { type GraphBuilder, makeGraphBuilder } from './builder.ts';
import type { Graph, Leaf } from './graph.ts';
import { neededNodes } from './program.ts';

/** A graph with the nodes in it that somebody asked for. */
export type Rooted = {
  readonly graph: Graph;
  readonly roots: readonly number[];
  /** Constants that are nodes of their own, so that their value may be set. */
  readonly thresholds: readonly number[];
};

type LeafMap = (leaf: Leaf) => Leaf | number;

/**
 * The part of a graph that `roots` need, each leaf replaced by what `map` gives for it: a leaf (of the same type, or
 * one that the operators take as well) or a number. `thresholds` stay constants of their own; those that no root
 * needs are left out. Throws TypeError where a new leaf's type does not fit.
 */
export function replaceLeaves(
  graph: Graph,
  roots: readonly number[],
  map: LeafMap,
  thresholds: readonly number[] = [],
): Rooted {
  const builder = makeGraphBuilder();
  const place = copyInto(builder, graph, roots, { map, thresholds });
  const kept = thresholds.filter((index) => place.has(index)).map((index) => place.get(index)!);
  return { graph: builder.graph(), roots: roots.map((root) => place.get(root)!), thresholds: kept };
}

/** The part of a graph that `roots` need. */
export function pruneGraph(
  graph: Graph,
  roots: readonly number[],
  thresholds: readonly number[] = [],
): Rooted {
  return replaceLeaves(graph, roots, (leaf) => leaf, thresholds);
}

/** One graph of several, what they share held once; `roots` and `thresholds` as they were given, part by part. */
export function mergeGraphs(parts: readonly Rooted[]): {
  readonly graph: Graph;
  readonly roots: readonly (readonly number[])[];
  readonly thresholds: readonly (readonly number[])[];
} {
  const builder = makeGraphBuilder();
  const places = parts.map(({ graph, roots, thresholds }) =>
    copyInto(builder, graph, [...roots, ...thresholds], { map: (leaf) => leaf, thresholds }),
  );
  const moved = (of: 'roots' | 'thresholds') =>
    parts.map((part, k) => part[of].map((index) => places[k].get(index)!));
  return { graph: builder.graph(), roots: moved('roots'), thresholds: moved('thresholds') };
}

/**
 * A graph with some constants set to other values, by node index; types stay. Throws RangeError where a node is not
 * a constant, or its type has no such value: thresholds of counts are whole.
 */
export function withConstants(graph: Graph, values: { readonly [node: number]: number }): Graph {
  const nodes = [...graph.nodes];
  for (const [key, value] of Object.entries(values)) {
    const index = Number(key);
    const rounded = Math.fround(value) + 0;
    if (nodes[index]?.op !== 'const') throw new RangeError(`node ${key} is no constant`);
    if (!Number.isFinite(rounded)) throw new RangeError(`node ${key}: ${value} is not finite in 32 bits`);
    if (graph.types[index] !== 'real' && graph.types[index] !== 'duration' && !Number.isInteger(rounded))
      throw new RangeError(`node ${key}: ${value} is not whole`);
    nodes[index] = { op: 'const', value: rounded };
  }
  return { ...graph, nodes };
}

/** Copies what `roots` need; gives the new index of each node copied. */
function copyInto(
  builder: GraphBuilder,
  graph: Graph,
  roots: readonly number[],
  { map, thresholds }: { readonly map: LeafMap; readonly thresholds: readonly number[] },
): ReadonlyMap<number, number> {
  const place = new Map<number, number>();
  const at = (index: number) => place.get(index)!;
  const copy = (index: number): number => {
    const node = graph.nodes[index];
    const type = graph.types[index];
    if (node.op === 'const')
      return builder.constant(node.value, type, { distinct: thresholds.includes(index) });
    if (node.op === 'leaf') {
      const next = map(graph.leaves[node.leaf]);
      return typeof next === 'number' ? builder.constant(next, type) : builder.leaf(next);
    }
    if (node.op === 'if') return builder.choose(at(node.c), at(node.a), at(node.b));
    if (node.op === 'table') return builder.table(at(node.a), node.xs, node.ys);
    return 'b' in node ? builder.binary(node.op, at(node.a), at(node.b)) : builder.unary(node.op, at(node.a));
  };
  for (const index of neededNodes(graph, roots)) place.set(index, copy(index));
  return place;
}
