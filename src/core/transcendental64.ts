/**
 * exp, log and their kin in 64-bit floats from + - * / sqrt, floor and comparisons alone, in a fixed order, so that
 * they are the same to the bit in every engine (Math.exp and its kin are not bound to be).
 *
 * Ranges are reduced as in fdlibm (Cody and Waite 1980; K. C. Ng, Sun Microsystems 1993); the polynomials are the
 * Taylor series, whose coefficients explain themselves, cut where the rest is below 2^-58 of the result.
 * Errors are in units in the last place of the true result; scripts/transcendental-error.mjs measures them.
 */

/** ln 2 in two parts; the high part has 33 bits, so that k * LN2_HIGH is exact for |k| < 2^20. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** POWER[k + 1074] = 2^k, by halving and doubling, which are exact. */
const POWER = powersOfTwo();

/** 1 / k! for k = 0 .. 21. */
const INVERSE_FACTORIAL = inverseFactorials(21);

/** pi / 2 in three parts, the first two of 33 bits, so that n times them is exact for |n| < 2^20. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const LARGEST_ANGLE = 1e6;

/** Filled and read within one call: a float and its two words, in whichever order this machine keeps them. */
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH_WORD = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** The high word of sqrt(1/2). */
const SQRT_HALF_HIGH = 0x3fe6a09e;

/** exp(x), within 1 ulp: Infinity above 709.78, denormals below -708.4 (within 1 of their own units), 0 below -745.2. */
export function exp64(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -746) return 0;
  if (x > 710) return Number.POSITIVE_INFINITY;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const half = k >> 1;
  return (1 + expMinusOneOf(x - k * LN2_HIGH, k * LN2_LOW)) * POWER[half + 1074] * POWER[k - half + 1074];
}

/** exp(high - low) - 1 for |high - low| <= 0.35: r + r^2 (1/2! + r/3! + ... + r^12/14!), with the rounding of r kept. */
function expMinusOneOf(high: number, low: number): number {
  const r = high - low;
  let p = INVERSE_FACTORIAL[14];
  for (let k = 13; k >= 2; k--) p = p * r + INVERSE_FACTORIAL[k];
  const lost = high - r - low;
  return r + (r * r * p + lost);
}

/** The natural logarithm, within 1 ulp. log(0) = -Infinity; negative numbers and NaN give NaN. */
export function log64(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const tiny = x < 2 ** -1022;
  float[0] = tiny ? x * 2 ** 54 : x;
  const exponent = (words[HIGH_WORD] - SQRT_HALF_HIGH) >> 20;
  words[HIGH_WORD] -= exponent << 20;
  const k = tiny ? exponent - 54 : exponent;
  // x = 2^k m with m near [sqrt(1/2), sqrt(2)); f = m - 1, s = f / (2 + f):
  // log m = f - f^2/2 + s (f^2/2 + R), R = 2 (s^2/3 + s^4/5 + ...)
  const f = float[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  let r = 0;
  for (let j = 12; j >= 1; j--) r = z * (2 / (2 * j + 1) + r);
  const h = 0.5 * f * f;
  return k * LN2_HIGH - (h - (s * (h + r) + k * LN2_LOW) - f);
}

/** log(1 + x) without cancellation near 0, within 2 ulp: with u = 1 + x rounded, log u plus what the rounding lost. */
export function log1p64(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (!(u > 0 && u < Number.POSITIVE_INFINITY)) return log64(u);
  return log64(u) + (x - (u - 1)) / u;
}

/** 1 / (1 + exp(-x)), within 3 ulp in both tails: t = exp64(-|x|); (x >= 0 ? 1 : t) / (1 + t). */
export function logistic64(x: number): number {
  const t = exp64(-Math.abs(x));
  return (x >= 0 ? 1 : t) / (1 + t);
}

/**
 * x to the power y. Whole powers up to 64 by repeated squaring (within 1 ulp a multiplication), the others as
 * exp(y log |x|), with relative error below (1 + |y ln x|) 2.3e-16. For x < 0 the sign follows an odd y, and the
 * result is NaN where y is no integer.
 */
export function pow64(x: number, y: number): number {
  const size = Math.abs(x);
  const whole = Math.floor(y) === y;
  const power = whole && Math.abs(y) <= 64 ? wholePower(size, y) : exp64(y * log64(size));
  if (!(x < 0)) return power;
  if (!whole) return Number.NaN;
  return Math.floor(y / 2) === y / 2 ? power : -power;
}

function wholePower(x: number, n: number): number {
  let result = 1;
  let square = x;
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return n < 0 ? 1 / result : result;
}

/** sin(x), within 1 ulp or 2^-80 absolute, for |x| <= 1e6; NaN beyond. */
export function sin64(x: number): number {
  return quadrant(x, 0);
}

/** cos(x), within 1 ulp or 2^-80 absolute, for |x| <= 1e6; NaN beyond. */
export function cos64(x: number): number {
  return quadrant(x, 1);
}

/** sin(x + turn pi/2): r = x - n pi/2 as a sum of two floats, then the series of sine or cosine by the quadrant. */
function quadrant(x: number, turn: number): number {
  if (!(Math.abs(x) <= LARGEST_ANGLE)) return Number.NaN;
  const n = Math.floor((x / (2 * HALF_PI_1)) * 2 + 0.5);
  const first = x - n * HALF_PI_1;
  const high = first - n * HALF_PI_2;
  const low = first - high - n * HALF_PI_2 - n * HALF_PI_3;
  const r = high + low;
  const lost = high - r + low;
  const q = (n + turn) & 3;
  const value = (q & 1) === 0 ? sineSeries(r, lost) : cosineSeries(r, lost);
  return q < 2 ? value : -value;
}

/** sin(r + lost), |r| <= 0.79, by Taylor to r^19. */
function sineSeries(r: number, lost: number): number {
  const z = r * r;
  let p = 0;
  for (let k = 19; k >= 3; k -= 2) p = INVERSE_FACTORIAL[k] - z * p;
  return r - (r * z * p - lost * (1 - 0.5 * z));
}

/** cos(r + lost), |r| <= 0.79, by Taylor to r^20; 1 - z/2 is rounded with its remainder kept. */
function cosineSeries(r: number, lost: number): number {
  const z = r * r;
  let p = 0;
  for (let k = 20; k >= 4; k -= 2) p = INVERSE_FACTORIAL[k] - z * p;
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * z * p - r * lost));
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(1074 + 1024);
  powers[1074] = 1;
  for (let k = 1075; k < powers.length; k++) powers[k] = powers[k - 1] * 2;
  for (let k = 1073; k >= 0; k--) powers[k] = powers[k + 1] / 2;
  return powers;
}

function inverseFactorials(last: number): Float64Array {
  const inverse = new Float64Array(last + 1);
  let factorial = 1;
  for (let k = 0; k <= last; k++) {
    if (k > 0) factorial *= k;
    inverse[k] = 1 / factorial;
  }
  return inverse;
}
