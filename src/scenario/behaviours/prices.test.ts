import { expect, it } from 'vitest';
import { discountDependence } from './discountDependence.ts';
import { liveWith, rounded } from './lives.fixture.ts';
import { priceSensitivity } from './priceSensitivity.ts';
import { promotionResponse } from './promotionResponse.ts';

it('a discount lowers the reference price, and the full price then looks dear', async () => {
  const settings = { price: 'price', discount: 'message', depth: 0.5, offerDays: 2, halfLifeDays: 1 };
  const script = { ticks: 6, message: [1] };
  const { effect, column } = await liveWith(priceSensitivity, { ...settings, lossAversion: 2 }, script);
  expect(column('it_open')).toEqual([0, 2, 1, 0, 0, 0]);
  // From 40 half of the way to 20 on the two days of the discount, then back.
  expect(column('it')).toEqual([40, 40, 30, 25, 32.5, 36.25]);
  // 20 against 40 and 30 is cheap; 40 against 25, 32.5 and 36.25 is dear, which counts twice.
  const shares = [0, -1 / 2, -1 / 3, 2 * 0.6, 2 * (40 / 32.5 - 1), 2 * (40 / 36.25 - 1)];
  const sensitivity = column('it_sensitivity')[0];
  effect.forEach((value, tick) => {
    expect(value).toBeCloseTo(sensitivity * shares[tick], 3);
  });
});

it('a promotion brings purchases now and takes a share of them from later', async () => {
  const settings = { promotion: 'message', liftHalfLifeDays: 1, pulled: 0.5, a: 2, b: 2 };
  // Three quarters of the debt are left a day later.
  const debtHalfLifeDays = Math.log(0.5) / Math.log(0.75);
  const script = { ticks: 60, message: [0] };
  const { effect, column } = await liveWith(promotionResponse, { ...settings, debtHalfLifeDays }, script);
  expect(rounded(column('it').slice(0, 4))).toEqual([1, 0.5, 0.25, 0.125]);
  expect(rounded(column('it_debt').slice(0, 4))).toEqual([0.25, 0.1875, 0.1406, 0.1055]);
  const prone = column('it_prone')[0];
  expect(effect[0]).toBeCloseTo(0.75 * prone, 4);
  expect(effect[4]).toBeLessThan(0);
  // The lift sums to 2, the debt to half of it.
  expect(column('it_debt').reduce((sum, debt) => sum + debt)).toBeCloseTo(1, 4);
});

it('discounts teach to wait for them', async () => {
  const settings = { discount: 'message', gain: 0.5, halfLifeDays: 1 };
  const { effect, column } = await liveWith(discountDependence, settings, { ticks: 4, message: [0, 1] });
  // Half of what is there stays; a discount goes half of the way left to 1.
  expect(column('it')).toEqual([0.5, 0.5, 0.25, 0.125]);
  expect(effect).toEqual([0.5, 0.5, 0.25, 0.125]);
});
