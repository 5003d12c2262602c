import { describe, expect, it } from 'vitest';
import { openPolicy } from '../policies/index.ts';
import type { LinearData } from '../policies/linear.ts';
import type { PolicyBody } from '../policies/policy.ts';
import type { TableData } from '../policies/table.ts';
import { epsilonGreedyLinear } from './epsilonGreedyLinear.ts';
import { linThompson } from './linThompson.ts';
import { linUcb } from './linUcb.ts';
import { responseGreedy } from './responseGreedy.ts';
import { type LogRow, optionValues, rowLog, rowProblem } from './rowLog.fixture.ts';
import { thompson } from './thompson.ts';

const problem = rowProblem();
const key = [1, 2] as const;

/** Probability of `act` at a context, over many decisions. */
function shareOfAct(body: PolicyBody, x: number, n = 1): number {
  const ids = Uint32Array.from({ length: 2 * n }, (_, i) => i);
  const batch = { n, context: new Float32Array(n).fill(x), legality: null, ids, key: [5, 6] as const };
  const q = new Float32Array(2 * n);
  openPolicy(body, problem.spec).probabilities(batch, q);
  return q.reduce((sum, p, i) => sum + (i % 2 === 1 ? p : 0), 0) / n;
}

/** none pays 1; act pays 1 + x: contexts -1 and 1, four of each, noise of a half up and down. */
const rows: LogRow[] = [-1, 1].flatMap((x) =>
  [0, 1].flatMap((action) =>
    [-0.5, 0.5].map((noise) => ({ x: [x], action, reward: 1 + action * x + noise })),
  ),
);

describe('thompson', () => {
  const learn = async (rewards: readonly (readonly [number, number])[]) => {
    const log = rowLog(
      problem,
      rewards.map(([action, reward]) => ({ x: [0], action, reward })),
    );
    const { state } = await thompson.learn(thompson.init(problem, optionValues(thompson), key), log, key);
    return state;
  };

  it('counts successes of 0/1 rewards: Beta(1 + 2, 1 + 1) and Beta(1 + 0, 1 + 2)', async () => {
    const state = await learn([
      [0, 1],
      [0, 1],
      [0, 0],
      [1, 0],
      [1, 0],
    ]);
    const { values, spreads, law } = thompson.freeze(state, { explore: true }).data as TableData;
    expect([...values]).toEqual([3, 1]);
    expect([...spreads!]).toEqual([2, 3]);
    expect(law).toMatchObject({ kind: 'thompson', posterior: 'beta', draws: 32 });
    const greedy = thompson.freeze(state, { explore: false }).data as TableData;
    expect([...greedy.values]).toEqual([Math.fround(0.6), 0.25]);
    expect(greedy.law).toEqual({ kind: 'greedy', epsilon: 0 });
  });

  it('gives other rewards a Gaussian posterior about the pooled mean', async () => {
    // none: 1, 3; act: 5, 7, 9. Pooled mean 5; variance within (2 + 8) / (1 + 2).
    const state = await learn([
      [0, 1],
      [0, 3],
      [1, 5],
      [1, 7],
      [1, 9],
    ]);
    const { values, spreads, law } = thompson.freeze(state, { explore: true }).data as TableData;
    expect(law).toMatchObject({ posterior: 'gaussian' });
    expect([...values]).toEqual([3, 6.5].map(Math.fround)); // (4 + 5) / 3 and (21 + 5) / 4
    expect(spreads![0]).toBeCloseTo(Math.sqrt(10 / 3 / 3), 6);
    expect(spreads![1]).toBeCloseTo(Math.sqrt(10 / 3 / 4), 6);
  });
});

describe('epsilonGreedyLinear', () => {
  it('fits a line an action: theta = (n + lambda)^-1 sum of y z in orthogonal columns', async () => {
    const options = optionValues(epsilonGreedyLinear, { ridge: 0.5 });
    const { state, report } = await epsilonGreedyLinear.learn(
      epsilonGreedyLinear.init(problem, options, key),
      rowLog(problem, rows),
      key,
    );
    expect(report.decisions).toBe(8);
    const { theta, encoding } = epsilonGreedyLinear.freeze(state, { explore: false }).data as LinearData;
    // The context's standard deviation is sqrt(8 / 7), so its column is -c and c with c^2 = 7 / 8.
    const c = 1 / Math.sqrt(8 / 7);
    expect(encoding.factor[0]).toBeCloseTo(c, 6);
    expect(theta[0]).toBeCloseTo(4 / 4.5, 6);
    expect(theta[1]).toBeCloseTo(0, 6);
    expect(theta[2]).toBeCloseTo(4 / 4.5, 6);
    expect(theta[3]).toBeCloseTo((4 * c) / (4 * c * c + 0.5), 6);
    const explore = epsilonGreedyLinear.freeze(state, { explore: true });
    expect(shareOfAct(explore, 1)).toBeCloseTo(0.95, 6);
    expect(shareOfAct(explore, -1)).toBeCloseTo(0.05, 6);
  });

  it('goes on adding: two logs come to what their rows in one log do, but for the encoding', async () => {
    const start = epsilonGreedyLinear.init(problem, optionValues(epsilonGreedyLinear), key);
    const once = (await epsilonGreedyLinear.learn(start, rowLog(problem, rows), key)).state;
    const twice = (await epsilonGreedyLinear.learn(once, rowLog(problem, rows), key)).state;
    expect(twice.sums.map((sums) => sums.rows)).toEqual([8, 8]);
    expect([...twice.sums[1].moment]).toEqual([...once.sums[1].moment].map((value) => 2 * value));
    expect(twice.encoding).toBe(once.encoding);
  });

  it('refuses a log of another problem, saying how they differ', async () => {
    const start = epsilonGreedyLinear.init(problem, optionValues(epsilonGreedyLinear), key);
    const other = {
      ...problem,
      reward: { ...problem.reward, of: [{ outcome: 'profit', sign: 1 as const }] },
    };
    const state = { ...start, problem: other };
    await expect(epsilonGreedyLinear.learn(state, rowLog(problem, rows), key)).rejects.toThrow(
      'reward "r" sums "profit"; this log has margin, cost, visits',
    );
  });
});

describe('linUcb', () => {
  it('prefers what it knows least where it expects the same', async () => {
    // Everywhere 1 on average, act tried twice, none 14 times.
    const tried = Array.from({ length: 16 }, (_, i) => ({
      x: [0],
      action: i < 2 ? 1 : 0,
      reward: i % 2 === 0 ? 0 : 2,
    }));
    const { state } = await linUcb.learn(
      linUcb.init(problem, optionValues(linUcb), key),
      rowLog(problem, tried),
      key,
    );
    const explore = linUcb.freeze(state, { explore: true });
    expect(shareOfAct(explore, 0)).toBeCloseTo(0.975, 6);
    // Drawn to 0 by the ridge: 2 / 3 against 14 / 15.
    expect(shareOfAct(linUcb.freeze(state, { explore: false }), 0)).toBe(0);
    const { factor } = explore.data as LinearData;
    // Only the intercept tells: spreads s / sqrt(n + 1); packed triangles of 3 numbers.
    expect(factor![0] / factor![3]).toBeCloseTo(Math.sqrt(3 / 15), 5);
  });
});

describe('linThompson', () => {
  it('takes act as often as its posterior says: Phi of the difference over its deviation', async () => {
    const start = linThompson.init(problem, optionValues(linThompson, { epsilon: 0, draws: 200 }), key);
    const { state } = await linThompson.learn(start, rowLog(problem, rows), key);
    const body = linThompson.freeze(state, { explore: true });
    const { theta, factor } = body.data as LinearData;
    const z = 1 / Math.sqrt(8 / 7);
    const difference = theta[2] + theta[3] * z - theta[0] - theta[1] * z;
    const variance = (at: number) => factor![at] ** 2 + (factor![at + 1] + factor![at + 2] * z) ** 2;
    const share = shareOfAct(body, 1, 100);
    const standardised = difference / Math.sqrt(variance(0) + variance(3));
    expect(standardised).toBeGreaterThan(1);
    expect(standardised).toBeLessThan(1.7);
    // Phi(1.2) = 0.885, Phi(1.5) = 0.933
    expect(share).toBeGreaterThan(0.84);
    expect(share).toBeLessThan(0.96);
    expect(shareOfAct(body, -1, 100)).toBeLessThan(0.16);
  });
});

describe('responseGreedy', () => {
  it('takes the action with more responses, whatever the money says', async () => {
    const log = rowLog(problem, rows);
    const outcome = 0; // any margin counts as a response
    const start = responseGreedy.init(problem, optionValues(responseGreedy, { outcome, ridge: 1e-6 }), key);
    const { state, report } = await responseGreedy.learn(start, log, key);
    // Positive rewards: none 0.5 and 1.5 always; act at -1 pays -0.5 or 0.5, at 1 always.
    expect(report.metrics.responseRate).toBe(7 / 8);
    expect(shareOfAct(responseGreedy.freeze(state, { explore: false }), -1)).toBe(0);
  });

  it('counts what the log counts as good by default', async () => {
    const start = responseGreedy.init(problem, optionValues(responseGreedy), key);
    // The only counted outcome is visits, of which there are none.
    const { report } = await responseGreedy.learn(start, rowLog(problem, rows), key);
    expect(report.metrics.responseRate).toBe(0);
  });
});
