import { expect, it } from 'vitest';
import { competitorPull } from './competitorPull.ts';
import { drift } from './drift.ts';
import { durationDependence } from './durationDependence.ts';
import { lifeEvent } from './lifeEvent.ts';
import { liveWith, rounded } from './lives.fixture.ts';
import { payday } from './payday.ts';
import { seasonality } from './seasonality.ts';
import { shock } from './shock.ts';

it('the hazard of leaving falls with the time in the stage', async () => {
  const { effect } = await liveWith(durationDependence, { shape: 0.5, scaleDays: 1 }, { ticks: 3 });
  expect(effect).toEqual(rounded([-0.5 * Math.log(0.5), -0.5 * Math.log(1.5), -0.5 * Math.log(2.5)]));
});

it('something happens on a hidden day, and passes by halves', async () => {
  const { effect, column } = await liveWith(lifeEvent, { meanDays: 8, halfLifeDays: 1 }, { ticks: 40 });
  const day = Math.floor(column('it_day')[0]);
  expect(day).toBeGreaterThan(0);
  expect(day).toBeLessThan(36);
  expect(effect.slice(day - 1, day + 4)).toEqual([0, 1, 0.5, 0.25, 0.125]);
  expect(effect.slice(0, day).every((value) => value === 0)).toBe(true);
});

it('weekends and the days after payday stand out', async () => {
  const settings = { yearly: 0, weekend: 0.2, payday: 0.5, paydayEveryDays: 7, paydayLengthDays: 2 };
  const { effect } = await liveWith(seasonality, settings, { ticks: 8 });
  // Monday is 6 January; every seventh day from the 1st is the 8th.
  expect(effect).toEqual([0, 0, 0.5, 0.5, 0, 0.2, 0.2, 0]);
});

it.each([
  // Ticks from 6 January: the 25th is tick 19.
  [{ day: 25, lengthDays: 2 }, [19, 20, 50, 51]],
  [{ day: 28, lengthDays: 5 }, [22, 23, 24, 25, 26, 53, 54, 55, 56, 57]],
  [{ day: 7, lengthDays: 1 }, [1, 32]],
])('payday %j comes in every month and lasts into the next', async (settings, days) => {
  const { effect } = await liveWith(payday, settings, { ticks: 59 });
  expect(effect.flatMap((value, tick) => (value === 1 ? [tick] : []))).toEqual(days);
});

it('the year is a wave with its crest on the peak day', async () => {
  const settings = { yearly: 1, peakDay: 6, weekend: 0, payday: 0 };
  const { effect } = await liveWith(seasonality, settings, { ticks: 3 }, 91);
  const wave = [0, 91, 182].map((day) => Math.cos((2 * Math.PI * day) / 365.25));
  effect.forEach((value, tick) => {
    expect(value).toBeCloseTo(wave[tick], 3);
  });
});

it('a competitor campaigns again and again from a date on', async () => {
  const settings = { from: '2025-01-07', everyDays: 4, lengthDays: 2, between: 0.25 };
  const { effect, column } = await liveWith(competitorPull, settings, { ticks: 7 });
  const pull = column('it')[0];
  expect(effect).toEqual(rounded([0, pull, pull, pull / 4, pull / 4, pull, pull]));
});

it('a drift rises from 0 to 1', async () => {
  const { effect, column } = await liveWith(drift, { from: '2025-01-07', overDays: 2 }, { ticks: 5 });
  expect(effect).toEqual([0, 0, 0.5, 1, 1]);
  expect(column('it')).toEqual(effect);
});

it('a drift that began before the start is under way at the first tick', async () => {
  const before = await liveWith(drift, { from: '2025-01-05', overDays: 4 }, { ticks: 5 });
  expect(before.effect).toEqual([0.25, 0.5, 0.75, 1, 1]);
  expect(before.column('it')).toEqual(before.effect);
});

it('a shock hits its segment on its day, and a share of it lasts', async () => {
  const settings = { on: '2025-01-08', lasting: 0.2, halfLifeDays: 1 };
  const hit = await liveWith(shock, { ...settings, segment: 'price > 30' }, { ticks: 5 });
  expect(hit.effect).toEqual([0, 0, 1, 0.6, 0.4]);
  const spared = await liveWith(shock, { ...settings, segment: 'price > 50' }, { ticks: 5 });
  expect(spared.effect).toEqual([0, 0, 0, 0, 0]);
});
