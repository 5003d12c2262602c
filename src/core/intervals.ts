import { type Moments, momentsOf, varianceOf } from './moments.ts';
import { addInOrder } from './segmentSum.ts';
import { studentTQuantile } from './studentT.ts';

/** An estimate with its standard error and two-sided interval; NaN, and an unbounded interval, where n < 2. */
export type Interval = {
  readonly value: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Independent units behind the standard error: values, or clusters. */
  readonly n: number;
};

/** The mean with Student's interval: mean -+ t(n - 1) s / sqrt n. */
export function meanInterval(values: ArrayLike<number>, level = 0.95): Interval {
  return momentsInterval(momentsOf(values), level);
}

/** The same of a sample of which the moments are known. */
export function momentsInterval(moments: Moments, level = 0.95): Interval {
  const value = moments.n === 0 ? Number.NaN : moments.mean;
  return studentInterval({
    value,
    standardError: Math.sqrt(varianceOf(moments) / moments.n),
    n: moments.n,
    level,
  });
}

/** value -+ t standardError, t the (1 + level) / 2 quantile of Student's t with n - 1 degrees of freedom. */
export function studentInterval(options: {
  readonly value: number;
  readonly standardError: number;
  readonly n: number;
  readonly level?: number;
}): Interval {
  const { value, standardError, n, level = 0.95 } = options;
  const known = n >= 2 && !Number.isNaN(standardError);
  const half = known ? studentTQuantile(n - 1, 0.5 + level / 2) * standardError : Number.POSITIVE_INFINITY;
  return {
    value,
    standardError: known ? standardError : Number.NaN,
    low: value - half,
    high: value + half,
    level,
    n,
  };
}

/**
 * The ratio R = sum N / sum D over rows that are independent only between clusters, by linearisation: with the
 * clusters' totals N_g, D_g and e_g = N_g - R D_g, se^2 = G / (G - 1) sum e_g^2 / (sum D)^2, t with G - 1 degrees.
 * With N = w r and D = w it is SNIPS; with D = 1 the mean. Values of one cluster need not be neighbours.
 * Sources: Cochran, Sampling Techniques, 1977, section 6.3; Cameron and Miller 2015,
 * J. Human Resources 50(2), 317-372. The ratio's bias, of order 1 / G, stays.
 */
export function clusterRatio(
  clusters: ArrayLike<number | string | bigint>,
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number>,
  level = 0.95,
): Interval {
  const { index, count } = clusterIndex(clusters);
  const n = totalsByCluster(index, count, numerators);
  const d = totalsByCluster(index, count, denominators);
  const below = addInOrder(d);
  const value = addInOrder(n) / below;
  let squares = 0;
  for (let g = 0; g < count; g++) {
    const residual = n[g] - value * d[g];
    squares += residual * residual;
  }
  const standardError = Math.sqrt((count / (count - 1)) * squares) / Math.abs(below);
  return studentInterval({ value, standardError, n: count, level });
}

/** The mean over rows, with rows independent only between clusters: {@link clusterRatio} with D = 1. */
export function clusterMean(
  clusters: ArrayLike<number | string | bigint>,
  values: ArrayLike<number>,
  level = 0.95,
): Interval {
  return clusterRatio(clusters, values, new Uint8Array(values.length).fill(1), level);
}

/** Numbers clusters 0, 1, ... in order of appearance. */
export function clusterIndex(clusters: ArrayLike<number | string | bigint>): {
  readonly index: Int32Array;
  readonly count: number;
} {
  const numbers = new Map<number | string | bigint, number>();
  const index = Int32Array.from({ length: clusters.length }, (_, i) => {
    const known = numbers.get(clusters[i]);
    if (known !== undefined) return known;
    numbers.set(clusters[i], numbers.size);
    return numbers.size - 1;
  });
  return { index, count: numbers.size };
}

/** Sums of values by cluster number, in row order. */
export function totalsByCluster(index: Int32Array, count: number, values: ArrayLike<number>): Float64Array {
  const totals = new Float64Array(count);
  for (let i = 0; i < index.length; i++) totals[index[i]] += values[i];
  return totals;
}

/** (sum w)^2 / sum w^2 (Kish 1992, Journal of Official Statistics 8(2), 183-200): rows of equal weight that would be as good; 0 of nothing. */
export function effectiveSampleSize(weights: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i];
    squares += weights[i] * weights[i];
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
