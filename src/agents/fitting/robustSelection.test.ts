import { describe, expect, it } from 'vitest';
import { selectEffect } from './robustSelection.ts';

/** Lower triangle [2 x 2] of a symmetric matrix. */
const lower = (a: number, b: number, c: number) => Float64Array.of(a, 0, b, c);

describe('selectEffect', () => {
  const gram = lower(100, 0, 25);
  const moment = Float64Array.of(200, 50);
  const limits = { threshold: 3, most: 5 };

  it('is the mean effect with its robust standard error where no column is clear', () => {
    // c = 200 / 100; var c = 400 / 100^2; the column's t = 50 / sqrt(400) = 2.5
    const effect = selectEffect({ moment, gram, meat: lower(400, 0, 400) }, limits);
    expect(effect?.columns).toEqual([0]);
    expect(effect?.coefficients[0]).toBeCloseTo(2, 5);
    expect(effect?.standardErrors[0]).toBeCloseTo(0.2, 5);
  });

  it('takes in a column whose score is clear of its own noise', () => {
    // t = 50 / sqrt(100) = 5; c = 50 / 25, se = sqrt(100) / 25
    const effect = selectEffect({ moment, gram, meat: lower(400, 0, 100) }, limits);
    expect(effect?.columns).toEqual([0, 1]);
    expect(effect?.coefficients[1]).toBeCloseTo(2, 5);
    expect(effect?.standardErrors[1]).toBeCloseTo(0.4, 5);
  });

  it('judges a column by what the chosen ones leave of it', () => {
    // Column 1 moves with column 0: its score is 50 - 20 / 100 x 200 = 10, its variance 100 - 2 x .2 x 0 + .04 x 400.
    const effect = selectEffect({ moment, gram: lower(100, 20, 25), meat: lower(400, 0, 100) }, limits);
    expect(10 / Math.sqrt(116)).toBeLessThan(limits.threshold);
    expect(effect?.columns).toEqual([0]);
  });

  it('says nothing of an action that was hardly tried', () => {
    expect(selectEffect({ moment, gram: lower(10, 0, 25), meat: lower(4, 0, 1) }, limits)).toBeNull();
  });
});
