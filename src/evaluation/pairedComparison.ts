import { meanInterval } from '../core/statistics.ts';

/** A mean difference with its interval. */
export type PairedDifference = {
  readonly difference: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  /** Pairs: customers, worlds or seeds. */
  readonly n: number;
  /** Whether the interval lies wholly above or below zero. */
  readonly clearOfZero: boolean;
};

/**
 * Mean of a - b, paired by place: the same customer (or the same whole world, where customers are coupled) under two
 * policies with the same luck. Student's t with n - 1 degrees of freedom; unbounded below two pairs.
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  level: number,
): PairedDifference {
  if (a.length !== b.length) throw new RangeError(`got ${a.length} values against ${b.length}, wanted pairs`);
  return studentOverSeeds(
    Float64Array.from(a, (value, i) => value - b[i]),
    level,
  );
}

/**
 * Mean over training seeds of a number that each seed gives once, such as its mean paired difference: the interval
 * then covers training as well as luck. Student's t with n - 1 degrees of freedom.
 */
export function studentOverSeeds(values: ArrayLike<number>, level: number): PairedDifference {
  const { value, standardError, low, high, n } = meanInterval(values, level);
  return {
    difference: value,
    standardError,
    interval: [low, high],
    level,
    n,
    clearOfZero: low > 0 || high < 0,
  };
}
