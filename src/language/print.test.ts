import { describe, expect, it } from 'vitest';
import { makeGraphBuilder } from './builder.ts';
import { durationText, exactDays, toDays } from './durations.ts';
import type { ValueType } from './graph.ts';
import { makeLeaf } from './leaves.ts';
import { describeType, printNode } from './print.ts';

const builder = makeGraphBuilder();
const trait = (name: string, type: ValueType = 'real') =>
  builder.leaf(makeLeaf({ kind: 'trait', name }, type, true));
const [a, b, c] = ['a', 'b', 'c'].map((name) => trait(name));
const real = (value: number) => builder.constant(value, 'real');
const print = (node: number) => printNode(builder.graph(), node);

describe('printNode', () => {
  it('puts parentheses where they are needed, and only there', () => {
    const sum = builder.binary('add', a, b);
    expect(print(builder.binary('add', sum, c))).toBe('a + b + c');
    expect(print(builder.binary('add', c, sum))).toBe('c + (a + b)');
    expect(print(builder.binary('mul', sum, builder.unary('neg', c)))).toBe('(a + b) * -c');
    expect(print(builder.unary('neg', builder.unary('neg', a)))).toBe('-(-a)');
    const less = builder.binary('lt', sum, c);
    expect(print(builder.unary('not', builder.binary('or', less, less)))).toBe(
      'not (a + b < c or a + b < c)',
    );
    expect(print(builder.binary('eq', builder.unary('not', less), less))).toBe(
      '(not a + b < c) == (a + b < c)',
    );
  });

  it('writes constants of f32 with as few digits as tell them apart, by their type', () => {
    const constants: [number, ValueType, string][] = [
      [0.1, 'real', '0.1'],
      [1 / 3, 'real', '0.33333334'],
      [2, 'real', '2.0'],
      [1e21, 'real', '1e+21'],
      [16777217, 'count', '16777216'],
      [1e10, 'count', '10000000000'],
      [-3, 'count', '-3'],
      [1, 'bool', 'true'],
      [1, { category: ['a', "b's"] }, `"b's"`],
      [1 / 48, 'duration', '30m'],
      [0.1, 'duration', '144m'],
      [1 / 7, 'duration', '0.14285715d'],
      [-0.5, 'duration', '-12h'],
    ];
    for (const [value, type, text] of constants) expect(print(builder.constant(value, type))).toBe(text);
  });

  it('puts the constant of a comparison on the right', () => {
    expect(print(builder.binary('lt', real(0.5), a))).toBe('a > 0.5');
    expect(print(builder.binary('le', a, real(0.5)))).toBe('a <= 0.5');
  });

  it('writes clamps and tables as they are read', () => {
    const clamped = builder.binary('min', builder.binary('max', a, real(0)), real(1));
    expect(print(clamped)).toBe('clamp(a, 0.0, 1.0)');
    const crossed = builder.binary('min', builder.binary('max', a, real(2)), real(1));
    expect(print(crossed)).toBe('min(max(a, 2.0), 1.0)');
    const time = builder.leaf(makeLeaf({ kind: 'inStage', view: 'seen' }, 'duration', true));
    expect(print(builder.table(time, [0, 0.5], [1, -2]))).toBe('table(inStage, 0d: 1.0, 12h: -2.0)');
  });
});

it('describeType says a type in plain words', () => {
  expect(describeType('count')).toBe('a whole number');
  expect(describeType({ category: ['a', 'b'] })).toBe("a category ('a', 'b')");
});

describe('durations', () => {
  it('are written in the largest unit that fits', () => {
    expect([14, 0.5, 1.5, 1 / 48, 1 / 7].map((days) => durationText(days))).toEqual([
      '14d',
      '12h',
      '36h',
      '30m',
      '0.14285714285714285d',
    ]);
  });

  it('come back from f32 as the minutes that they were', () => {
    expect(exactDays(Math.fround(toDays(5, 'm')))).toBe(5 / 1440);
    expect(exactDays(Math.fround(1 / 7))).toBe(Math.fround(1 / 7));
  });
});
