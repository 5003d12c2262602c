import { describe, expect, it } from 'vitest';
import {
  count,
  each,
  money,
  percent,
  perHundred,
  plain,
  points,
  share,
  stepOfMeans,
  write,
  writeMean,
} from './amounts.ts';

const euro = money('EUR');

describe('writeMean', () => {
  it.each([
    [4.1, [3.2, 5], euro, '4.10\u00a0EUR (3.20 to 5.00)'],
    [-0.2, [-1.304, 0.9], euro, '−0.20\u00a0EUR (−1.30 to 0.90)'],
    [41234, [32100, 50400], euro, '41,000\u00a0EUR (32,000 to 50,000)'],
    [412.37, [401.2, 423.5], euro, '412\u00a0EUR (401 to 424)'],
    [12.4, [12.4, 12.4], euro, '12.40\u00a0EUR (12.40 to 12.40)'],
    [0.6213, [0.541, 0.702], percent, '62% (54 to 70)'],
    [0.0123, [0.008, 0.0166], points, '1.2 points (0.8 to 1.7)'],
    [0.0312, [0.029, 0.0334], perHundred, '3.12 per 100 (2.90 to 3.34)'],
    [0.00455288, [0.0041, 0.005], plain, '0.0046 (0.0041 to 0.0050)'],
    [0.00455288, [0.00448, 0.00462], plain, '0.00455 (0.00448 to 0.00462)'],
    [0, [0, 0], each, '0 (0 to 0)'],
  ] as const)('writes %d within %j', (mean, interval, unit, text) => {
    expect(writeMean({ mean, interval }, unit)).toBe(text);
  });

  it('gives a column the decimals of its narrowest interval, and no more than four digits', () => {
    const column = [
      { mean: 8.2, interval: [8.1, 8.3] as const },
      { mean: 0, interval: [0, 0] as const },
    ];
    expect(stepOfMeans(column, each)).toBe(0.01);
    expect(stepOfMeans([...column, { mean: 1234, interval: [1000, 1400] }], each)).toBe(1);
  });
});

describe('write', () => {
  it('never writes a signed zero', () => {
    expect(write(0.001, euro, { signed: true, step: 0.01 })).toBe('0.00\u00a0EUR');
    expect(write(-0.001, euro, { signed: true, step: 0.01 })).toBe('0.00\u00a0EUR');
  });
  it('signs what is above zero and says what is not known', () => {
    expect(write(4.1, euro, { signed: true })).toBe('+4.10\u00a0EUR');
    expect(write(Number.NaN, euro)).toBe('not known');
    expect(count(Number.NaN)).toBe('not known');
  });
  it('sets thousands apart, also in decimals, which stay whole', () => {
    expect(write(1234567.891, plain, { step: 0.0001 })).toBe('1,234,567.8910');
  });
});

describe('share', () => {
  it.each([
    [0, 10, '0%'],
    [10, 10, '100%'],
    [1, 100_000, 'under 0.1%'],
    [99_999, 100_000, 'over 99.9%'],
    [31, 1000, '3.1%'],
    [343, 1000, '34%'],
    [995, 1000, '99.5%'],
    [1, 0, '0%'],
  ])('of %d in %d is %s', (part, whole, text) => expect(share(part, whole)).toBe(text));
});

it('writes an end that has no bound, and that there is no interval where neither has', () => {
  expect(writeMean({ mean: 2, interval: [1, Infinity] }, euro)).toBe('2.00\u00a0EUR (1.00 to ∞)');
  expect(writeMean({ mean: 2, interval: [-Infinity, Infinity] }, euro)).toBe('2.00\u00a0EUR (no interval)');
});
