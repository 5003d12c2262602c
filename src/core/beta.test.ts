import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, logBeta, regularisedBeta } from './beta.ts';

const parameter = fc.oneof(
  fc.double({ min: 0.05, max: 3, noNaN: true }),
  fc.double({ min: 3, max: 2e3, noNaN: true }),
);

describe('logBeta', () => {
  it('is that of a few fractions, and of large arguments', () => {
    expect(logBeta(2, 3)).toBeCloseTo(-Math.log(12), 14);
    expect(logBeta(0.5, 0.5)).toBeCloseTo(Math.log(Math.PI), 14);
    // B(a, 1) = 1 / a, B(a, 2) = 1 / (a (a + 1))
    expect(logBeta(1e8, 1)).toBeCloseTo(-Math.log(1e8), 13);
    expect(logBeta(2, 5e5)).toBeCloseTo(-Math.log(5e5 * 500_001), 13);
  });
});

describe('regularisedBeta', () => {
  it('has closed forms', () => {
    // I_x(2, 3) = 6 x^2 - 8 x^3 + 3 x^4; I_x(a, 1) = x^a; I_x(1/2, 1/2) = 2/pi asin sqrt x
    for (const x of [0.001, 0.3, 0.4, 0.9]) {
      expect(regularisedBeta(2, 3, x)).toBeCloseTo(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4, 14);
      expect(regularisedBeta(0.3, 1, x)).toBeCloseTo(x ** 0.3, 14);
      expect(regularisedBeta(0.5, 0.5, x)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 14);
    }
    expect(regularisedBeta(2, 3, 0)).toBe(0);
    expect(regularisedBeta(2, 3, 1)).toBe(1);
    expect(regularisedBeta(2, 3, 1.1)).toBeNaN();
    expect(regularisedBeta(0, 3, 0.5)).toBeNaN();
  });

  it('is mirrored by exchanging a and b', () => {
    fc.assert(
      fc.property(parameter, parameter, fc.integer({ min: 1, max: 1023 }), (a, b, k) => {
        const x = k / 1024;
        expect(regularisedBeta(a, b, x)).toBeCloseTo(1 - regularisedBeta(b, a, 1 - x), 11);
      }),
    );
  });
});

describe('betaQuantile', () => {
  it('has closed forms and ends', () => {
    expect(betaQuantile(1, 1, 0.3)).toBeCloseTo(0.3, 14);
    expect(betaQuantile(0.2, 1, 0.5)).toBeCloseTo(0.5 ** 5, 14);
    expect(betaQuantile(0.5, 0.5, 0.25)).toBeCloseTo(Math.sin(Math.PI / 8) ** 2, 14);
    expect(betaQuantile(2, 3, 0)).toBe(0);
    expect(betaQuantile(2, 3, 1)).toBe(1);
    expect(betaQuantile(2, 3, 2)).toBeNaN();
    expect(betaQuantile(0.001, 1, 0.4)).toBe(0); // 0.4^1000 is below the least f64
  });

  it('undoes I_x', () => {
    fc.assert(
      fc.property(parameter, parameter, fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (a, b, p) => {
        const x = betaQuantile(a, b, p);
        // near 1 the quantile itself is rounded: its neighbours must bracket p
        const slack = 2 ** -50;
        expect(regularisedBeta(a, b, x * (1 - slack))).toBeLessThan(p + 1e-10);
        expect(regularisedBeta(a, b, Math.min(1, x * (1 + slack)))).toBeGreaterThan(p - 1e-10);
      }),
    );
  });
});
