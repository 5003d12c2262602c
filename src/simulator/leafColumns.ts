import type { Graph, LeafSource } from '../language/graph.ts';

/** Columns by what they hold (sourceKey), whatever graph reads them. Row r of each is the customer of row r. */
export type LeafColumns = Map<string, Float32Array>;

/** One text for one source: leaves of different graphs that read the same thing share its column. */
export function sourceKey(source: LeafSource): string {
  return Object.values(source).join('/');
}

/** The source's column, made where it is not there yet. */
export function columnOf(columns: LeafColumns, source: LeafSource, make: () => Float32Array): Float32Array {
  const key = sourceKey(source);
  const column = columns.get(key) ?? make();
  columns.set(key, column);
  return column;
}

/** Columns of a graph's leaves, by leaf index. */
export function leafColumns(graph: Graph, columns: LeafColumns): (Float32Array | undefined)[] {
  return graph.leaves.map((leaf) => columns.get(sourceKey(leaf.source)));
}
