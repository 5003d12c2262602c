import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened, textWidth, wrap } from './wrap.ts';

describe('wrap', () => {
  it('breaks between words', () => {
    expect(wrap('proactive call by a person', 80, { size: 12 })).toEqual([
      'proactive',
      'call by a',
      'person',
    ]);
  });
  it('ends in an ellipsis where lines are left over', () => {
    expect(wrap('one two three', 20, { size: 12, most: 2 })).toEqual(['o…', 't…']);
    expect(wrap('one two three', 30, { size: 12, most: 2 })).toEqual(['one', 'two…']);
  });
  it('keeps together what hard spaces join', () => {
    expect(wrap('more (3 to 5)'.replaceAll(' to ', '\u00a0to\u00a0'), 60, { size: 12 })).toEqual([
      'more',
      '(3\u00a0to\u00a05)',
    ]);
  });
  it('gives nothing for nothing', () => expect(wrap('  ', 50)).toEqual([]));
  it('never exceeds the width by more than one letter and its ellipsis', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 30, max: 300 }), (text, width) => {
        for (const line of wrap(text, width)) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('shortened keeps what fits', () => {
  expect(shortened('usage', 100, 12)).toBe('usage');
  expect(shortened('consideration', 50, 12)).toBe('consid…');
});
