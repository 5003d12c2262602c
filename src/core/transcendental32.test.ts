import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as core from './transcendental32.ts';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const bitsOf = (x: number) => {
  float[0] = x;
  return bits[0];
};
const floatOf = (pattern: number) => {
  bits[0] = pattern;
  return float[0];
};
const any32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(floatOf);
const f = Math.fround;

/** Distance in units in the last place of the truth. */
function ulps(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0;
  return Math.abs(got - truth) / 2 ** (Math.max(Math.floor(Math.log2(Math.abs(truth))), -126) - 23);
}

/** Every 65,536th or so f32 between from and to. */
function* spread(from: number, to: number) {
  for (let pattern = -(2 ** 31); pattern < 2 ** 31; pattern += 65_521) {
    const x = floatOf(pattern);
    if (x >= from && x <= to) yield x;
  }
}

describe('errors, in units in the last place', () => {
  it.each([
    ['exp32', core.exp32, Math.exp, -86.9899, 88.7228, 1],
    ['expMinusOne32', core.expMinusOne32, Math.expm1, -200, 88.7228, 1.7],
    ['log32', core.log32, Math.log, 0, Number.POSITIVE_INFINITY, 0.82],
    ['logistic32', core.logistic32, (x: number) => 1 / (1 + Math.exp(-x)), -86.98, 200, 2.5],
    ['tanh32', core.tanh32, Math.tanh, -200, 200, 2.6],
  ] as const)('%s', (_, of, truth, from, to, bound) => {
    for (const x of spread(from, to)) {
      const error = ulps(of(x), truth(x));
      if (!(error <= bound)) expect.fail(`${x}: got ${of(x)}, wanted ${truth(x)}, ${error} ulp`);
    }
  });

  it('pow32, relative to (1 + |y ln x|) 1.2e-7', () => {
    const x = fc.float({ min: f(1e-4), max: f(1e4), noNaN: true });
    fc.assert(
      fc.property(x, fc.float({ min: -8, max: 8, noNaN: true }), (base, power) => {
        const error = Math.abs(core.pow32(base, power) / base ** power - 1);
        expect(error).toBeLessThan((1 + Math.abs(power * Math.log(base))) * 1.2e-7);
      }),
    );
  });
});

describe('ends of the ranges', () => {
  it('exp32', () => {
    expect(core.exp32(0)).toBe(1);
    expect(core.exp32(f(88.7228))).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(core.exp32(f(88.7229))).toBe(Number.POSITIVE_INFINITY);
    expect(core.exp32(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(core.exp32(f(-86.9898))).toBeGreaterThan(2 ** -126);
    expect(core.exp32(f(-86.9901))).toBe(0);
    expect(core.exp32(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(core.exp32(Number.NaN)).toBeNaN();
  });

  it('expMinusOne32', () => {
    expect(core.expMinusOne32(0)).toBe(0);
    expect(core.expMinusOne32(f(1e-10))).toBe(f(1e-10));
    expect(core.expMinusOne32(-100)).toBe(-1);
    expect(core.expMinusOne32(100)).toBe(Number.POSITIVE_INFINITY);
    expect(core.expMinusOne32(Number.NaN)).toBeNaN();
  });

  it('log32', () => {
    expect(core.log32(1)).toBe(0);
    expect(core.log32(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(core.log32(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(core.log32(-1)).toBeNaN();
    expect(core.log32(Number.NaN)).toBeNaN();
    expect(core.log32(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(core.log32(2 ** -149)).toBe(f(-149 * Math.LN2));
  });

  it('sin32 stays within 1.3 parts in 2^24, and has no value where a season has none', () => {
    for (let i = 0; i <= 100_000; i++) {
      const x = f(-8192 + (16384 * i) / 100_000);
      expect(Math.abs(core.sin32(x) - Math.sin(x))).toBeLessThan(1.3 * 2 ** -24);
    }
    expect([0, Math.PI / 2, Math.PI, -Math.PI / 2].map((x) => core.sin32(f(x)))).toEqual([
      0,
      1,
      expect.closeTo(0, 6),
      -1,
    ]);
    for (const x of [70_000, Number.POSITIVE_INFINITY, Number.NaN]) expect(core.sin32(x)).toBeNaN();
  });

  it('logistic32 and tanh32', () => {
    expect(core.logistic32(0)).toBe(0.5);
    expect(core.logistic32(-100)).toBe(0);
    expect(core.logistic32(100)).toBe(1);
    expect(core.logistic32(Number.NaN)).toBeNaN();
    expect(core.tanh32(0)).toBe(0);
    expect(core.tanh32(50)).toBe(1);
    expect(core.tanh32(-50)).toBe(-1);
    expect(core.tanh32(Number.NaN)).toBeNaN();
  });

  it.each([
    [3, 2, 9],
    [-3, 2, 9],
    [9, 0.5, 3],
    [8, -1, 0.125],
    [-8, -1, -0.125],
    [-0.3, 1, f(-0.3)],
    [0, 0, 1],
    [Number.NaN, 0, 1],
    [0, 3, 0],
    [0, -3, Number.POSITIVE_INFINITY],
    [-8, 0.5, Number.NaN],
    [1, 1e30, 1],
    [-1, 3, -1],
    [Number.POSITIVE_INFINITY, -0.3, 0],
    [2, Number.NaN, Number.NaN],
  ])('pow32(%f, %f) = %f', (x, y, power) => {
    expect(core.pow32(f(x), f(y))).toBe(power);
  });
});

describe('shape', () => {
  const inner = fc.float({ min: -80, max: 80, noNaN: true });

  it('logistic32 is symmetric about one half, and tanh32 is odd', () => {
    fc.assert(
      fc.property(inner, (x) => {
        expect(core.logistic32(x) + core.logistic32(f(-x))).toBeCloseTo(1, 6);
        expect(core.tanh32(f(-x))).toBe(0 - core.tanh32(x));
      }),
    );
  });

  it('log32 undoes exp32', () => {
    fc.assert(
      fc.property(inner, (x) => {
        expect(Math.abs(core.log32(core.exp32(x)) - x)).toBeLessThan(1.3e-7 * (1 + Math.abs(x)));
      }),
    );
  });
});

describe('the written steps, one f32 operation at a time', () => {
  const add = (a: number, b: number) => f(a + b);
  const mul = (a: number, b: number) => f(a * b);
  const LN2_LOW = f(-2.1219444e-4);

  function exp(x: number): number {
    const c = Math.min(Math.max(x, -87), 89);
    const n = Math.floor(add(mul(c, f(Math.LOG2E)), 0.5));
    const r = add(add(c, -mul(n, 0.693359375)), -mul(n, LN2_LOW));
    const s = mul(r, r);
    const high = add(mul(f(1.98756915e-4), r), f(1.3981999507e-3));
    const middle = add(mul(f(8.3334519073e-3), r), f(4.1665795894e-2));
    const low = add(mul(f(1.6666665459e-1), r), f(5.0000001201e-1));
    const q = add(mul(add(mul(add(mul(high, s), middle), s), low), s), r);
    const y = add(q, 1);
    return mul(add(y, y), floatOf((n + 126) << 23));
  }

  function log(x: number): number {
    const tiny = x < 2 ** -126;
    const scaled = tiny ? mul(x, 2 ** 23) : x;
    const k = (bitsOf(scaled) - 0x3f3504f3) >> 23;
    const e = k - (tiny ? 23 : 0);
    const g = add(floatOf(bitsOf(scaled) - (k << 23)), -1);
    const z = mul(g, g);
    let p = f(7.0376836292e-2);
    for (const [a, b] of [
      [-1.151461031e-1, 1.167699874e-1],
      [-1.2420140846e-1, 1.4249322787e-1],
      [-1.6668057665e-1, 2.0000714765e-1],
      [-2.4999993993e-1, 3.3333331174e-1],
    ]) {
      p = add(mul(p, z), add(mul(f(a), g), f(b)));
    }
    const y = add(add(mul(mul(p, g), z), mul(e, LN2_LOW)), -mul(0.5, z));
    return add(add(g, y), mul(e, 0.693359375));
  }

  it('give the bits of exp32 and log32', () => {
    fc.assert(
      fc.property(any32, fc.float({ min: -90, max: 90, noNaN: true }), (x, exponent) => {
        expect(bitsOf(core.exp32(exponent))).toBe(bitsOf(exp(exponent)));
        if (x > 0 && x < Number.POSITIVE_INFINITY) expect(bitsOf(core.log32(x))).toBe(bitsOf(log(x)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('pinned bits: a change would move every published number', () => {
  it.each([
    ['exp32(1)', core.exp32(1), '402df854'],
    ['exp32(-10.3)', core.exp32(f(-10.3)), '380d1141'],
    ['expMinusOne32(-0.01)', core.expMinusOne32(f(-0.01)), 'bc230605'],
    ['log32(10)', core.log32(10), '40135d8e'],
    ['logistic32(-2.5)', core.logistic32(-2.5), '3d9b5b88'],
    ['tanh32(0.7)', core.tanh32(f(0.7)), '3f1ab7d8'],
    ['pow32(3.3, 0.7)', core.pow32(f(3.3), f(0.7)), '40139e3f'],
  ])('%s', (_, value, pinned) => {
    expect((bitsOf(value) >>> 0).toString(16)).toBe(pinned);
  });
});

describe('columns', () => {
  it('equal the functions, in place too, and stop at n', () => {
    const src = Float32Array.of(-3, 0.25, 1, 2, 7);
    const columns = [
      [core.expColumn, core.exp32],
      [core.expMinusOneColumn, core.expMinusOne32],
      [core.logColumn, core.log32],
      [core.logisticColumn, core.logistic32],
      [core.tanhColumn, core.tanh32],
    ] as const;
    for (const [column, of] of columns) {
      const dst = Float32Array.from(src);
      column(dst, dst, 4);
      expect([...dst]).toEqual([...[...src.subarray(0, 4)].map((x) => of(x)), 7]);
    }
    const dst = new Float32Array(3);
    core.powColumn(Float32Array.of(2, 3, 4), Float32Array.of(2, 1, 0.5), dst, 2);
    expect([...dst]).toEqual([4, 3, 0]);
  });

  it.each([
    ['expColumn', core.expColumn, core.exp32],
    ['logisticColumn', core.logisticColumn, core.logistic32],
  ] as const)(
    '%s has the bits of its function for every 65,521st float, whatever the length',
    (_, column, of) => {
      const all = Float32Array.from(spread(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY));
      const src = Float32Array.of(Number.NaN, ...spread(-100, 100), ...all.subarray(0, 999));
      const wanted = src.map((x) => of(x));
      for (const n of [1, 3, 511, 512, 513, 1025, src.length]) {
        const dst = new Float32Array(src.length);
        column(src, dst, n);
        const inPlace = src.slice();
        column(inPlace, inPlace, n);
        const same = (got: Float32Array) =>
          got.subarray(0, n).findIndex((x, i) => bitsOf(x) !== bitsOf(wanted[i]) && !Number.isNaN(wanted[i]));
        expect([same(dst), same(inPlace)]).toEqual([-1, -1]);
        expect([...dst.subarray(n, n + 3)].every((x) => x === 0)).toBe(true);
      }
    },
  );
});
