import { describe, expect, it } from 'vitest';
import { uniform24 } from '../../core/luck.ts';
import { philox4x32 } from '../../core/philox.ts';
import { fitEvidence } from './evidence.ts';
import { addOuter } from './ridge.ts';

/** y = 2 z_0 + noise of variance 1 over ten columns of +-1, of which only the first matters. */
function problem(n: number, effect: number) {
  const k = 10;
  const gram = new Float64Array(k * k);
  const moment = new Float64Array(k);
  const words = new Uint32Array(4);
  for (let i = 0; i < n; i++) {
    philox4x32(1, 2, i, 0, 0, 0, words);
    const z = Float32Array.from({ length: k }, (_, j) => ((words[0] >>> j) & 1) * 2 - 1);
    const noise = (uniform24(words[1]) + uniform24(words[2]) + uniform24(words[3]) - 1.5) * 2;
    addOuter(gram, z, 0, k, 1);
    for (let j = 0; j < k; j++) moment[j] += (effect * z[0] + noise) * z[j];
  }
  return { gram, moment, variance: 1 };
}

describe('fitEvidence', () => {
  it('keeps what the data support and drops the rest', () => {
    const { theta, alpha } = fitEvidence(problem(400, 2), null, 30);
    expect(Math.abs(theta[0] - 2)).toBeLessThan(0.15);
    const noise = [...theta.subarray(1)].filter((value) => Math.abs(value) < 0.001);
    expect(noise.length).toBeGreaterThanOrEqual(5);
    expect(alpha[0]).toBeCloseTo(1 / theta[0] ** 2, 2);
  });

  it('is ridge regression where it may not choose: one column, b / (n + alpha variance)', () => {
    const one = { gram: Float64Array.of(8), moment: Float64Array.of(6), variance: 2 };
    const { theta } = fitEvidence(one, Float64Array.of(2), 0);
    expect(theta[0]).toBeCloseTo(6 / (8 + 2 * 2), 12);
  });

  it('finds the fixed point: alpha = gamma / theta^2 for one column', () => {
    const one = { gram: Float64Array.of(8), moment: Float64Array.of(16), variance: 2 };
    const { theta, alpha } = fitEvidence(one, null, 200);
    const covariance = 1 / (8 / 2 + alpha[0]);
    expect(alpha[0]).toBeCloseTo((1 - alpha[0] * covariance) / theta[0] ** 2, 9);
  });

  it('can come back from a prior that had shut a column out', () => {
    const shut = new Float64Array(10).fill(1e9);
    const { theta } = fitEvidence(problem(400, 2), shut, 100);
    expect(Math.abs(theta[0] - 2)).toBeLessThan(0.15);
  });
});
