import type { FeatureSchema } from '../journey/features.ts';
import { bodyError, expectArray, expectList, expectRecord, expectWhole } from './bodyChecks.ts';

/**
 * A partition of contexts into cells: bin b of feature j holds edges[b-1] <= x < edges[b]; a category has a bin a
 * level. Missing values have bin 0, levels unknown to the schema the last one.
 */
export type Bins = {
  /** d */
  readonly inputs: number;
  readonly features: readonly FeatureBins[];
};
export type FeatureBins = {
  /** Column of the context. */
  readonly feature: number;
  readonly count: number;
  /** count - 1 rising edges; empty for a category. */
  readonly edges: Float32Array;
};

/** Number of cells: the product of the features' bins, 1 without any. */
export function cellCount(bins: Bins): number {
  return bins.features.reduce((cells, { count }) => cells * count, 1);
}

/** [n] cell of each context [n x d]; the first feature's bins vary slowest. */
export function cellsOf(bins: Bins, context: Float32Array, n: number): Int32Array {
  const cells = new Int32Array(n);
  for (const feature of bins.features) {
    for (let i = 0; i < n; i++) {
      cells[i] = cells[i] * feature.count + binAt(feature, context[i * bins.inputs + feature.feature]);
    }
  }
  return cells;
}

/** Bin of one value, 0 to count - 1. */
export function binAt({ count, edges }: FeatureBins, x: number): number {
  return edges.length === 0 ? levelBin(x, count) : binOf(x, edges);
}

function levelBin(x: number, count: number): number {
  return Number.isNaN(x) ? 0 : Math.max(0, Math.min(count - 1, Math.floor(x)));
}

function binOf(x: number, edges: Float32Array): number {
  let bin = 0;
  while (bin < edges.length && x >= edges[bin]) bin++;
  return bin;
}

/** The value as bins over the schema; throws NextmoveError where they are broken. */
export function checkBins(value: unknown, schema: FeatureSchema, where: string): Bins {
  const record = expectRecord(value, where);
  const d = schema.features.length;
  expectWhole(record.inputs, [d, d], `${where}.inputs`);
  expectList(record.features, `${where}.features`).forEach((bins, b) => {
    checkFeatureBins(expectRecord(bins, `${where}.features[${b}]`), d, `${where}.features[${b}]`);
  });
  return value as Bins;
}

function checkFeatureBins(bins: { readonly [key: string]: unknown }, d: number, where: string): void {
  expectWhole(bins.feature, [0, d - 1], `${where}.feature`);
  const count = expectWhole(bins.count, [1, 65535], `${where}.count`);
  const length = (bins.edges as { length?: number } | undefined)?.length ?? 0;
  const edges = expectArray(bins.edges, Float32Array, length, `${where}.edges`);
  if (length > 0 && length !== count - 1) {
    throw bodyError(`${where}.edges`, `got ${length} edges, wanted ${count - 1} for ${count} bins`);
  }
  for (let e = 1; e < length; e++) {
    if (edges[e] <= edges[e - 1]) throw bodyError(`${where}.edges`, `edges must rise; ${edges[e]} does not`);
  }
}
