import { describe, expect, it } from 'vitest';
import { blankOutlook, lookAhead, solveAdvantage } from './advantage.ts';
import { addToAdvantage, emptyAdvantage } from './advantageSums.ts';
import { makeContrasts } from './contrasts.ts';
import type { Steps } from './steps.ts';

/** Steps over a single context, z = 1: `none` pays 1, `act` pays 3, each taken twice with probability one half. */
function steps(discount: number, reward: readonly number[] = [1, 1, 3, 3]): Steps {
  const n = reward.length;
  return {
    n,
    x: new Float32Array(n),
    nextX: new Float32Array(n),
    action: Uint16Array.from(reward, (_, i) => (2 * i >= n ? 1 : 0)),
    legality: null,
    probabilities: new Float32Array(2 * n).fill(0.5),
    reward: Float64Array.from(reward),
    discount: new Float64Array(n).fill(discount),
    nextLegality: null,
  };
}

const encoded = ({ n }: Steps) => ({ z: new Float32Array(n).fill(1), next: new Float32Array(n).fill(1) });

function fitted(block: Steps, { sweeps = 30, backups = 200, ridge = 1e-9 } = {}) {
  const contrasts = makeContrasts([block], 0, 2);
  const sums = addToAdvantage(emptyAdvantage(1, 2), [block], encoded, contrasts);
  const earlier = blankOutlook(1, 2);
  let fit = solveAdvantage(sums, earlier, null, { base: 0, ridge, backups });
  let outlook = earlier;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    outlook = lookAhead([block], fit, { earlier, encoded, contrasts });
    fit = solveAdvantage(sums, outlook, fit, { base: 0, ridge, backups });
  }
  return { sums, fit, outlook };
}

describe('addToAdvantage', () => {
  it('sums z z, g z z and z r over rows, and w z z over those that acted', () => {
    const { sums } = fitted(steps(0.5), { sweeps: 0 });
    expect(sums).toEqual({
      rows: 4,
      gram: Float64Array.of(4),
      ahead: Float64Array.of(2),
      paid: Float64Array.of(8),
      lifted: [Float64Array.of(0), Float64Array.of(1)], // 2 rows at 1 - 1/2
    });
  });
});

describe('solveAdvantage', () => {
  it('splits rewards without a future into what none pays and what acting adds', () => {
    const { fit } = fitted(steps(0));
    expect(fit.level[0]).toBeCloseTo(1, 4);
    expect(fit.effects[0]).toBeNull();
    expect(fit.effects[1]!.theta[0]).toBeCloseTo(2, 4);
  });

  it('has the value of acting for ever: v + c = 3 + (v + c) / 2 = 6, of which acting now adds 2', () => {
    const { fit } = fitted(steps(0.5));
    expect(fit.effects[1]!.theta[0]).toBeCloseTo(2, 3);
    expect(fit.level[0] + fit.effects[1]!.theta[0]).toBeCloseTo(6, 2);
  });

  it('looks no further ahead than its backups: one makes 2 + 2 / 2 of a mean of 2', () => {
    const { fit } = fitted(steps(0.5), { sweeps: 0, backups: 1 });
    expect(fit.level[0]).toBeCloseTo(3, 6);
  });

  it('shrinks an effect that its noise drowns', () => {
    const noisy = steps(0, [-9, 11, -8, 11]); // none 1 on average, act 1.5, give or take 10
    const { fit, outlook } = fitted(noisy);
    expect(outlook.variance).toBeGreaterThan(80);
    expect(Math.abs(fit.effects[1]!.theta[0])).toBeLessThan(0.1);
  });
});
