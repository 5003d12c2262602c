import { describe, expect, it } from 'vitest';
import type { StoryDay } from '../evaluation/comparison.ts';
import { staysOf, tellingKinds } from './lives.ts';

const on = (day: number, stage: string, ...happened: string[]): StoryDay => ({
  day,
  stage,
  happened,
  action: null,
  reached: false,
  value: 0,
});

describe('staysOf', () => {
  it('holds a stage over the days that are missing, from the beginning to the horizon', () => {
    const days = [
      on(5, 'active', 'login'),
      on(40, 'slipping', 'now slipping'),
      on(44, ''),
      on(60, 'slipping'),
    ];
    expect(staysOf(days, 365)).toEqual([
      { stage: 'active', from: 0, to: 40 },
      { stage: 'slipping', from: 40, to: 365 },
    ]);
  });
  it('does not reach back before the day on which the first stage named began', () => {
    expect(staysOf([on(7, 'active', 'now active')], 30)).toEqual([{ stage: 'active', from: 7, to: 30 }]);
  });
  it('gives nothing for no days', () => expect(staysOf([], 30)).toEqual([]));
});

it('tellingKinds keeps the rare ones, without counts and without arrivals, in the order of their first day', () => {
  const days = [
    on(1, 'active', 'login x 2', 'fault'),
    on(2, 'active', 'login', 'call in'),
    on(3, 'gone', 'login x 4', 'now gone'),
  ];
  expect(tellingKinds(days, 2)).toEqual(['fault', 'call in']);
  expect(tellingKinds(days, 9)).toEqual(['login', 'fault', 'call in']);
});
