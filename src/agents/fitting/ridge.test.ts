import { describe, expect, it } from 'vitest';
import { headEstimates } from '../../policies/linearHead.ts';
import { addLessons, emptyRidge, fitRidge, packFactors, pooledVariance } from './ridge.ts';

/** y = 1, 3, 5 at x = -1, 0, 1: the line 3 + 2 x. */
const line = {
  n: 3,
  z: Float32Array.of(1, -1, 1, 0, 1, 1),
  action: Uint16Array.of(0, 0, 0),
  reward: Float64Array.of(1, 3, 5),
};

describe('addLessons', () => {
  it('sums z z, y z and y^2 by action, and leaves the old sums alone', () => {
    const empty = [emptyRidge(2), emptyRidge(2)];
    const [first, second] = addLessons(empty, line);
    expect(first).toEqual({
      rows: 3,
      gram: Float64Array.of(3, 0, 0, 2), // the lower triangle
      moment: Float64Array.of(9, 4),
      squares: 35,
    });
    expect(second).toEqual(emptyRidge(2));
    expect(empty[0]).toEqual(emptyRidge(2));
    const [twice] = addLessons([first], line);
    expect([twice.rows, ...twice.moment]).toEqual([6, 18, 8]);
  });
});

describe('fitRidge', () => {
  it('finds the line, drawn towards 0 by the penalty: 9 / (3 + 1) and 4 / (2 + 1)', () => {
    const [sums] = addLessons([emptyRidge(2)], line);
    const { theta } = fitRidge(sums, 1);
    expect(theta[0]).toBeCloseTo(9 / 4, 12);
    expect(theta[1]).toBeCloseTo(4 / 3, 12);
  });

  it('knows the noise: residuals -1, 2, -1 around the mean of 0, 3, 0 over 3 - 1 degrees of freedom', () => {
    const rows = { ...line, z: Float32Array.of(1, 1, 1), reward: Float64Array.of(0, 3, 0) };
    const sums = addLessons([emptyRidge(1)], rows);
    expect(pooledVariance(sums, [fitRidge(sums[0], 1e-12)])).toBeCloseTo(3, 9);
  });
});

describe('packFactors', () => {
  const one = { n: 1, legality: null, actions: 1 };

  it('makes a head spread by sqrt(z A^-1 z), A = diag(4, 3): z = (2, 3) gives sqrt(1 + 3)', () => {
    const [sums] = addLessons([emptyRidge(2)], line);
    const { theta, factor } = fitRidge(sums, 1);
    const head = { theta: Float32Array.from(theta), factor: packFactors([factor], 5) };
    const { spread } = headEstimates(head, Float32Array.of(2, 3), one);
    expect(spread![0]).toBeCloseTo(5 * 2, 5);
  });

  it('keeps correlations: A = [2 1; 1 2] has the inverse [2 -1; -1 2] / 3', () => {
    const factor = Float64Array.of(Math.SQRT2, 0, Math.SQRT1_2, Math.sqrt(1.5));
    const head = { theta: new Float32Array(2), factor: packFactors([factor], 1) };
    const spreadAt = (x: number, y: number) => headEstimates(head, Float32Array.of(x, y), one).spread![0];
    expect(spreadAt(1, 1)).toBeCloseTo(Math.sqrt(2 / 3), 6);
    expect(spreadAt(1, -1)).toBeCloseTo(Math.sqrt(2), 6);
  });
});
