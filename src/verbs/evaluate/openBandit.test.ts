import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { openLog } from '../log/openLog.ts';
import { evaluate } from './evaluate.ts';
import { parseReward } from './parseReward.ts';
import { parseTarget } from './parseTarget.ts';

const folder = join(import.meta.dirname, '../../../notebooks/data/open-bandit');
const open = async (policy: 'random' | 'bts') =>
  unwrap(await openLog(join(folder, `${policy}_all.csv.gz`), { mapping: join(folder, 'mapping.yaml') }));

describe('the Open Bandit Dataset', () => {
  it('gives the published estimates of the Thompson policy on the random log', async () => {
    const log = await open('random');
    const target = unwrap(await parseTarget(join(folder, 'bts_policy_all.csv.gz'), log.schema));
    const reward = unwrap(parseReward(undefined, log.schema));
    const { estimates, rewardModel } = await evaluate(log, target, { reward });
    const [logged, ips, snips, dm, dr] = estimates;
    // Quickstart notebook of the Open Bandit Pipeline: IPW 0.004553, relative 1.198126, error 0.084019 against 0.0042.
    expect(logged.value).toBeCloseTo(0.0038, 12);
    expect(ips.value).toBeCloseTo(0.00455288, 8);
    expect(ips.value / ips.behaviourValue).toBeCloseTo(1.198126, 6);
    expect(Math.abs(ips.value - 0.0042) / 0.0042).toBeCloseTo(0.084019, 6);
    expect(ips.effectiveSampleSize).toBeCloseTo(1639.5, 1);
    expect(ips.largestWeight).toBeCloseTo(19.598, 3);
    expect(snips.value).toBeCloseTo(0.00477583, 8);
    // Its DM is 0.003545 and its DR 0.004727, by another logistic regression than ours.
    expect(rewardModel).toContain('logistic regression, one model with an indicator an action');
    expect(dm.value).toBeCloseTo(0.003588, 6);
    expect(dr.value).toBeCloseTo(0.004713, 6);
    expect(estimates.every(({ withheld }) => withheld === null)).toBe(true);
    expect(ips.warnings.map(({ code }) => code)).toEqual(['evaluation/rows']);
  });

  it('knows the value of the Thompson policy from its own log', async () => {
    const log = await open('bts');
    const reward = unwrap(parseReward('click', log.schema));
    const target = unwrap(await parseTarget('uniform', log.schema));
    const { estimates } = await evaluate(log, target, { reward, estimators: ['on-policy', 'ips'] });
    expect(estimates[0].value).toBeCloseTo(0.0042, 12);
    // Few of its decisions tell of a uniform policy: it says so.
    expect(estimates[1].warnings.map(({ code }) => code)).toContain('evaluation/overlap');
  });
});
