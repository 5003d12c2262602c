import type { FeatureSchema } from '../../journey/features.ts';
import { type Bins, binAt, type FeatureBins } from '../../policies/bins.ts';
import type { RowSample } from './sampleRows.ts';

export type BinOptions = {
  /** Bins of a numeric feature: equal shares of the sample, fewer where values coincide. */
  readonly bins: number;
  /** Most features to bin. */
  readonly features: number;
  /** Most cells. */
  readonly cells: number;
};

/**
 * Chooses bins from a sample: the features whose bins tell most of the windowed reward (the greatest share of its
 * variance between bins, the correlation ratio; Fisher 1925), as many as the limits allow, in the schema's order.
 */
export function chooseBins(schema: FeatureSchema, sample: RowSample, options: BinOptions): Bins {
  const candidates = schema.features
    .map((_, feature) => binsOf(schema, sample, feature, options.bins))
    .filter((bins) => occupied(bins, sample) > 1)
    .map((bins) => ({ bins, ratio: correlationRatio(bins, sample) }))
    .sort((a, b) => b.ratio - a.ratio);
  const chosen: FeatureBins[] = [];
  let cells = 1;
  for (const { bins } of candidates) {
    if (chosen.length >= options.features || cells * bins.count > options.cells) continue;
    chosen.push(bins);
    cells *= bins.count;
  }
  chosen.sort((a, b) => a.feature - b.feature);
  return { inputs: schema.features.length, features: chosen };
}

function binsOf(schema: FeatureSchema, sample: RowSample, feature: number, wanted: number): FeatureBins {
  const { kind, levels } = schema.features[feature];
  if (kind === 'category') return { feature, count: levels!.length, edges: new Float32Array(0) };
  const values = columnOf(schema, sample, feature);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = kind === 'bool' ? Float32Array.of(0.5) : quantileEdges(sorted, wanted);
  return { feature, count: edges.length + 1, edges };
}

function columnOf(schema: FeatureSchema, { n, context }: RowSample, feature: number): Float32Array {
  const d = schema.features.length;
  return Float32Array.from({ length: n }, (_, i) => context[i * d + feature]);
}

/** Rising values that cut sorted ones into about equal shares, none of them the least. */
function quantileEdges(sorted: Float32Array, bins: number): Float32Array {
  const edges: number[] = [];
  for (let b = 1; b < bins; b++) {
    const edge = sorted[Math.floor((b * sorted.length) / bins)];
    if (edge > (edges.at(-1) ?? sorted[0])) edges.push(edge);
  }
  return Float32Array.from(edges);
}

/** How many bins the sample falls into. */
function occupied(bins: FeatureBins, { n, context }: RowSample): number {
  const d = context.length / n;
  const found = new Set<number>();
  for (let i = 0; i < n; i++) found.add(binAt(bins, context[i * d + bins.feature]));
  return found.size;
}

/** Variance of the bins' mean rewards over the variance of rewards: 0 where there is nothing to tell. */
function correlationRatio(bins: FeatureBins, { n, context, reward }: RowSample): number {
  const d = context.length / n;
  const count = new Float64Array(bins.count);
  const total = new Float64Array(bins.count);
  let [rows, sum, squares] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(reward[i])) continue;
    const bin = binAt(bins, context[i * d + bins.feature]);
    count[bin]++;
    total[bin] += reward[i];
    rows++;
    sum += reward[i];
    squares += reward[i] * reward[i];
  }
  const spread = squares - (sum * sum) / rows;
  if (!(spread > 0)) return 0;
  const between = total.reduce((found, t, b) => found + (count[b] > 0 ? (t * t) / count[b] : 0), 0);
  return (between - (sum * sum) / rows) / spread;
}
