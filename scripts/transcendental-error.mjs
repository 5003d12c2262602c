// The worst error of core's exp, log and kin against the f64 functions of Math, over bit patterns of f32.
// npm run build && node scripts/transcendental-error.mjs [stride]   (stride 1 visits all 2^32 patterns)
import * as core from '../dist/core/transcendental.js';

const stride = Number(process.argv[2] ?? 211);
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Distance from `got` to `truth` in units in the last place of a binary format with p digits at truth. */
function ulps(got, truth, p, lowest) {
  if (Object.is(got, truth) || got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(truth))), lowest);
  return Math.abs(got - truth) / 2 ** (exponent - p + 1);
}

function worst32(of, truth, from, to) {
  let [worst, at, points] = [0, Number.NaN, 0];
  for (let pattern = 0; pattern < 2 ** 32; pattern += stride) {
    bits[0] = pattern;
    const x = float[0];
    if (!(x >= from && x <= to)) continue;
    points++;
    const error = ulps(of(x), truth(x), 24, -126);
    if (error > worst) [worst, at] = [error, x];
  }
  return { worst: worst.toFixed(3), at, points };
}

function worst64(of, truth, from, to, n = 4_000_000) {
  let [worst, at] = [0, Number.NaN];
  for (let i = 0; i <= n; i++) {
    const x = from + ((to - from) * i) / n;
    const error = ulps(of(x), truth(x), 53, -1022);
    if (error > worst) [worst, at] = [error, x];
  }
  return { worst: worst.toFixed(3), at, points: n };
}

/** Absolute error of sin32 in units of 2^-24, over -8192 to 8192. */
function worstSine(n = 4_000_000) {
  let [worst, at] = [0, Number.NaN];
  for (let i = 0; i <= n; i++) {
    const x = Math.fround(-8192 + (16384 * i) / n);
    const error = Math.abs(core.sin32(x) - Math.sin(x)) * 2 ** 24;
    if (error > worst) [worst, at] = [error, x];
  }
  return { worst: worst.toFixed(3), at, points: n };
}

/** Relative error of pow32 in units of 2^-24 (1 + |y ln x|), over random pairs. */
function worstPower(n = 4_000_000) {
  let [worst, at] = [0, ''];
  for (let i = 0; i < n; i++) {
    const x = Math.fround(Math.exp(20 * Math.random() - 10));
    const y = Math.fround(8 * Math.random() - 4);
    const truth = x ** y;
    const error = Math.abs(core.pow32(x, y) / truth - 1) / (1 + Math.abs(y * Math.log(x))) / 2 ** -24;
    if (error > worst) [worst, at] = [error, `${x}^${y}`];
  }
  return { worst: worst.toFixed(3), at, points: n };
}

const logistic = (x) => 1 / (1 + Math.exp(-x));
console.table({
  exp32: worst32(core.exp32, Math.exp, -86.9899, 88.7228),
  expMinusOne32: worst32(core.expMinusOne32, Math.expm1, -200, 88.7228),
  log32: worst32(core.log32, Math.log, 0, 3.5e38),
  logistic32: worst32(core.logistic32, logistic, -86.9899, 200),
  sin32: worstSine(),
  tanh32: worst32(core.tanh32, Math.tanh, -200, 200),
  'pow32 (in 2^-24 (1 + |y ln x|))': worstPower(),
  exp64: worst64(core.exp64, Math.exp, -708, 709),
  'exp64 near 0': worst64(core.exp64, Math.exp, -1, 1),
  log64: worst64(core.log64, Math.log, 1e-9, 4),
  'log64 far': worst64(core.log64, Math.log, 1e-300, 1e300),
  log1p64: worst64(core.log1p64, Math.log1p, -0.99, 3),
  'log1p64 near 0': worst64(core.log1p64, Math.log1p, -1e-5, 1e-5),
  pow64: worst64(
    (x) => core.pow64(1.1, x),
    (x) => 1.1 ** x,
    -50.1,
    50.1,
  ),
  sin64: worst64(core.sin64, Math.sin, -10, 10),
  cos64: worst64(core.cos64, Math.cos, -10, 10),
});
