import { quantileByLogarithms } from './quantileByLogarithms.ts';
import { exp64, log1p64, log64 } from './transcendental.ts';

const HALF_LOG_2PI = 0.9189385332046728;
/** From here on Stirling's series is exact to the last place. */
const STIRLING_FROM = 15;
const ENOUGH = 2 ** -53;
const MOST_TERMS = 1_000_000;

/**
 * log Gamma(x) for x > 0, absolute error below 1e-14 (1 + |value|): Stirling's series from 15 on (DLMF 5.11.1), and
 * Gamma(x + n) = x (x + 1) ... (x + n - 1) Gamma(x) below. Infinity at 0, NaN for negative x.
 */
export function gammaln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  let product = 1;
  let shifted = x;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted++;
  }
  const stirling = (shifted - 0.5) * log64(shifted) - shifted + HALF_LOG_2PI + stirlingRest(shifted);
  return stirling - log64(product);
}

/** log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2) for x >= 15: the sum of B_2k / (2k (2k - 1) x^(2k - 1)). */
export function stirlingRest(x: number): number {
  const z = 1 / (x * x);
  const tail = 1 / 1188 - z * (691 / 360360 - z / 156);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * tail)))) / x;
}

/**
 * The regularised lower incomplete gamma function P(a, x): the chance that a gamma variable of shape a > 0 and scale 1
 * is at most x >= 0. By its series below a + 1 (DLMF 8.11.4), else as 1 - Q. Error about 1e-14.
 */
export function regularisedGammaP(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return lowerChance(a, x, scaledDensity(a, x, logNormaliser(a)));
}

/** Q(a, x) = 1 - P(a, x), exact in its own tail: by the continued fraction from a + 1 on (DLMF 8.9.2). */
export function regularisedGammaQ(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  const factor = scaledDensity(a, x, logNormaliser(a));
  return x < a + 1 ? 1 - factor * gammaSeries(a, x) : factor * gammaFraction(a, x);
}

/** The quantile of a gamma variable of the given shape and scale 1: 0 at 0, Infinity at 1, NaN outside [0, 1]. */
export function gammaQuantile(shape: number, p: number): number {
  if (!(shape > 0 && p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const normaliser = logNormaliser(shape);
  // P(a, x) = x^a / Gamma(a + 1) for small x, where the start is nearly the answer
  const start = (log64(p) + gammaln(shape + 1)) / shape;
  return quantileByLogarithms(p, Math.min(start, log64(shape) + 2), (x) => {
    const density = scaledDensity(shape, x, normaliser);
    return [lowerChance(shape, x, density), density];
  });
}

function lowerChance(a: number, x: number, factor: number): number {
  return x < a + 1 ? factor * gammaSeries(a, x) : 1 - factor * gammaFraction(a, x);
}

/** x^a exp(-x) / Gamma(a), which is x times the density, from its {@link logNormaliser}. */
function scaledDensity(a: number, x: number, normaliser: number): number {
  if (x === 0 || x === Number.POSITIVE_INFINITY) return 0;
  if (a < STIRLING_FROM) return exp64(a * log64(x) - x - normaliser);
  const excess = (x - a) / a;
  return exp64(a * (log1p64(excess) - excess) - normaliser);
}

/** log Gamma(a), for large a less the terms a log a - a that would cancel against a log x - x. */
function logNormaliser(a: number): number {
  return a < STIRLING_FROM ? gammaln(a) : stirlingRest(a) + HALF_LOG_2PI - 0.5 * log64(a);
}

/** P(a, x) over its factor: 1 / a + x / (a (a + 1)) + x^2 / (a (a + 1) (a + 2)) + ... */
function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * ENOUGH && k < MOST_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** Q(a, x) over its factor, by Lentz's method: 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))). */
function gammaFraction(a: number, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < MOST_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 4 * ENOUGH) break;
  }
  return value;
}
