import { afterAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { openPolicy } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { compare } from '../compare/compare.ts';
import { openScenario, withSettings } from '../scenarioFile.ts';
import { rootKey } from '../seed.ts';
import { train } from '../train/train.ts';
import { planFor, simulatePieces } from '../valuation.ts';
import { makeCrew, withCrew } from './crew.ts';
import { crewPieces } from './crewPieces.ts';

const file = await openScenario('retail-intent');
const { scenario } = file.parsed;
const size = { rounds: 2, customers: 80, validationCustomers: 40, validationWorlds: 1 };
const crew = makeCrew(3);
afterAll(() => crew.dismiss());

describe('a crew', () => {
  it('comes to the bits of this thread, whichever thread has the job', async () => {
    const asked = { agent: 'sparseUplift', seed: 'a', size };
    const { world, agent, ...alone } = await train({ ...asked, scenario: file.parsed });
    expect([agent.kind, world.stages.length]).toEqual(['sparseUplift', 8]);
    const together = await Promise.all([1, 2, 3, 4].map(() => crew.run('train', { ...asked, scenario })));
    for (const data of together) expect(data).toEqual(alone);
  });

  it('tells of progress, and goes on after a job that fails for its own reason', async () => {
    const stages: string[] = [];
    const watch = { onProgress: ({ stage }: { stage: string }) => stages.push(stage) };
    await crew.run('tune', { scenario, root: rootKey('b'), customerTicks: 100_000 }, watch);
    expect(stages).toContain('tune rules');
    const wrong = crew.run('train', { scenario, agent: 'sparsUplift', seed: 1, size });
    await expect(wrong).rejects.toThrow('there is no agent "sparsUplift". Did you mean `sparseUplift`?');
    const right = await crew.run('train', { scenario, agent: 'none', seed: 1, size });
    expect(right.learning).toHaveLength(2);
  });

  it('simulates pieces as this thread does, whole worlds too', async () => {
    for (const name of ['retail-intent', 'saas-onboarding']) {
      const world = unwrap(await compileWorld((await openScenario(name)).parsed));
      const policy = openPolicy(world.rules, world.spec);
      const plan = planFor(world, rootKey(1), 'evaluation', { customers: 5000, worlds: 2 });
      const those = await crewPieces(crew, { atLeast: 0 })(world, policy, plan, {});
      expect(those).toEqual(await simulatePieces(world, policy, plan, {}));
    }
  });

  it('that is dismissed leaves nobody waiting', async () => {
    const short = makeCrew(1);
    const jobs = [1, 2].map((seed) => short.run('train', { scenario, agent: 'none', seed, size }));
    const all = Promise.allSettled(jobs);
    await short.dismiss();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const stop = new AbortController();
    const work = withCrew(2, { signal: stop.signal }, async (those) => {
      setTimeout(() => stop.abort(), 10);
      return those?.run('train', { scenario, agent: 'none', seed: 1, size: { ...size, customers: 200_000 } });
    });
    await expect(work).rejects.toThrow('stopped before the end, as asked');
  });
});

it('compare says the same on one thread and on two', async () => {
  const options = {
    scenario: file.parsed,
    rescenario: (set: { readonly [name: string]: number }) => withSettings(file, set),
    agents: ['sparseUplift'],
    seeds: 2,
    size: {
      ...{ training: size, customers: 40, worlds: 1, harmCustomers: 6, luckKeys: 4 },
      ...{ sensitivityCustomers: 20, upliftCustomers: 20, upliftLuckKeys: 2 },
    },
  };
  const [one, two] = [await compare({ ...options, workers: 1 }), await compare({ ...options, workers: 2 })];
  const { method, ...same } = two;
  expect(same).toEqual(Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'method')));
  expect(method.seeds).toEqual(one.method.seeds);
});
