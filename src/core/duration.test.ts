import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['7d', 7, 10_080],
    ['12h', 0.5, 720],
    ['30m', 30 / 1440, 30],
    ['2w', 14, 20_160],
    ['1.5d', 1.5, 2160],
    ['0d', 0, 0],
    [' 3d ', 3, 4320],
  ])('%s', (text, days, minutes) => {
    expect(parseDuration(text)).toEqual({ days, minutes });
  });

  it.each(['', '7', 'd', '7 d', '-1d', '1mo', '1y', '7D', '0.0001d', '1e3d'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('formatDuration', () => {
  it('takes the largest unit that gives a whole number', () => {
    expect([14, 0.5, 1 / 48, 1.5, 0].map(formatDuration)).toEqual(['14d', '12h', '30m', '36h', '0d']);
  });

  it('comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (minutes) => {
        expect(parseDuration(formatDuration(minutes / 1440))).toEqual({ days: minutes / 1440, minutes });
      }),
    );
  });
});
