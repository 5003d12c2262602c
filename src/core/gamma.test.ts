import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaln, gammaQuantile, regularisedGammaP, regularisedGammaQ } from './gamma.ts';

const shape = fc.oneof(
  fc.double({ min: 0.05, max: 3, noNaN: true }),
  fc.double({ min: 3, max: 1e4, noNaN: true }),
);

describe('gammaln', () => {
  it('is the logarithm of factorials and of root pi', () => {
    expect(gammaln(1)).toBeCloseTo(0, 14);
    expect(gammaln(6)).toBeCloseTo(Math.log(120), 14);
    expect(gammaln(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(gammaln(100)).toBeCloseTo(359.1342053695754, 12); // log 99!
    expect(gammaln(0)).toBe(Number.POSITIVE_INFINITY);
    expect(gammaln(-1)).toBeNaN();
  });

  it('has Gamma(x + 1) = x Gamma(x)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (x) => {
        const size = 1 + Math.abs(gammaln(x + 1));
        expect(Math.abs(gammaln(x + 1) - gammaln(x) - Math.log(x))).toBeLessThan(2e-14 * size);
      }),
    );
  });
});

describe('regularised incomplete gamma', () => {
  it('has closed forms: shape 1 is exponential, shape 2 is 1 - (1 + x) exp(-x)', () => {
    for (const x of [0.01, 0.7, 1.9, 2.1, 5, 30]) {
      expect(regularisedGammaP(1, x)).toBeCloseTo(1 - Math.exp(-x), 14);
      expect(regularisedGammaP(2, x)).toBeCloseTo(1 - (1 + x) * Math.exp(-x), 14);
      expect(regularisedGammaQ(1, x) / Math.exp(-x)).toBeCloseTo(1, 13);
    }
  });

  it('ends at 0 and 1, and sums to 1', () => {
    expect(regularisedGammaP(3, 0)).toBe(0);
    expect(regularisedGammaQ(3, 0)).toBe(1);
    expect(regularisedGammaP(3, Number.POSITIVE_INFINITY)).toBe(1);
    expect(regularisedGammaP(-1, 2)).toBeNaN();
    fc.assert(
      fc.property(shape, fc.double({ min: 0, max: 2, noNaN: true }), (a, ratio) => {
        expect(regularisedGammaP(a, a * ratio) + regularisedGammaQ(a, a * ratio)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('gammaQuantile', () => {
  it.each([
    // chi-squared tables: twice the gamma quantile of half the degrees of freedom
    [1, 0.95, 3.841],
    [2, 0.99, 9.21],
    [10, 0.05, 3.94],
    [10, 0.95, 18.307],
    [100, 0.95, 124.342],
  ])('chi-squared with %i degrees of freedom at %f is %f', (df, p, value) => {
    expect(2 * gammaQuantile(df / 2, p)).toBeCloseTo(value, 3);
  });

  it('undoes P, and has its ends', () => {
    expect(gammaQuantile(2, 0)).toBe(0);
    expect(gammaQuantile(2, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(gammaQuantile(2, -0.1)).toBeNaN();
    fc.assert(
      fc.property(shape, fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (a, p) => {
        expect(Math.abs(regularisedGammaP(a, gammaQuantile(a, p)) / p - 1)).toBeLessThan(1e-10);
      }),
    );
  });
});
