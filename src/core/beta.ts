import { gammaln, stirlingRest } from './gamma.ts';
import { quantileByLogarithms } from './quantileByLogarithms.ts';
import { exp64, log1p64, log64 } from './transcendental.ts';

const ENOUGH = 2 ** -51;
const MOST_TERMS = 100_000;
const TINY = 1e-300;

/** log B(a, b) for a, b > 0; the difference of the large log-gammas is taken term by term, so that nothing cancels. */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < 15) return gammaln(small) + gammaln(large) - gammaln(small + large);
  const sum = small + large;
  const ratio = (large - 0.5) * log1p64(small / large) + small * (log64(sum) - 1);
  return gammaln(small) + stirlingRest(large) - stirlingRest(sum) - ratio;
}

/**
 * The regularised incomplete beta function I_x(a, b): the chance that a beta variable is at most x in [0, 1]; a, b > 0.
 * By its continued fraction (DLMF 8.17.22, summed by Lentz's method) on the side where that converges fast.
 */
export function regularisedBeta(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || x === 1) return x;
  return lowerChance(a, b, x, scaledDensity(a, b, x, logBeta(a, b)));
}

/** The quantile of a beta(a, b) variable; 0 at 0, 1 at 1, NaN outside [0, 1]. */
export function betaQuantile(a: number, b: number, p: number): number {
  if (!(a > 0 && b > 0 && p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  const mean = a / (a + b);
  return p <= regularisedBeta(a, b, mean) ? lowerQuantile(a, b, p) : 1 - lowerQuantile(b, a, 1 - p);
}

/** The quantile where it lies below the mean, or near it. */
function lowerQuantile(a: number, b: number, p: number): number {
  const normaliser = logBeta(a, b);
  // I_x(a, b) = x^a / (a B(a, b)) for small x
  const start = (log64(p) + log64(a) + normaliser) / a;
  return quantileByLogarithms(p, Math.min(start, log64(a / (a + b))), (t) => {
    const x = Math.min(t, 1);
    const density = scaledDensity(a, b, x, normaliser);
    return [x === 1 ? 1 : lowerChance(a, b, x, density), density / (1 - x)];
  });
}

function lowerChance(a: number, b: number, x: number, factor: number): number {
  if (x < (a + 1) / (a + b + 2)) return (factor * betaFraction(a, b, x)) / a;
  return 1 - (factor * betaFraction(b, a, 1 - x)) / b;
}

/** x^a (1 - x)^b / B(a, b), which is x (1 - x) times the density. */
function scaledDensity(a: number, b: number, x: number, normaliser: number): number {
  return exp64(a * log64(x) + b * log1p64(-x) - normaliser);
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < ENOUGH) break;
  }
  return value;
}

function nonZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
