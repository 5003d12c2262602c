import { expect, it } from 'vitest';
import { habit } from './habit.ts';
import { liveWith, rounded } from './lives.fixture.ts';
import { satisfaction } from './satisfaction.ts';
import { serviceFailure } from './serviceFailure.ts';
import { skillCurve } from './skillCurve.ts';
import { trust } from './trust.ts';
import { wordOfMouth } from './wordOfMouth.ts';

it('trust breaks at once and mends by halves', async () => {
  const settings = { breach: 'trouble', level: 0.75, loss: 0.5, rebuildHalfLifeDays: 1 };
  const { effect, column } = await liveWith(trust, settings, { ticks: 4, trouble: [1] });
  expect(column('it')).toEqual([0.75, 0.375, 0.5625, 0.65625]);
  expect(effect).toEqual([0, -0.375, -0.1875, -0.0938]);
});

it('satisfaction is experience against expectation, which follows', async () => {
  const settings = { good: 'visit', bad: 'trouble', start: 0.5, gain: 0.25, negativity: 2, halfLifeDays: 1 };
  const { effect, column } = await liveWith(satisfaction, settings, { ticks: 3, visit: [0], trouble: [1] });
  // A quarter of the way to 1, then twice a quarter of it lost.
  expect(column('it')).toEqual([0.625, 0.3125, 0.3125]);
  expect(column('it_expectation')).toEqual([0.5, 0.5625, 0.4375]);
  expect(effect).toEqual([0.125, -0.25, -0.125]);
});

it('failures hurt, and a recovery heals what is there already', async () => {
  const settings = { recovery: 'help', failuresPerDay: 0.7, halfLifeDays: 1 };
  const script = { ticks: 12, help: [5] };
  const { column: untreated } = await liveWith(serviceFailure, { ...settings, healed: 0 }, script);
  const hurt = untreated('it');
  const failures = hurt.map((after, tick) => after - (hurt[tick - 1] ?? 0) / 2);
  expect(failures.every(Number.isInteger)).toBe(true);
  expect(failures.slice(0, 5).some((count) => count > 0)).toBe(true);
  const { effect, column: treated } = await liveWith(serviceFailure, { ...settings, healed: 0.75 }, script);
  expect(treated('it').slice(0, 5)).toEqual(hurt.slice(0, 5));
  expect(treated('it')[5]).toBe((hurt[4] / 2) * 0.25 + failures[5]);
  expect(effect).toEqual(rounded(treated('it')));
});

it('what is done again and again becomes a habit, and fades without it', async () => {
  const settings = { deed: 'visit', gain: 0.5, halfLifeDays: 1 };
  const { effect, column } = await liveWith(habit, settings, { ticks: 4, visit: [0, 1] });
  expect(column('it')).toEqual([0.5, 0.75, 0.375, 0.1875]);
  expect(effect).toEqual([0.5, 0.75, 0.375, 0.1875]);
});

it('a habit of daily deeds is 95 % there after 66 days', async () => {
  const visit = Array.from({ length: 66 }, (_, tick) => tick);
  const { column } = await liveWith(habit, { deed: 'visit' }, { ticks: 66, visit });
  expect(column('it')[65]).toBeCloseTo(0.95, 2);
});

it('practice takes the same share of what is left, and a lesson is worth some of it', async () => {
  const settings = { practice: 'visit', lesson: 'help', start: 0, lessonWorth: 2 };
  const { effect, column } = await liveWith(skillCurve, settings, { ticks: 3, visit: [0], help: [1] });
  const pace = column('it_pace')[0];
  const skill = [1 - Math.exp(-pace), 1 - Math.exp(-3 * pace), 1 - Math.exp(-3 * pace)];
  effect.forEach((value, tick) => {
    expect(value).toBeCloseTo(skill[tick], 4);
  });
});

it('news is told while it is fresh, and told on by those who are content', async () => {
  const settings = { mood: 'price', news: 'visit', gain: 0.5, halfLifeDays: 1 };
  const { effect, column } = await liveWith(wordOfMouth, settings, { ticks: 3, visit: [0, 1] });
  // Half of the way, then half of what is left behind a half that was told: 0.25 + 0.75 / 2.
  expect(column('it')).toEqual([0.5, 0.625, 0.3125]);
  expect(effect).toEqual([0.5, 0.625, 0.3125]);
});
