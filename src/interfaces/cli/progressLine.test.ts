import { expect, it } from 'vitest';
import { duration, progressLine } from './progressLine.ts';

/** What is written while 600 of 2,400 customers are done after each of two seconds. */
function watched(isTTY: boolean, how: { readonly quiet: boolean; readonly forced: boolean }): string[] {
  const lines: string[] = [];
  let now = 0;
  const line = progressLine({ isTTY, write: (text) => lines.push(text) }, how, () => now);
  for (const done of [0, 600, 1200]) {
    line.report({ stage: 'train x', done, total: 2400, unit: 'customers', note: null });
    now += 1000;
  }
  line.clear();
  return lines;
}

it('rewrites one line on a terminal, with rate and time left', () => {
  expect(watched(true, { quiet: false, forced: false })).toEqual([
    '\r\x1b[Ktrain x: 0 of 2400 customers',
    '\r\x1b[Ktrain x: 600 of 2400 customers, 600 a second, 3 s left',
    '\r\x1b[Ktrain x: 1200 of 2400 customers, 600 a second, 2 s left',
    '\r\x1b[K',
  ]);
});

it('writes a line every few seconds elsewhere, and only where asked for', () => {
  expect(watched(false, { quiet: false, forced: false })).toEqual([]);
  expect(watched(false, { quiet: false, forced: true })).toEqual(['train x: 0 of 2400 customers\n']);
});

it('writes nothing where quiet', () => {
  expect(watched(true, { quiet: true, forced: true })).toEqual([]);
});

it.each([
  [12.4, '12 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));
