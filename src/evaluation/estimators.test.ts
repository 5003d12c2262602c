import { describe, expect, it } from 'vitest';
import { formatIssue } from '../core/issue.ts';
import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { decisionLayout, type JourneyLog, type LogSchema, outcomeLayout } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import { checkEstimator } from '../testing/checkEstimator.ts';
import { estimatorWorld } from '../testing/estimatorWorld.ts';
import { contrastTargets } from './contrast.ts';
import { dm } from './dm.ts';
import { dr } from './dr.ts';
import type { EvaluateOptions, EvaluationTarget } from './estimate.ts';
import { estimators } from './index.ts';
import { ips } from './ips.ts';
import { onPolicy } from './onPolicy.ts';
import { snips } from './snips.ts';

describe.each(estimators.map((estimator) => [estimator.kind, estimator] as const))('%s', (_, estimator) => {
  for (const check of checkEstimator(estimator)) it(check.name, check.run);
});

const reward: RewardDefinition = {
  name: 'margin',
  of: [{ outcome: 'margin', sign: 1 }],
  windowTicks: 1,
  discountPerTick: 1,
  bound: null,
};
const options: EvaluateOptions = { reward, level: 0.95, clip: null, folds: 2, minimumEffectiveSampleSize: 1 };

type Row = {
  readonly customer?: number;
  readonly tick?: number;
  readonly action: number;
  readonly p: number;
  readonly r: number;
  readonly legality?: readonly number[];
  readonly admission?: number;
  readonly admissionProbability?: number;
  readonly target?: number;
};

/** A log of the rows given, each its own customer unless it says otherwise; without a clock unless `ticks` is given. */
function logOf(rows: readonly Row[], changes: Partial<LogSchema> = {}): JourneyLog {
  const schema: LogSchema = { ...smallSchema({ ticks: null }), ...changes };
  const block = makeBlock(schema, { decisions: rows.length });
  const target = new Float64Array(rows.length);
  rows.forEach(({ customer, tick, action, p, r, legality, ...row }, i) => {
    block.decisions.legality?.set(legality ?? [0, 0, 0], 3 * i);
    target[i] = row.target ?? 0;
    const id = customer ?? i + 1;
    appendRow(block.decisions, decisionLayout, {
      decisionId: i + 1,
      customer: id,
      cluster: id,
      tick: tick ?? 0,
      proposed: action,
      propensity: p,
      executed: action,
      admission: row.admission ?? 0,
      admissionProbability: row.admissionProbability ?? 1,
    });
    appendRow(block.outcomes, outcomeLayout, {
      decisionId: i + 1,
      customer: id,
      tick: tick ?? 0,
      value: r,
      ticks: 1,
    });
  });
  return logFromBlocks(schema, [{ ...block, decisions: { ...block.decisions, extra: { target } } }]);
}

/** Email with .8, call with .2, at every slot. */
const table: EvaluationTarget = {
  kind: 'table',
  title: 'T',
  probabilities: Float64Array.of(0, 0.8, 0.2),
  slots: 1,
};

const four: readonly Row[] = [
  { action: 1, p: 0.4, r: 10 }, // w = 2
  { action: 2, p: 0.4, r: 4 }, // w = 0.5
  { action: 0, p: 0.2, r: 100 }, // w = 0
  { action: 1, p: 0.8, r: 6 }, // w = 1
];

describe('by hand', () => {
  it('IPS is the mean of w r, with the error of that mean', async () => {
    // w r = 20, 2, 0, 6: mean 7, sd sqrt(244 / 3), error sd / 2; sum w 3.5, sum w^2 5.25, ESS 12.25 / 5.25.
    const found = await ips.estimate(logOf(four), table, options);
    expect(found.value).toBeCloseTo(7, 12);
    expect(found.standardError).toBeCloseTo(Math.sqrt(244 / 3) / 2, 12);
    expect(found.effectiveSampleSize).toBeCloseTo(12.25 / 5.25, 12);
    expect(found.largestWeight).toBeCloseTo(2, 12);
    expect(found.behaviourValue).toBe(30);
  });

  it('SNIPS divides by the sum of the weights', async () => {
    const found = await snips.estimate(logOf(four), table, options);
    expect(found.value).toBeCloseTo(28 / 3.5, 12);
    // Residuals w (r - 8) = 4, -2, 0, -2; S = 4/3 * 24 = 32.
    expect(found.standardError).toBeCloseTo(Math.sqrt(32) / 3.5, 12);
  });

  it('the logged average ignores the target', async () => {
    const found = await onPolicy.estimate(logOf(four), table, options);
    expect(found).toMatchObject({ value: 30, effectiveSampleSize: null, largestWeight: null });
    expect(found.estimand).toContain('the logging policy');
  });

  it('clusters decisions of one customer', async () => {
    const rows = four.map((row, i) => ({ ...row, customer: i < 2 ? 1 : i }));
    const found = await ips.estimate(logOf(rows), table, options);
    // Totals w r = 22, 0, 6 of 2, 1, 1 decisions: residuals 8, -7, -1; S = 3/2 * 114.
    expect(found.clusters).toBe(3);
    expect(found.standardError).toBeCloseTo(Math.sqrt(171) / 4, 12);
  });

  it('cuts weights where asked, and says so', async () => {
    const found = await ips.estimate(logOf(four), table, { ...options, clip: 1 });
    expect(found.value).toBeCloseTo((10 + 2 + 6) / 4, 12);
    expect(found.estimand).toContain('weights cut at 1');
    expect(found.warnings.map(({ code }) => code)).toContain('evaluation/clipped');
  });

  it('takes the probability of the logged action from a column', async () => {
    const rows = four.map((row, i) => ({ ...row, target: [0.8, 0.2, 0, 0.8][i] }));
    const column: EvaluationTarget = { kind: 'column', title: 'C', column: 'target' };
    expect((await ips.estimate(logOf(rows), column, options)).value).toBeCloseTo(7, 12);
    expect((await dr.estimate(logOf(rows), column, options)).withheld).toContain(
      'probability of every action',
    );
    expect((await dm.estimate(logOf(rows), column, options)).withheld).toContain(
      'probability of every action',
    );
  });
});

describe('legal sets and cohorts', () => {
  it('restricts the target to the logged legal set', async () => {
    // At row 0 call is illegal: email has 1, w = 2.5.
    const rows = four.map((row, i) => ({ ...row, legality: i === 0 ? [0, 0, 4] : [0, 0, 0] }));
    const found = await ips.estimate(logOf(rows), table, options);
    expect(found.value).toBeCloseTo((25 + 2 + 0 + 6) / 4, 12);
  });

  it('leaves held-out customers out, and says so', async () => {
    const rows = [...four, { action: 0, p: 1, r: 1000, legality: [0, 7, 7] }];
    const found = await ips.estimate(logOf(rows), table, options);
    expect(found.value).toBeCloseTo(7, 12);
    expect(found.decisions).toBe(4);
    expect(found.estimand).toContain('held-out customers left out');
  });

  it('leaves out decisions where the target has no legal action, and warns', async () => {
    const rows = four.map((row, i) => ({ ...row, legality: i === 2 ? [0, 4, 4] : [0, 0, 0] }));
    const actions = smallSchema({ ticks: null, actions: ['a', 'email', 'call'] }).actions;
    const found = await ips.estimate(logOf(rows, { actions }), table, options);
    expect(found.decisions).toBe(3);
    expect(found.value).toBeCloseTo(28 / 3, 12);
    expect(found.warnings.map(formatIssue).join()).toContain('25.0% of decisions are left out');
  });

  it('refuses a target with weight on an action that was never legal', async () => {
    const rows = four.filter(({ action }) => action !== 2).map((row) => ({ ...row, legality: [0, 0, 4] }));
    for (const estimator of [ips, snips, dm, dr]) {
      const { withheld } = await estimator.estimate(logOf(rows), table, options);
      expect(withheld).toBe('the target takes actions that were never legal in this log: call');
    }
    expect((await onPolicy.estimate(logOf(rows), table, options)).withheld).toBeNull();
  });

  it('warns of actions that the log never took, though they were legal', async () => {
    const found = await ips.estimate(logOf(four.filter(({ action }) => action !== 2)), table, options);
    expect(found.withheld).toBeNull();
    expect(found.warnings.map(({ code }) => code)).toContain('evaluation/unseen');
  });

  it('says which legal sets it took', async () => {
    const found = await ips.estimate(logOf(four, { legality: 'unknown' }), table, options);
    expect(found.estimand).toContain('legal sets unknown');
  });
});

describe('contention', () => {
  const lottery: readonly Row[] = [
    { action: 1, p: 0.4, r: 10, admissionProbability: 0.5 }, // w = 0.8 / 0.2 = 4
    { action: 1, p: 0.4, r: 2, admission: 1, admissionProbability: 0.5 }, // dropped: 0
    { action: 0, p: 0.2, r: 100 }, // w = 0
    { action: 2, p: 0.4, r: 4 }, // w = 0.5
  ];

  it('takes what was proposed, at the logged contention', async () => {
    const found = await ips.estimate(logOf(lottery, { contended: true }), table, options);
    expect(found.value).toBeCloseTo((20 + 4 + 0 + 2) / 4, 12);
    expect(found.estimand).toContain('at the logged contention; intention to treat');
  });

  it('takes what was carried out by the chance of a lottery', async () => {
    const asTreated = { ...options, treatment: 'as-treated' as const };
    const found = await ips.estimate(logOf(lottery, { contended: true }), table, asTreated);
    expect(found.value).toBeCloseTo((40 + 0 + 0 + 2) / 4, 12);
    const unknown = lottery.map((row, i) => ({ ...row, admissionProbability: i === 0 ? Number.NaN : 1 }));
    const refused = await ips.estimate(logOf(unknown, { contended: true }), table, asTreated);
    expect(refused.withheld).toContain('the chance of admission, unknown for 1 decisions');
  });
});

describe('windows', () => {
  const clock = { start: '2025-01-06', zone: 'UTC', tickDays: 1, ticks: 10 };
  const rows: readonly Row[] = [
    { customer: 1, tick: 0, action: 1, p: 0.8, r: 1 },
    { customer: 1, tick: 3, action: 1, p: 0.8, r: 2 },
    { customer: 2, tick: 8, action: 1, p: 0.8, r: 4 },
    { customer: 3, tick: 1, action: 1, p: 0.8, r: 8 },
  ];

  it('calls it the value of a policy only where no later decision falls into the window', async () => {
    const apart = await ips.estimate(logOf(rows, { clock }), table, {
      ...options,
      reward: { ...reward, windowTicks: 2 },
    });
    expect(apart.estimand).toContain('decisions by T on the logged contexts');
    const near = await ips.estimate(logOf(rows, { clock }), table, {
      ...options,
      reward: { ...reward, windowTicks: 5 },
    });
    expect(near.estimand).toContain('that decision by T, the logging policy afterwards');
    expect(near.warnings.map(formatIssue).join('\n')).toContain(
      'this is not the value of the policy: decisions of one customer are 3 ticks apart, the window has 5',
    );
  });

  it('leaves out decisions whose window the log does not cover, never as zero', async () => {
    const found = await ips.estimate(logOf(rows, { clock }), table, {
      ...options,
      reward: { ...reward, windowTicks: 4 },
    });
    expect(found.censored).toBe(1);
    expect(found.decisions).toBe(3);
    expect(found.value).toBeCloseTo((3 + 2 + 8) / 3, 12);
  });
});

describe('cautions', () => {
  it('warns where rows stand alone, overlap is low, weights do not average 1 and few rewards carry the estimate', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i): Row => ({ action: i % 100 === 0 ? 1 : 0, p: 0.1, r: 1 }),
    );
    const { warnings } = await ips.estimate(logOf(rows, { cluster: 'row' }), table, options);
    expect(warnings.map(({ code }) => code)).toEqual([
      'evaluation/rows',
      'evaluation/unseen',
      'evaluation/overlap',
      'evaluation/heavy',
      'evaluation/few-rewards',
      'evaluation/mean-weight',
    ]);
  });

  it.each([
    [
      'another action set',
      { kind: 'table', title: 'T', probabilities: Float64Array.of(1, 0), slots: 1 },
      'wanted 1 x 3',
    ],
    [
      'a column that is not there',
      { kind: 'column', title: 'C', column: 'q' },
      /no column "q" of target probabilities; it has target\. .*`extra: \{ q: COLUMN \}`/,
    ],
  ] as const)('refuses %s with the remedy', async (_, target, message) => {
    await expect(ips.estimate(logOf(four), target, options)).rejects.toThrow(message);
  });
});

describe('contrastTargets', () => {
  const world = estimatorWorld();
  const log = world.makeLog({ customers: 500, key: [1, 2] });
  const worldOptions = { ...options, reward: world.reward };

  it('is zero with no width for a target against itself', async () => {
    const found = await contrastTargets(ips, log, [world.target, world.target], worldOptions);
    expect(found).toMatchObject({ difference: 0, clearOfZero: false });
    expect(found.standardError).toBeCloseTo(0, 8);
  });

  it.each([ips, snips, dm, dr])(
    '$kind: is the difference of the two estimates, with an error of its own',
    async (estimator) => {
      const found = await contrastTargets(estimator, log, [world.target, world.alwaysCall], worldOptions);
      const one = await estimator.estimate(log, world.target, worldOptions);
      const other = await estimator.estimate(log, world.alwaysCall, worldOptions);
      expect(found.difference).toBeCloseTo(one.value - other.value, 10);
      expect(found.standardError).toBeGreaterThan(0);
      expect(found.standardError).toBeLessThan(one.standardError + other.standardError);
      const truth = world.targetValue - (0 + 4) / 2;
      expect(Math.abs(found.difference - truth)).toBeLessThan(4 * found.standardError);
    },
  );
});

describe('reward models', () => {
  const world = estimatorWorld();

  it.each([false, true])('learn the reward by action and plan (binary: %s)', async (binary) => {
    const log = world.makeLog({ customers: 3000, key: [3, 4], binary });
    const found = await dm.estimate(log, world.target, { ...options, reward: world.reward });
    const truth = world.targetValue / (binary ? 5 : 1);
    expect(Math.abs(found.value - truth)).toBeLessThan(4 * found.standardError);
    expect(found.standardError).toBeLessThan(0.06);
  });

  it('make DR right where the model is wrong, as long as the propensities are right', async () => {
    const log = world.makeLog({ customers: 3000, key: [5, 6] });
    const rewardModel = { title: 'nonsense', predict: () => new Float64Array(27_000).fill(7) };
    const found = await dr.estimate(log, world.target, { ...options, reward: world.reward, rewardModel });
    expect(Math.abs(found.value - world.targetValue)).toBeLessThan(4 * found.standardError);
  });
});
