import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos64, exp64, log1p64, log64, logistic64, pow64, sin64 } from './transcendental64.ts';

const INFINITY = Number.POSITIVE_INFINITY;

/** Distance in units in the last place of the truth; Math's own functions are within 1 of it. */
function ulps(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0;
  return Math.abs(got - truth) / 2 ** (Math.max(Math.floor(Math.log2(Math.abs(truth))), -1022) - 52);
}

describe('within 2 ulp of Math', () => {
  it.each([
    ['exp64', exp64, Math.exp, -744, 709.78],
    ['log64', log64, Math.log, 0, Number.MAX_VALUE],
    ['log1p64', log1p64, Math.log1p, -1, 1e10],
    ['sin64', sin64, Math.sin, -1e6, 1e6],
    ['cos64', cos64, Math.cos, -1e6, 1e6],
  ] as const)('%s', (_, of, truth, min, max) => {
    const near0 = fc.double({ min: Math.max(min, -3), max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(near0, fc.double({ min, max, noNaN: true })), (x) => {
        if (!(ulps(of(x), truth(x)) <= 2)) expect.fail(`${x}: got ${of(x)}, wanted ${truth(x)}`);
      }),
      { numRuns: 3000 },
    );
  });

  it('pow64, relative to (1 + |y ln x|) 2.3e-16', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        fc.integer({ min: -900, max: 900 }),
        (x, k) => {
          const y = k / 12;
          const error = Math.abs(pow64(x, y) / x ** y - 1);
          expect(error).toBeLessThan((1 + Math.abs(y * Math.log(x))) * 2.3e-16 + 64 * 2 ** -53);
        },
      ),
    );
  });
});

describe('ends of the ranges', () => {
  it('exp64', () => {
    expect(exp64(0)).toBe(1);
    expect(exp64(709.782712893384)).toBeLessThan(INFINITY);
    expect(exp64(709.7827128933841)).toBe(INFINITY);
    expect(exp64(INFINITY)).toBe(INFINITY);
    expect(exp64(-745.13)).toBe(2 ** -1074);
    expect(exp64(-745.14)).toBe(0);
    expect(exp64(-INFINITY)).toBe(0);
    expect(exp64(Number.NaN)).toBeNaN();
  });

  it('log64 and log1p64', () => {
    expect(log64(1)).toBe(0);
    expect(log64(0)).toBe(-INFINITY);
    expect(log64(-1)).toBeNaN();
    expect(log64(INFINITY)).toBe(INFINITY);
    expect(log64(2 ** -1074)).toBe(-1074 * Math.LN2);
    expect(log64(Number.NaN)).toBeNaN();
    expect(log1p64(1e-300)).toBe(1e-300);
    expect(log1p64(-1)).toBe(-INFINITY);
    expect(log1p64(-2)).toBeNaN();
    expect(log1p64(INFINITY)).toBe(INFINITY);
  });

  it.each([
    [3, 4, 81],
    [-3, 3, -27],
    [-3, 100, 3 ** 100],
    [2, -3, 0.125],
    [0, 0, 1],
    [0, 5, 0],
    [0, 0.5, 0],
    [0, -0.5, INFINITY],
    [0, -2, INFINITY],
    [-8, 1 / 3, Number.NaN],
    [1, 0.37, 1],
    [Number.NaN, 2, Number.NaN],
  ])('pow64(%f, %f) = %f', (x, y, power) => {
    if (!Number.isFinite(power)) expect(pow64(x, y)).toBe(power);
    else expect(Math.abs(pow64(x, y) - power)).toBeLessThanOrEqual(Math.abs(power) * 2e-14);
  });

  it('logistic64', () => {
    expect(logistic64(0)).toBe(0.5);
    expect(logistic64(-800)).toBe(0);
    expect(logistic64(800)).toBe(1);
    expect(logistic64(Number.NaN)).toBeNaN();
    expect(ulps(logistic64(-3.7), 1 / (1 + Math.exp(3.7)))).toBeLessThanOrEqual(3);
  });

  it('sin64 and cos64', () => {
    expect(sin64(0)).toBe(0);
    expect(cos64(0)).toBe(1);
    expect(sin64(Math.PI)).toBe(1.2246467991473532e-16);
    expect(sin64(1.1e6)).toBeNaN();
    expect(cos64(Number.NaN)).toBeNaN();
  });
});

describe('pinned values: a change would move every published number', () => {
  it.each([
    ['exp64(2)', exp64(2), 7.38905609893065],
    ['exp64(-0.1)', exp64(-0.1), 0.9048374180359595],
    ['log64(7)', log64(7), 1.9459101490553132],
    ['log1p64(0.1)', log1p64(0.1), 0.09531017980432487],
    ['pow64(1.1, -1/365)', pow64(1.1, -1 / 365), 0.9997389103095612],
    ['sin64(1)', sin64(1), 0.8414709848078965],
    ['cos64(1)', cos64(1), 0.5403023058681398],
  ])('%s', (_, value, pinned) => {
    expect(value).toBe(pinned);
  });
});
