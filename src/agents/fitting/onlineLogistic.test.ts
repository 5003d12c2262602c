import { describe, expect, it } from 'vitest';
import { updateLogistic } from './onlineLogistic.ts';

const flat = (precision: number) => ({ mean: Float64Array.of(0), precision: Float64Array.of(precision) });
const ones = (n: number) => new Float32Array(n).fill(1);
/** `yes` responses of n. */
const responses = (yes: number, n: number) => Float64Array.from({ length: n }, (_, i) => (i < yes ? 1 : 0));

describe('updateLogistic', () => {
  it('finds the log odds of a rate, log(3 / 1), and how sure of it: n p (1 - p)', () => {
    const belief = updateLogistic(flat(1e-9), { z: ones(400), y: responses(300, 400) });
    expect(belief.mean[0]).toBeCloseTo(Math.log(3), 6);
    expect(belief.precision[0]).toBeCloseTo(400 * 0.75 * 0.25, 4);
  });

  it('stays where it was without data, and near its prior with little', () => {
    expect(updateLogistic(flat(2), { z: ones(0), y: responses(0, 0) })).toEqual(flat(2));
    // One response with q = 2: the slope is 0 where 2 w = 1 - p(w) = 1 / (1 + exp w).
    const { mean } = updateLogistic(flat(2), { z: ones(1), y: responses(1, 1) });
    expect(2 * mean[0]).toBeCloseTo(1 / (1 + Math.exp(mean[0])), 9);
  });

  it('learns on: two halves come to about what the whole does', () => {
    const whole = updateLogistic(flat(1), { z: ones(400), y: responses(300, 400) });
    const half = { z: ones(200), y: responses(150, 200) };
    const twice = updateLogistic(updateLogistic(flat(1), half), half);
    expect(twice.mean[0]).toBeCloseTo(whole.mean[0], 2);
    expect(twice.precision[0]).toBeCloseTo(whole.precision[0], 0);
  });

  it('bears a batch that one column separates', () => {
    const z = Float32Array.of(1, -50, 1, 50);
    const prior = { mean: new Float64Array(2), precision: new Float64Array(2).fill(1) };
    const { mean } = updateLogistic(prior, { z, y: Float64Array.of(0, 1) });
    expect(mean.every(Number.isFinite)).toBe(true);
    expect(mean[1]).toBeGreaterThan(0);
  });
});
