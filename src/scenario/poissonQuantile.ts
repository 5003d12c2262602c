import { exp64 } from '../core/transcendental.ts';

/** No uniform of a draw is greater than this. */
const GREATEST = 1 - 2 ** -24;

/**
 * The quantile function of a Poisson variable of the given mean in (0, 500], for u in (0, 1 - 2^-24]: the smallest count
 * whose distribution function, sum over k of exp(-mean) mean^k / k!, is at least u.
 */
export function poissonQuantile(mean: number): (u: number) => number {
  const reached = [exp64(-mean)];
  let chance = reached[0];
  let total = chance;
  while (total < GREATEST && (reached.length <= mean || total + chance > total)) {
    chance *= mean / reached.length;
    total += chance;
    reached.push(total);
  }
  return (u) => firstAtLeast(reached, u);
}

/** Index of the first of rising values that is at least `u`; the last where none is. */
function firstAtLeast(rising: readonly number[], u: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle] >= u) high = middle;
    else low = middle + 1;
  }
  return low;
}
