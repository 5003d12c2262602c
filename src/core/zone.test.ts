import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NextmoveError } from './issue.ts';
import { dayOfYear, isZone, localDayStart, makeZone, minuteOfDay, weekday } from './zone.ts';

const at = Date.parse;
const london = makeZone('Europe/London');

describe('makeZone', () => {
  it('knows summer time: London is UTC in winter and an hour ahead in summer', () => {
    expect(london.wallOf(at('2025-01-06T12:00Z'))).toBe(at('2025-01-06T12:00Z'));
    expect(london.wallOf(at('2025-07-06T12:00Z'))).toBe(at('2025-07-06T13:00Z'));
  });

  it('takes the first of a time that comes twice, and the moment of the skip for one that never comes', () => {
    // 2025-10-26: clocks go back from 02:00 to 01:00, so 01:30 comes at 00:30Z and 01:30Z
    expect(london.timeOf(at('2025-10-26T01:30Z'))).toBe(at('2025-10-26T00:30Z'));
    expect(london.timeOf(at('2025-10-26T02:00Z'))).toBe(at('2025-10-26T02:00Z'));
    // 2025-03-30: clocks go forward from 01:00 to 02:00
    expect(london.timeOf(at('2025-03-30T01:30Z'))).toBe(at('2025-03-30T01:00Z'));
    expect(london.timeOf(at('2025-03-30T02:00Z'))).toBe(at('2025-03-30T01:00Z'));
  });

  it('begins a day without a midnight at its first moment: Cairo, 25 April 2025', () => {
    const cairo = makeZone('Africa/Cairo');
    expect(localDayStart(at('2025-04-25T12:00Z'), cairo)).toBe(at('2025-04-24T22:00Z'));
    expect(minuteOfDay(at('2025-04-24T22:00Z'), cairo)).toBe(60);
  });

  it('skips a whole day where a zone crossed the date line: Apia, 30 December 2011', () => {
    const apia = makeZone('Pacific/Apia');
    expect(apia.timeOf(at('2011-12-30T12:00Z'))).toBe(at('2011-12-30T10:00Z'));
    expect(localDayStart(at('2011-12-30T10:00Z'), apia)).toBe(at('2011-12-30T10:00Z'));
  });

  it('comes back, and never falls', () => {
    for (const name of ['UTC', 'Europe/London', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia']) {
      const zone = makeZone(name);
      const time = fc.integer({ min: at('1990-01-01'), max: at('2037-01-01') });
      fc.assert(
        fc.property(time, fc.integer({ min: 0, max: 200_000_000 }), (a, gap) => {
          const wall = zone.wallOf(a);
          const back = zone.timeOf(wall);
          expect(zone.wallOf(back)).toBe(wall);
          expect(back).toBeLessThanOrEqual(a);
          expect(zone.timeOf(wall + gap)).toBeGreaterThanOrEqual(back);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('refuses an unknown zone', () => {
    expect(isZone('Europe/London')).toBe(true);
    expect(isZone('Europe/Londn')).toBe(false);
    expect(() => makeZone('Europe/Londn')).toThrow(NextmoveError);
  });
});

describe('parts of a moment', () => {
  it('are local', () => {
    const auckland = makeZone('Pacific/Auckland'); // UTC+13 in January
    const time = at('2025-12-31T11:30Z'); // Thursday 1 January 2026, 00:30 there
    expect(weekday(time, auckland)).toBe(4);
    expect(dayOfYear(time, auckland)).toBe(1);
    expect(minuteOfDay(time, auckland)).toBe(30);
    expect(localDayStart(time, auckland)).toBe(at('2025-12-31T11:00Z'));
    expect(weekday(time, london)).toBe(3);
    expect(dayOfYear(time, london)).toBe(365);
  });
});
