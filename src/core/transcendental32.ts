/**
 * exp, log and their kin in 32-bit floats, the same to the bit everywhere.
 *
 * Every step is one IEEE operation rounded to f32 (Math.fround around + - * / and sqrt; floor, abs and comparisons
 * are exact) or an integer operation on the bits, in the order written. A SIMD kernel that takes the same steps with
 * f32x4 add, sub, mul, div, sqrt, floor, min, max, abs, i32x4 shifts and bitselect, without fused multiply-add, gives
 * the same bits. Where the code branches, a kernel selects. Two roundings are left out because they cannot change a
 * bit: n * LN2_HIGH and y + y are exact in f32. Arguments must be f32 values.
 *
 * The range reductions and the coefficients are those of Cephes (S. L. Moshier, single precision expf and logf);
 * the polynomials are summed by pairs instead of by Horner's rule, for a shorter chain.
 * Errors are in units in the last place of the true result, measured by scripts/transcendental-error.mjs.
 */
const f = Math.fround;

const LOG2E = f(Math.LOG2E);
/** ln 2 = LN2_HIGH + LN2_LOW; the high part has 9 bits, so that n * LN2_HIGH is exact for |n| < 2^15. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = f(-2.1219444e-4);

const LOWEST = -87;
const HIGHEST = 89;
const P0 = f(1.98756915e-4);
const P1 = f(1.3981999507e-3);
const P2 = f(8.3334519073e-3);
const P3 = f(4.1665795894e-2);
const P4 = f(1.6666665459e-1);
const P5 = f(5.0000001201e-1);

const SMALLEST_NORMAL = 2 ** -126;
/** The bits of f32(sqrt(1/2)). */
const SQRT_HALF_BITS = 0x3f3504f3;
const Q0 = f(7.0376836292e-2);
const Q1 = f(-1.151461031e-1);
const Q2 = f(1.167699874e-1);
const Q3 = f(-1.2420140846e-1);
const Q4 = f(1.4249322787e-1);
const Q5 = f(-1.6668057665e-1);
const Q6 = f(2.0000714765e-1);
const Q7 = f(-2.4999993993e-1);
const Q8 = f(3.3333331174e-1);

const TWO_OVER_PI = f(2 / Math.PI);
/** pi / 2 in three parts, of which the first has 8 bits, so that k times it is exact for |k| < 2^16. */
const HALF_PI: readonly [number, number, number] = [
  1.5703125,
  f(4.837512969970703e-4),
  f(7.549789954891882e-8),
];
const FARTHEST = 65536;
const S0 = f(-1.9515295891e-4);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.6666654611e-1);
const C0 = f(2.443315711809948e-5);
const C1 = f(-1.388731625493765e-3);
const C2 = f(4.166664568298827e-2);

/** HALF_POWER[n + 126] is the float of bits (n + 126) << 23: 2^(n - 1) for n in [-125, 128], and 0 for n = -126. */
const HALF_POWER = new Float32Array(Int32Array.from({ length: 255 }, (_, k) => k << 23).buffer);

/** Filled and read within one call: a float and its bits. */
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** Lanes of a column that are worked on at a time, with room for them: filled and read within one call, too. */
const LANES = 512;
const lanes = new Float32Array(LANES);
const exponents = new Float64Array(LANES);

/**
 * exp(x), within 1.0 ulp. In steps:
 * 1. x = min(max(x, -87), 89); n = floor(x LOG2E + 0.5); r = (x - n LN2_HIGH) - n LN2_LOW, |r| < 0.35
 * 2. s = r r; p = ((P0 r + P1) s + (P2 r + P3)) s + (P4 r + P5); q = p s + r
 * 3. y = q + 1; the result is (y + y) h, where h = 2^(n - 1) has the bits (n + 126) << 23
 *
 * Infinity above 88.7228, where f32 ends. 0 below -86.9899: there n = -126, h = 0; the least positive result is
 * 1.66e-38, so that no denormal arises. NaN gives NaN (a kernel must turn a NaN n into some integer, as trunc_sat does).
 */
export function exp32(x: number): number {
  const c = clamp(x);
  const n = exponentOf(c);
  const y = f(expMinusOneOf(remainderOf(c, n)) + 1);
  return f((y + y) * HALF_POWER[(n + 126) | 0]);
}

/**
 * exp(x) - 1 without cancellation near 0, within 1.7 ulp: turns a rate into a chance, -expMinusOne32(-rate).
 * Steps 1 and 2 of {@link exp32}; then d = q h + (h - 0.5), and the result is d + d. -1 below -86.9899.
 */
export function expMinusOne32(x: number): number {
  const c = clamp(x);
  const n = exponentOf(c);
  const h = HALF_POWER[(n + 126) | 0];
  const d = f(f(expMinusOneOf(remainderOf(c, n)) * h) + f(h - 0.5));
  return f(d + d);
}

/** 1 / (1 + exp(-x)), within 2.5 ulp in both tails: t = exp32(-|x|); (x >= 0 ? 1 : t) / (1 + t). */
export function logistic32(x: number): number {
  const t = exp32(-Math.abs(x));
  return f((x >= 0 ? 1 : t) / f(1 + t));
}

/** tanh(x), within 2.6 ulp: t = expMinusOne32(-2 |x|); t / (2 + t), made positive where x > 0 and negative elsewhere. */
export function tanh32(x: number): number {
  const t = expMinusOne32(-2 * Math.abs(x));
  const r = f(t / f(2 + t));
  return x > 0 ? -r : r;
}

/**
 * The natural logarithm, within 0.82 ulp. In steps:
 * 1. where x < 2^-126: x = x 2^23, e = -23; elsewhere e = 0
 * 2. k = (bits(x) - 0x3f3504f3) >> 23 (arithmetic); m = float(bits(x) - (k << 23)), in [sqrt(1/2), sqrt(2)); e = e + k
 * 3. g = m - 1; z = g g
 * 4. p = (((Q0 z + (Q1 g + Q2)) z + (Q3 g + Q4)) z + (Q5 g + Q6)) z + (Q7 g + Q8)
 * 5. y = ((p g) z + e LN2_LOW) - 0.5 z; the result is (g + y) + e LN2_HIGH
 *
 * log(0) = log(-0) = -Infinity, log(Infinity) = Infinity; negative numbers and NaN give NaN: selected at the end.
 */
export function log32(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const tiny = x < SMALLEST_NORMAL;
  float[0] = tiny ? x * 2 ** 23 : x;
  const k = (bits[0] - SQRT_HALF_BITS) >> 23;
  bits[0] -= k << 23;
  const e = tiny ? k - 23 : k;
  const g = float[0] - 1;
  const z = f(g * g);
  const y = f(f(f(f(logTail(g, z) * g) * z) + f(e * LN2_LOW)) - 0.5 * z);
  return f(f(g + y) + e * LN2_HIGH);
}

/**
 * x to the power y: exp32(y * log32(|x|)), with relative error below (1 + |y ln x|) 1.2e-7. Exact choices come first:
 * y = 1 gives |x|, y = 2 gives |x| |x|, y = 0.5 gives sqrt(|x|), y = -1 gives 1 / |x|. For x < 0 the result changes
 * its sign where y is odd and is NaN where y is no integer. y = 0 gives 1 always, 0 to a negative power Infinity.
 */
export function pow32(x: number, y: number): number {
  if (y === 0) return 1;
  const size = powerOf(Math.abs(x), y);
  if (!(x < 0)) return size;
  if (Math.floor(y) !== y) return Number.NaN;
  const half = 0.5 * y;
  return Math.floor(half) === half ? size : -size;
}

/**
 * sin(x) of x in radians, within 1.3 times 2^-24 for |x| <= 8192; NaN beyond 65536. In steps:
 * 1. k = floor(x 2/pi + 0.5); r = ((x - k H0) - k H1) - k H2, with pi / 2 = H0 + H1 + H2; z = r r
 * 2. s = (((S0 z + S1) z + S2) z) r + r;  c = ((((C0 z + C1) z + C2) z) z - 0.5 z) + 1
 * 3. of the last two bits of k, the lower chooses c instead of s, the higher changes the sign
 * The coefficients are those of Cephes (S. L. Moshier, single precision sinf).
 */
export function sin32(x: number): number {
  if (!(Math.abs(x) <= FARTHEST)) return Number.NaN;
  const k = Math.floor(f(f(x * TWO_OVER_PI) + 0.5));
  const r = f(f(f(x - k * HALF_PI[0]) - f(k * HALF_PI[1])) - f(k * HALF_PI[2]));
  const z = f(r * r);
  const value = (k & 1) === 0 ? sineOf(r, z) : cosineOf(z);
  return (k & 2) === 0 ? value : -value;
}

function sineOf(r: number, z: number): number {
  const p = f(f(f(f(S0 * z) + S1) * z) + S2);
  return f(f(f(p * z) * r) + r);
}

function cosineOf(z: number): number {
  const p = f(f(f(f(C0 * z) + C1) * z) + C2);
  return f(f(f(f(p * z) * z) - 0.5 * z) + 1);
}

export function sinColumn(src: Float32Array, dst: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) dst[i] = sin32(src[i]);
}

/** dst[i] = exp32(src[i]) for i < n; dst may be src, here and below. */
export function expColumn(src: Float32Array, dst: Float32Array, n: number): void {
  for (let at = 0; at < n; at += LANES) expLanes(src, dst, at, Math.min(n, at + LANES));
}

/**
 * The steps of {@link exp32} over lanes from .. to - 1, at most LANES of them: first the exponents and remainders of
 * all, then the polynomials, which takes a third less time than lane by lane.
 */
function expLanes(src: Float32Array, dst: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const c = clamp(src[i]);
    const n = exponentOf(c);
    exponents[i - from] = n;
    dst[i] = remainderOf(c, n);
  }
  for (let i = from; i < to; i++) {
    const y = f(expMinusOneOf(dst[i]) + 1);
    dst[i] = (y + y) * HALF_POWER[(exponents[i - from] + 126) | 0];
  }
}

export function expMinusOneColumn(src: Float32Array, dst: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) dst[i] = expMinusOne32(src[i]);
}

export function logColumn(src: Float32Array, dst: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) dst[i] = log32(src[i]);
}

export function logisticColumn(src: Float32Array, dst: Float32Array, n: number): void {
  for (let at = 0; at < n; at += LANES) {
    const m = Math.min(LANES, n - at);
    for (let i = 0; i < m; i++) lanes[i] = -Math.abs(src[at + i]);
    expLanes(lanes, lanes, 0, m);
    for (let i = 0; i < m; i++) dst[at + i] = (src[at + i] >= 0 ? 1 : lanes[i]) / f(1 + lanes[i]);
  }
}

export function tanhColumn(src: Float32Array, dst: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) dst[i] = tanh32(src[i]);
}

/** dst[i] = pow32(base[i], exponent[i]) for i < n. */
export function powColumn(base: Float32Array, exponent: Float32Array, dst: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) dst[i] = pow32(base[i], exponent[i]);
}

function clamp(x: number): number {
  return Math.min(Math.max(x, LOWEST), HIGHEST);
}

function exponentOf(x: number): number {
  return Math.floor(f(f(x * LOG2E) + 0.5));
}

function remainderOf(x: number, n: number): number {
  return f(f(x - n * LN2_HIGH) - f(n * LN2_LOW));
}

function expMinusOneOf(r: number): number {
  const s = f(r * r);
  const high = f(f(P0 * r) + P1);
  const middle = f(f(P2 * r) + P3);
  const low = f(f(P4 * r) + P5);
  const p = f(f(f(f(high * s) + middle) * s) + low);
  return f(f(p * s) + r);
}

function logTail(g: number, z: number): number {
  let p = f(f(Q0 * z) + f(f(Q1 * g) + Q2));
  p = f(f(p * z) + f(f(Q3 * g) + Q4));
  p = f(f(p * z) + f(f(Q5 * g) + Q6));
  return f(f(p * z) + f(f(Q7 * g) + Q8));
}

function powerOf(size: number, y: number): number {
  if (y === 1) return size;
  if (y === 2) return f(size * size);
  if (y === 0.5) return f(Math.sqrt(size));
  if (y === -1) return f(1 / size);
  return exp32(f(y * log32(size)));
}
