import { describe, expect, it } from 'vitest';
import { parseFormula } from './grammar.ts';

const parsed = (text: string) => {
  const result = parseFormula(text);
  return result.ok ? result.ast : result;
};

describe('parseFormula', () => {
  it('reads plain numbers as YAML writes them', () => {
    expect(parsed('0.35')).toEqual({ kind: 'number', value: 0.35, whole: false, start: 0, end: 4 });
    expect(parsed('12')).toMatchObject({ value: 12, whole: true });
    expect([parsed('.5'), parsed('1e-7'), parsed('1e+21')]).toMatchObject([
      { value: 0.5 },
      { value: 1e-7 },
      { value: 1e21, whole: false },
    ]);
    expect(parsed('-2')).toMatchObject({ kind: 'unary', op: '-', a: { value: 2, start: 1 } });
  });

  it('reads durations in weeks, days, hours and minutes, as days', () => {
    expect(['2w', '7d', '12h', '30m', '1.5d'].map(parsed)).toMatchObject(
      [14, 7, 0.5, 1 / 48, 1.5].map((days) => ({ kind: 'duration', days })),
    );
  });

  it('binds or, and, not, comparisons, sums, products and signs in that order', () => {
    expect(parsed('a or not b == c + -d * e and f')).toMatchObject({
      op: 'or',
      a: { name: 'a' },
      b: {
        op: 'and',
        a: {
          op: 'not',
          a: { op: '==', b: { op: '+', b: { op: '*', a: { op: '-', a: { name: 'd' } } } } },
        },
        b: { name: 'f' },
      },
    });
  });

  it('groups from left to right', () => {
    expect(parsed('a - b - c')).toMatchObject({ op: '-', a: { op: '-' }, b: { name: 'c' } });
    expect(parsed('a - (b - c)')).toMatchObject({ op: '-', a: { name: 'a' }, b: { op: '-' } });
  });

  it('reads calls with labelled arguments, lists and actions', () => {
    expect(parsed("by(contract, 'rolling': 1, else: 2)")).toMatchObject({
      kind: 'call',
      name: 'by',
      args: [
        { label: null, value: { kind: 'name', name: 'contract' } },
        { label: { kind: 'text', value: 'rolling' }, value: { value: 1 } },
        { label: { kind: 'name', name: 'else' }, value: { value: 2 } },
      ],
    });
    expect(parsed('x not in ["a", \'b\']')).toMatchObject({
      kind: 'in',
      negated: true,
      list: [{ value: 'a' }, { value: 'b' }],
    });
    expect(parsed('sent(tips@email)')).toMatchObject({ args: [{ value: { name: 'tips@email' } }] });
  });

  it('knows words from the letters they begin with', () => {
    expect(parsed('index + order + nothing + trueness + android')).toMatchObject({
      b: { name: 'android' },
    });
  });

  it('gives every node its place in the text', () => {
    expect(parsed('  a +\n count( b , 7d ) ')).toEqual({
      kind: 'binary',
      op: '+',
      start: 2,
      end: 22,
      a: { kind: 'name', name: 'a', start: 2, end: 3 },
      b: {
        kind: 'call',
        name: 'count',
        start: 7,
        end: 22,
        args: [
          { label: null, start: 14, end: 15, value: { kind: 'name', name: 'b', start: 14, end: 15 } },
          { label: null, start: 18, end: 20, value: { kind: 'duration', days: 7, start: 18, end: 20 } },
        ],
      },
    });
  });

  it.each([
    ['', 0, 'the formula is empty'],
    ['a +', 3, 'the formula ends where a value should follow'],
    ['(a + 2', 6, 'the formula ends before `)`'],
    ['x in [1, 2', 10, 'the formula ends before `]`'],
    ['a + 2)', 5, 'found a `)` that closes nothing'],
    ['a b', 2, 'found `b` where an operator or the end should stand'],
    ['min(a b)', 6, 'found `b` where an operator or `,` or `)` should stand'],
    ['min(a,)', 6, 'found `)` where a value should stand'],
    ['$x', 0, 'found `$` where a value should stand'],
    ["'a' 'b'", 4, "found `'b'` where an operator or the end should stand"],
    ['x not 3', 6, 'found `3` where `in` should follow `not`'],
  ])('refuses %j at %i', (text, offset, message) => {
    expect(parsed(text)).toMatchObject({ ok: false, offset, message });
  });

  it('refuses what could exhaust the stack', () => {
    const messages = [`${'('.repeat(33)}x`, `1${' + 1'.repeat(400)}`, 'x'.repeat(20_001)].map(parsed);
    expect(messages).toMatchObject([
      { offset: 32, message: 'parentheses nest over 32 deep' },
      { offset: 0, message: 'the formula is over 400 operations deep' },
      { offset: 20_000, message: 'the formula is over 20000 characters long' },
    ]);
  });

  it.each([
    ['a = b', 2, 'Write `==` to compare.'],
    ['a && b', 2, 'Write `and`.'],
    ['a || b', 2, 'Write `or`.'],
    ['!a', 0, 'Write `not`.'],
    ['a AND b', 2, 'Write it in small letters: `and`, `or`, `not`, `in`.'],
    ['a ** 2', 2, 'Write `pow(x, 2)`, or `x * x`.'],
    ['a ^ 2', 2, 'Write `pow(x, 2)`, or `x * x`.'],
    ['50%', 2, 'Write a share as a decimal: 35 % is `0.35`.'],
    ['a ? b : c', 2, 'Write `if(condition, a, b)`.'],
    ['if a > 0 then b', 3, 'Write `if(condition, a, b)`.'],
    ['0,35', 1, 'Decimals take a point: `0.35`.'],
    ['count(x, 7 d)', 11, 'Write a duration without a space, in w, d, h or m: `7d`, `12h`.'],
    ['count(x, 7days)', 10, 'The units of durations are w, d, h and m: `7d`, `12h`.'],
    ['12abc', 2, 'Durations are written `7d`, `12h`, `30m` or `2w`; names begin with a letter.'],
    ["x == 'abc", 5, "Quote a category value on both sides: `'rolling'`."],
    ['x == \u2018a\u2019', 5, "Use straight quotes: `'rolling'`."],
    ['a < b < c', 6, 'Join them: `a < b and b < c`.'],
    ['x \u2265 3', 2, 'Write `>=`.'],
    ['--x', 1, 'Put what the second sign is for in parentheses: `-(-x)`.'],
    ['exp(+1)', 4, 'A value needs no `+` in front.'],
  ])('helps with %j', (text, offset, hint) => {
    expect(parsed(text)).toMatchObject({ ok: false, offset, hint });
  });
});
