import { expect, it } from 'vitest';
import { onHeadline } from './assumptions.ts';

it('puts the changes on the headline', () => {
  expect(onHeadline(4, { low: -1.5, high: 2 })).toEqual({ base: 4, atLow: 2.5, atHigh: 6, flips: false });
});

it('flips where an end has another sign than the headline, whichever that is', () => {
  expect(onHeadline(4, { low: -5, high: 2 }).flips).toBe(true);
  expect(onHeadline(-1.7, { low: -1, high: 3 }).flips).toBe(true);
  expect(onHeadline(-1.7, { low: -1, high: 1 }).flips).toBe(false);
});
