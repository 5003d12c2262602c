import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentTCdf, studentTQuantile } from './studentT.ts';

const freedom = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.5, max: 1e5, noNaN: true }));

describe('studentTQuantile', () => {
  it.each([
    // Abramowitz and Stegun, table 26.10
    [1, 0.975, 12.706],
    [2, 0.95, 2.92],
    [5, 0.995, 4.032],
    [10, 0.975, 2.228],
    [29, 0.975, 2.045],
    [120, 0.975, 1.98],
  ])('with %f degrees of freedom at %f is %f', (df, p, value) => {
    expect(studentTQuantile(df, p)).toBeCloseTo(value, 3);
    expect(studentTQuantile(df, 1 - p)).toBeCloseTo(-value, 3);
  });

  it('has closed forms for 1 and 2 degrees of freedom', () => {
    expect(studentTQuantile(1, 0.9)).toBeCloseTo(Math.tan(Math.PI * 0.4), 13);
    expect(studentTQuantile(2, 0.9)).toBeCloseTo(0.8 / Math.sqrt(2 * 0.9 * 0.1), 13);
    expect(studentTQuantile(7, 0.5)).toBeCloseTo(0, 15);
  });

  it('goes over into the normal without a step', () => {
    expect(studentTQuantile(20_000, 0.975)).toBeCloseTo(studentTQuantile(19_999.999, 0.975), 9);
    expect(studentTQuantile(Number.POSITIVE_INFINITY, 0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(studentTQuantile(5, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentTQuantile(5, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(studentTQuantile(0, 0.5)).toBeNaN();
  });
});

describe('studentTCdf', () => {
  it('has closed forms for 1 and 2 degrees of freedom', () => {
    for (const t of [-30, -1.5, 0, 0.2, 4]) {
      expect(studentTCdf(1, t)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 14);
      expect(studentTCdf(2, t)).toBeCloseTo(0.5 + t / 2 / Math.sqrt(2 + t * t), 14);
    }
    expect(studentTCdf(3, Number.POSITIVE_INFINITY)).toBe(1);
    expect(studentTCdf(3, Number.NEGATIVE_INFINITY)).toBe(0);
    expect(studentTCdf(Number.POSITIVE_INFINITY, 1.96)).toBeCloseTo(0.97500210485178, 14);
  });

  it('undoes the quantile', () => {
    fc.assert(
      fc.property(freedom, fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true }), (df, p) => {
        expect(studentTCdf(df, studentTQuantile(df, p))).toBeCloseTo(p, 9);
      }),
    );
  });
});
