import { exp32 } from './transcendental.ts';

const { fround } = Math;

/**
 * Poisson count by inversion of one uniform in f32 operations alone, so that a vector kernel can repeat it to the
 * bit: p = exp(-rate); the count is the number of k for which u is not below the running sum. Capped at 255.
 * `rate` in [0, 80], `u` a multiple of 2^-24 in [0, 1). Where rounding keeps the sum below u, the count is the first k
 * beyond the rate at which the sum stops growing.
 * Source: Devroye 1986, Non-Uniform Random Variate Generation, section X.3.3 (sequential search).
 */
export function poisson32(rate: number, u: number): number {
  return poissonFrom32(rate, u, exp32(fround(-rate)));
}

/** The same where p = exp32(-rate), the chance of none, is known already. */
export function poissonFrom32(rate: number, u: number, p: number): number {
  let sum = p;
  let k = 0;
  while (u >= sum && k < 255) {
    k++;
    p = fround(fround(p * rate) / k);
    const next = fround(sum + p);
    if (next === sum && k > rate) break;
    sum = next;
  }
  return k;
}
