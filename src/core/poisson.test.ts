import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonInversion } from './poisson.ts';

describe('poissonInversion', () => {
  it('cuts the unit interval at the distribution function', () => {
    // rate ln 2: P(0) = 1/2, P(1) = ln2 / 2 = 0.34657, P(2) = 0.12011
    const rate = Math.LN2;
    expect([0, 0.49, 0.51, 0.84, 0.85, 0.96, 0.97].map((u) => poissonInversion(rate, u))).toEqual([
      0, 0, 1, 1, 2, 2, 3,
    ]);
  });

  it('stops at the cap, at 0 for no rate, and passes NaN on', () => {
    expect(poissonInversion(1000, 0.5)).toBe(255);
    expect(poissonInversion(200, 1 - 2 ** -24, 210)).toBe(210);
    expect(poissonInversion(3, 1)).toBe(255);
    expect(poissonInversion(0, 0.999)).toBe(0);
    expect(poissonInversion(-1, 0.999)).toBe(0);
    expect(poissonInversion(Number.NaN, 0.5)).toBeNaN();
  });

  it.each([0.05, 1, 7.3, 40, 170])('has mean and variance %f over a grid of uniforms', (rate) => {
    const n = 20_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const k = poissonInversion(rate, (i + 0.5) / n);
      sum += k;
      squares += k * k;
    }
    expect(sum / n / rate).toBeCloseTo(1, 2);
    expect((squares / n - (sum / n) ** 2) / rate).toBeCloseTo(1, 2);
  });

  it('never falls as luck or rate rise', () => {
    const u = fc.double({ min: 0, max: 1 - 2 ** -24, noNaN: true });
    const rate = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(u, u, rate, rate, (u1, u2, rate1, rate2) => {
        const low = poissonInversion(Math.min(rate1, rate2), Math.min(u1, u2));
        expect(poissonInversion(Math.max(rate1, rate2), Math.max(u1, u2))).toBeGreaterThanOrEqual(low);
      }),
    );
  });
});
