import { expect, it } from 'vitest';
import { attentionBudget } from './attentionBudget.ts';
import { carryOver } from './carryOver.ts';
import { channelPreference } from './channelPreference.ts';
import { contactFatigue } from './contactFatigue.ts';
import { liveWith, rounded } from './lives.fixture.ts';
import { messageWear } from './messageWear.ts';
import { reactance } from './reactance.ts';

it('contacts tire and rest restores, by half-lives, whatever the tick', async () => {
  const settings = { halfLifeDays: 1, perContact: 2 };
  const { effect, column } = await liveWith(contactFatigue, settings, { ticks: 4, message: [0, 1] });
  expect(column('it')).toEqual([2, 3, 1.5, 0.75]);
  expect(effect).toEqual([2, 3, 1.5, 0.75]);
  const slow = await liveWith(contactFatigue, { halfLifeDays: 2 }, { ticks: 3, message: [0] }, 2);
  expect(slow.effect).toEqual([1, 0.5, 0.25]);
});

it('a message wears in, then out, and works while it is fresh', async () => {
  const settings = { of: 'message', bestAt: 1, halfLifeDays: 1e9, freshHalfLifeDays: 1 };
  const { effect, column } = await liveWith(messageWear, settings, { ticks: 4, message: [0, 1, 2] });
  expect(column('it')).toEqual([1, 2, 3, 3]);
  expect(column('it_fresh')).toEqual([1, 1, 1, 0.5]);
  // 1 e^0, 2 e^-1, 3 e^-2, and half of that.
  expect(effect).toEqual([1, 0.7358, 0.406, 0.203]);
});

it('a contact carries over and saturates', async () => {
  const settings = { of: 'message', halfLifeDays: 1, halfEffect: 1 };
  const { effect, column } = await liveWith(carryOver, settings, { ticks: 3, message: [0] });
  expect(column('it')).toEqual([1, 0.5, 0.25]);
  expect(effect).toEqual([0.5, 0.3333, 0.2]);
});

it('contacts by a channel do good to those who like it more than most', async () => {
  const settings = { channel: 'email', a: 1, b: 1, halfLifeDays: 1 };
  const { effect, column } = await liveWith(channelPreference, settings, { ticks: 3, message: [0] });
  const liking = column('it')[0];
  expect(liking).toBeGreaterThan(0);
  expect(effect).toEqual(rounded([liking - 0.5, (liking - 0.5) / 2, (liking - 0.5) / 4]));
});

it('contacts spend attention, which fills up again to 1', async () => {
  const settings = { costPerContact: 0.25, refillPerDay: 0.125 };
  const { effect, column } = await liveWith(attentionBudget, settings, { ticks: 5, message: [0, 1] });
  expect(column('it')).toEqual([0.875, 0.75, 0.875, 1, 1]);
  expect(effect).toEqual([-0.125, -0.25, -0.125, 0, 0]);
});

it('pressure above what is tolerated harms the prone', async () => {
  const settings = { tolerated: 1, halfLifeDays: 1 };
  const { effect, column } = await liveWith(reactance, settings, { ticks: 4, message: [0, 1, 2] });
  expect(column('it')).toEqual([1, 1.5, 1.75, 0.875]);
  const prone = column('it_prone')[0];
  expect(effect).toEqual(rounded([0, 0.5 * prone, 0.75 * prone, 0]));
});
