import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMoney, roundHalfEven, toMoney } from './money.ts';

describe('roundHalfEven', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [0.49999999999999994, 0],
    [2.3, 2],
    [-2.7, -3],
    [2 ** 53, 2 ** 53],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ])('%f gives %f', (x, rounded) => {
    expect(roundHalfEven(x)).toBe(rounded);
  });

  it('is a nearest integer, and even at a tie', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: -1e9, max: 1e9, noNaN: true }),
          fc.integer().map((k) => k / 2),
        ),
        (x) => {
          const rounded = roundHalfEven(x);
          expect(Number.isInteger(rounded)).toBe(true);
          expect(Math.abs(rounded - x)).toBeLessThanOrEqual(0.5);
          if (Math.abs(rounded - x) === 0.5) expect(Math.abs(rounded % 2)).toBe(0);
        },
      ),
    );
  });
});

describe('money', () => {
  it('counts ten-thousandths', () => {
    expect(toMoney(4.5)).toBe(45_000);
    expect(toMoney(0.002)).toBe(20);
    expect(toMoney(-0.1)).toBe(-1000);
    expect(toMoney(Math.fround(0.1))).toBe(1000); // 1000.0000149 in f64
    expect(fromMoney(45_000)).toBe(4.5);
  });

  it('comes back', () => {
    fc.assert(
      fc.property(fc.integer(), (money) => {
        expect(toMoney(fromMoney(money))).toBe(money);
      }),
    );
  });
});
