import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, makeCalendar, parseDate } from './calendar.ts';

const at = Date.parse;

describe('makeCalendar', () => {
  it('has local days as ticks of a day, whatever the clocks do', () => {
    const days = makeCalendar({ start: '2025-03-29', tickDays: 1, zone: 'Europe/London' });
    expect([0, 1, 2].map(days.timeOf)).toEqual([
      at('2025-03-29T00:00Z'),
      at('2025-03-30T00:00Z'),
      at('2025-03-30T23:00Z'), // a day of 23 hours
    ]);
    expect([0, 1, 2].map(days.weekday)).toEqual([6, 7, 1]);
    expect([0, 1, 2].map(days.dayOfYear)).toEqual([88, 89, 90]);
    expect([0, 1, 2, 3].map(days.dayOfMonth)).toEqual([29, 30, 31, 1]);
    expect([0, 1, 2].map(days.hourOfDay)).toEqual([0, 0, 0]);
    expect(days.tickOf(at('2025-03-30T22:59Z'))).toBe(1);
    expect(days.tickOf(at('2025-03-28T23:59Z'))).toBe(-1);
  });

  it('begins a year again, leap years included', () => {
    const days = makeCalendar({ start: '2024-12-31', tickDays: 1, zone: 'UTC' });
    expect(days.dayOfYear(0)).toBe(366);
    expect(days.dayOfYear(1)).toBe(1);
    expect(days.weekday(1)).toBe(3);
  });

  it('has weeks as ticks of seven days', () => {
    const weeks = makeCalendar({ start: '2025-01-06', tickDays: 7, zone: 'Europe/London' });
    expect([0, 1, 51].map(weeks.weekday)).toEqual([1, 1, 1]);
    expect(weeks.timeOf(12)).toBe(at('2025-03-30T23:00Z'));
  });

  it('follows the clock on the wall in shorter ticks', () => {
    const hours = makeCalendar({ start: '2025-03-30', tickDays: 1 / 24, zone: 'Europe/London' });
    // 01:00 is skipped: its tick has no length
    expect([0, 1, 2, 3].map(hours.timeOf)).toEqual([
      at('2025-03-30T00:00Z'),
      at('2025-03-30T01:00Z'),
      at('2025-03-30T01:00Z'),
      at('2025-03-30T02:00Z'),
    ]);
    expect(hours.weekday(23)).toBe(7);
    expect(hours.weekday(24)).toBe(1);
    expect(hours.tickOf(at('2025-03-30T01:30Z'))).toBe(2);
  });

  it('finds the tick of the time of a tick of a day', () => {
    const days = makeCalendar({ start: '2025-01-06', tickDays: 1, zone: 'America/New_York' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (tick) => {
        expect(days.tickOf(days.timeOf(tick))).toBe(tick);
        expect(days.tickOf(days.timeOf(tick + 1) - 1)).toBe(tick);
      }),
    );
  });

  it.each([
    ['2025-02-30', 1, 'UTC', 'start: got "2025-02-30", wanted a date as YYYY-MM-DD'],
    ['6 January', 1, 'UTC', 'start'],
    ['2025-01-06', 0, 'UTC', 'tickDays: got 0, wanted whole minutes, at least one'],
    ['2025-01-06', 1 / 7000, 'UTC', 'tickDays'],
    ['2025-01-06', Number.NaN, 'UTC', 'tickDays'],
    ['2025-01-06', 1, 'Mars', 'got time zone "Mars", wanted an IANA name'],
  ])('refuses start %j, ticks of %f days, zone %j', (start, tickDays, zone, text) => {
    expect(() => makeCalendar({ start, tickDays, zone })).toThrow(text);
  });
});

describe('parseDate', () => {
  it('counts days from 1970-01-01', () => {
    expect(parseDate('1970-01-01')).toBe(0);
    expect(parseDate('2025-01-06')).toBe(20_094);
    expect(formatDate(20_094)).toBe('2025-01-06');
    expect(parseDate('2025-13-01')).toBeNull();
    expect(parseDate('2025-1-6')).toBeNull();
  });
});
