import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileTable } from './quantileTable.ts';

const exponential = (p: number) => -Math.log1p(-p);

describe('quantileTable', () => {
  it('is linear between knots and exact at them and in the tails', () => {
    const square = quantileTable((p) => p * p, 32);
    expect(square(0.5)).toBe(0.25);
    expect(square(16.5 / 32)).toBeCloseTo((16 ** 2 + 17 ** 2) / 2 / 32 ** 2, 15);
    expect(square(7.5 / 32)).toBe((7.5 / 32) ** 2);
    expect(square(30.5 / 32)).toBe((30.5 / 32) ** 2);
  });

  it('keeps to the stated error for an exponential variable', () => {
    const fast = quantileTable(exponential);
    let worst = 0;
    let bias = 0;
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const u = (i + 0.5) / n;
      worst = Math.max(worst, Math.abs(fast(u) - exponential(u)));
      bias += (fast(u) - exponential(u)) / n;
    }
    expect(worst).toBeLessThan(0.002);
    expect(Math.abs(bias)).toBeLessThan(3e-6);
  });

  it('never falls', () => {
    const fast = quantileTable(exponential, 64);
    const u = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(u, u, (a, b) => {
        expect(fast(Math.max(a, b))).toBeGreaterThanOrEqual(fast(Math.min(a, b)));
      }),
    );
  });

  it('does not depend on the order of the draws', () => {
    const us = [0.9, 0.1, 0.5, 0.503, 0.1];
    const forwards = quantileTable(exponential);
    const backwards = quantileTable(exponential);
    expect([...us].reverse().map(backwards).reverse()).toEqual(us.map(forwards));
  });
});
