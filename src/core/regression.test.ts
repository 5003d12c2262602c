import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logisticRegression, ridge } from './regression.ts';

const logit = (p: number) => Math.log(p / (1 - p));

describe('ridge', () => {
  it('by hand: one column, sums x y = 28 and x x = 14', () => {
    expect(ridge([1, 2, 3], [2, 4, 6], null, 0)[0]).toBeCloseTo(2, 14);
    expect(ridge([1, 2, 3], [2, 4, 6], null, 14)[0]).toBeCloseTo(1, 14);
  });

  it('weighs rows, and penalises each coefficient by its own number', () => {
    // an intercept alone is the weighted mean: (1 * 2 + 3 * 6) / 4
    expect([...ridge([1, 1], [2, 6], [1, 3], 0)]).toEqual([5]);
    const [intercept, slope] = ridge([1, -1, 1, 1], [3, 5], null, [0, 1e12]);
    expect(intercept).toBeCloseTo(4, 9);
    expect(slope).toBeCloseTo(0, 9);
  });

  it('recovers a line without noise', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        (a, b) => {
          const [intercept, slope] = ridge(
            [1, 0, 1, 1, 1, 2, 1, 5],
            [a, a + b, a + 2 * b, a + 5 * b],
            null,
            0,
          );
          expect(intercept).toBeCloseTo(a, 9);
          expect(slope).toBeCloseTo(b, 9);
        },
      ),
    );
  });

  it('refuses a column twice without a penalty', () => {
    expect(() => ridge([1, 1, 2, 2], [1, 2], null, 0)).toThrow('positive definite');
    expect([...ridge([1, 1, 2, 2], [1, 2], null, 1)]).toEqual(
      [5 / 11, 5 / 11].map((b) => expect.closeTo(b, 12)),
    );
  });
});

describe('logisticRegression', () => {
  it('of an intercept is the logit of the mean', () => {
    const { coefficients, converged, iterations } = logisticRegression({ x: [1, 1, 1, 1], y: [1, 0, 0, 0] });
    expect(coefficients[0]).toBeCloseTo(logit(0.25), 12);
    expect(converged).toBe(true);
    expect(iterations).toBeLessThan(8);
  });

  it('of two groups is the logits of their means: 1 of 4 and 2 of 3', () => {
    const x = [1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
    const { coefficients } = logisticRegression({ x, y: [1, 0, 0, 0, 1, 1, 0] });
    expect(coefficients[0]).toBeCloseTo(logit(1 / 4), 10);
    expect(coefficients[1]).toBeCloseTo(logit(2 / 3) - logit(1 / 4), 10);
  });

  it('takes weights as repeated rows, and shares as outcomes', () => {
    const weighted = logisticRegression({ x: [1, 1], y: [1, 0], weights: [3, 1] });
    expect(weighted.coefficients[0]).toBeCloseTo(logit(0.75), 12);
    expect(logisticRegression({ x: [1, 1], y: [0.5, 0.2] }).coefficients[0]).toBeCloseTo(logit(0.35), 12);
  });

  it('has a zero gradient with a penalty, also where classes are separable', () => {
    const { coefficients, converged } = logisticRegression({ x: [-2, -1, 1, 2], y: [0, 0, 1, 1], l2: 0.1 });
    const b = coefficients[0];
    const p = (eta: number) => 1 / (1 + Math.exp(-eta));
    expect(converged).toBe(true);
    expect(2 * (1 - p(b)) + 4 * (1 - p(2 * b))).toBeCloseTo(0.1 * b, 10);
  });

  it('does not run away from a far start of steep columns', () => {
    const x = Array.from({ length: 40 }, (_, i) => [1, (i - 20) * 5]).flat();
    const y = Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? 1 - Number(i > 20) : Number(i > 20)));
    const { coefficients, converged } = logisticRegression({ x, y, iterations: 50 });
    expect(converged).toBe(true);
    expect(coefficients.every(Number.isFinite)).toBe(true);
  });

  it('says where it did not converge', () => {
    expect(logisticRegression({ x: [1, 1, 1], y: [1, 0, 0], iterations: 1 }).converged).toBe(false);
  });
});
