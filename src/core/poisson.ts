import { exp64 } from './transcendental.ts';

/**
 * A Poisson count from one uniform u in [0, 1) by inversion: the smallest k with u < P(count <= k), at most `cap`.
 * Sequential search from 0 in f64, so about `rate` steps; correct while exp(-rate) is a normal number (rate < 708),
 * and beyond that the cap is the answer. A rate of 0 or below gives 0, NaN gives NaN.
 * Source: Devroye, Non-Uniform Random Variate Generation, 1986, section X.3.3.
 */
export function poissonInversion(rate: number, u: number, cap = 255): number {
  if (Number.isNaN(rate)) return Number.NaN;
  if (rate <= 0) return 0;
  let chance = exp64(-rate);
  let total = chance;
  let k = 0;
  while (u >= total && k < cap) {
    k++;
    chance *= rate / k;
    total += chance;
  }
  return k;
}
