import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';
import { figure, figuresOf, number, textTable, written } from './textTable.ts';

it('aligns texts to the left and numbers to the right, and cuts trailing blanks', () => {
  const lines = textTable(
    [{ title: 'action' }, number('share'), { title: '' }],
    [
      ['none', '9', ''],
      ['call', '100', '!'],
    ],
  );
  expect(lines).toEqual(['action  share', 'none        9', 'call      100  !']);
});

it.each([
  [0, '0'],
  [1234.567, '1235'],
  [12.3456, '12.35'],
  [0.0123456, '0.01235'],
  [0.00001234, '0.00001234'],
  [12_345_678, '12350000'],
  [Number.NaN, '-'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('figure(%d) is %s', (value, text) => expect(figure(value)).toBe(text));

it.each([
  [0.05, '0.05'],
  [4.5, '4.5'],
  [6000, '6000'],
  [1 / 3, '0.333333'],
])('written(%d) is %s', (value, text) => expect(written(value)).toBe(text));

it('gives a mean the decimals that its interval deserves', () => {
  expect(figuresOf(10.1339, [9.812, 10.4556])).toEqual(['10.13', '9.81 to 10.46']);
  expect(figuresOf(172.4, [161.1, 182.2])).toEqual(['172', '161 to 182']);
  expect(figuresOf(-0.0001, [-12, 12])).toEqual(['0', '-12 to 12']);
  expect(figuresOf(3.25, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])).toEqual([
    '3.250',
    '-Infinity to Infinity',
  ]);
});

it('draws a row of bars', () => {
  expect(sparkline([1, 2, 8, Number.NaN, 4.5])).toBe('▁▂█ ▅');
  expect(sparkline([3, 3])).toBe('▄▄');
});
