import { describe, expect, it } from 'vitest';
import { featureName } from './columnPlan.ts';
import { numberOf, timeOf } from './decodeRow.ts';
import { naturalOrder } from './dictionary.ts';

describe('numberOf', () => {
  it.each([
    ['1.5', 1.5],
    [' -2e3 ', -2000],
    ['', Number.NaN],
    ['NA', Number.NaN],
    ['1,5', undefined],
    ['Infinity', undefined],
    ['abc', undefined],
  ])('reads %j as %s', (text, value) => expect(numberOf(text)).toBe(value));
});

describe('timeOf', () => {
  const noon = Date.UTC(2019, 10, 24, 12);
  it.each([
    ['2019-11-24 12:00:00.000000+00:00', 'iso', noon],
    ['2019-11-24T13:00:00+0100', 'iso', noon],
    ['2019-11-24 12:00', 'iso', noon],
    ['2019-11-24', 'iso', noon - 12 * 3_600_000],
    ['1574596800', 'seconds', noon],
    ['24/11/2019', 'iso', Number.NaN],
    ['2019-13-45', 'iso', Number.NaN],
  ] as const)('reads %j (%s)', (text, unit, time) => expect(timeOf(text, unit)).toBe(time));
});

it('naturalOrder puts 9 before 10, and numbers before words', () => {
  expect(['b', '10', '9', 'a', ''].sort(naturalOrder)).toEqual(['9', '10', '', 'a', 'b']);
});

it('featureName gives a name that formulas can read', () => {
  expect(featureName('user-item affinity.1')).toBe('user_item_affinity_1');
  expect(featureName('2nd')).toBe('_2nd');
});
