import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { halves } from '../../journey/columns.ts';
import { constantBody, openPolicy, uniformBody } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { rollout } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { openScenario } from '../scenarioFile.ts';
import { rootKey } from '../seed.ts';
import { isSpliced, splice, truthOf } from './simulatedTruth.ts';

const world = unwrap(await compileWorld((await openScenario('exact/myopic')).parsed));
const base = openPolicy(constantBody(world.spec, 'none'), world.spec);
const coupons = openPolicy(constantBody(world.spec, 'coupon@email'), world.spec);
const options = { streams: streamsOf(rootKey(1), 'evaluation'), cohort: { from: 0, count: 400 } };

it('one decision in sixteen is made by the target, the others by the base policy', async () => {
  let [spliced, all] = [0, 0];
  for await (const { decisions } of rollout(world, splice(base, coupons), options).blocks()) {
    const ids = halves(decisions.decisionId);
    for (let i = 0; i < decisions.n; i++) {
      const chosen = isSpliced(ids[2 * i], ids[2 * i + 1]);
      expect(decisions.proposed[i]).toBe(chosen ? 1 : 0);
      spliced += Number(chosen);
      all += 1;
    }
  }
  expect(spliced / all).toBeCloseTo(1 / 16, 2);
});

it('nothing changes where the target is the base policy', async () => {
  const uniform = openPolicy(uniformBody(world.spec), world.spec);
  const proposals = async (policy: typeof uniform) => {
    const all: number[] = [];
    for await (const { decisions } of rollout(world, policy, options).blocks())
      all.push(...decisions.proposed.subarray(0, decisions.n));
    return all;
  };
  expect(await proposals(splice(uniform, uniform))).toEqual(await proposals(uniform));
});

it('the truth is the mean reward of those decisions', async () => {
  const log = rollout(world, splice(base, coupons), options);
  const truth = await truthOf(log, world.reward, 0.95);
  // An order earns 6 with a coupon whose sending costs 0.1; its chance is 0.10 to 0.16, plus 0.20, 0.02 or 0.04.
  expect(truth.interval[0]).toBeLessThan(6 * (0.13 + 0.4 * 0.2 + 0.35 * 0.02 + 0.25 * 0.04) - 0.1);
  expect(truth.interval[1]).toBeGreaterThan(6 * (0.13 + 0.4 * 0.2 + 0.35 * 0.02 + 0.25 * 0.04) - 0.1);
  expect(truth.clusters).toBeLessThanOrEqual(400);
});
