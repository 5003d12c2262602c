import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaleOf, tickFormat } from './ticks.ts';

it('takes round steps of 1, 2 or 5', () => {
  expect(scaleOf([0, 4.3], 5).ticks).toEqual([0, 1, 2, 3, 4, 5]);
  expect(scaleOf([-0.31, 0.5], 4).ticks).toEqual([-0.5, 0, 0.5]);
  expect(scaleOf([0, 41_234], 4).ticks).toEqual([0, 20_000, 40_000, 60_000]);
});

it('stands for no values and for a single one', () => {
  expect(scaleOf([], 4).ticks.length).toBeGreaterThan(1);
  expect(scaleOf([Number.NaN, 3, 3], 3).low).toBeLessThanOrEqual(3);
});

it('holds all values between few ticks', () => {
  const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 2, max: 8 }), (values, wanted) => {
      const { low, high, ticks } = scaleOf(values, wanted);
      const slack = 1e-8 * (high - low) + 1e-9;
      expect(low).toBeLessThanOrEqual(Math.min(...values) + slack);
      expect(high).toBeGreaterThanOrEqual(Math.max(...values) - slack);
      expect(ticks.length).toBeLessThanOrEqual(wanted + 3);
    }),
  );
});

it('names the decimals', () => {
  expect(tickFormat(0.5)).toBe(',.1f');
  expect(tickFormat(0.002)).toBe(',.3f');
  expect(tickFormat(200)).toBe(',.0f');
});
