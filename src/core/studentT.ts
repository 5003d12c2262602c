import { betaQuantile, regularisedBeta } from './beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** From here on the expansion about the normal quantile is exact to the last places. */
const NEARLY_NORMAL = 20_000;

/** The distribution function of Student's t with df > 0 degrees of freedom, Infinity included (DLMF 8.17, A&S 26.7.1). */
export function studentTCdf(df: number, t: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normalCdf(t);
  const square = t * t;
  // the tail from whichever of x and 1 - x is small, so that neither is rounded away
  const tail =
    square < df
      ? 1 - regularisedBeta(0.5, 0.5 * df, square / (df + square))
      : regularisedBeta(0.5 * df, 0.5, df / (df + square));
  return t > 0 ? 1 - tail / 2 : tail / 2;
}

/** The quantile of Student's t with df > 0 degrees of freedom: -Infinity at 0, Infinity at 1, NaN outside [0, 1]. */
export function studentTQuantile(df: number, p: number): number {
  if (!(df > 0 && p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1 || df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  if (df >= NEARLY_NORMAL) return expansion(df, normalQuantile(p));
  const upper = p < 0.5 ? p : 1 - p;
  const size = 2 * upper > 0.5 ? centralSize(df, 1 - 2 * upper) : tailSize(df, 2 * upper);
  return p < 0.5 ? -size : size;
}

/** |t| exceeded with probability `tail`: df / (df + t^2) is beta(df/2, 1/2). */
function tailSize(df: number, tail: number): number {
  const x = betaQuantile(0.5 * df, 0.5, tail);
  return Math.sqrt((df * (1 - x)) / x);
}

/** |t| not exceeded with probability `centre`: t^2 / (df + t^2) is beta(1/2, df/2). */
function centralSize(df: number, centre: number): number {
  const y = betaQuantile(0.5, 0.5 * df, centre);
  return Math.sqrt((df * y) / (1 - y));
}

/** Abramowitz and Stegun 26.7.5, three terms beyond the normal quantile z. */
function expansion(df: number, z: number): number {
  const s = z * z;
  const g1 = (z * (s + 1)) / 4;
  const g2 = (z * ((5 * s + 16) * s + 3)) / 96;
  const g3 = (z * (((3 * s + 19) * s + 17) * s - 15)) / 384;
  return z + (g1 + (g2 + g3 / df) / df) / df;
}
