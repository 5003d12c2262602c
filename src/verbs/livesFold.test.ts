import { describe, expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { openPolicy } from '../policies/index.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import type { World } from '../scenario/world.ts';
import { tinyWorld } from '../simulator/tiny.fixture.ts';
import { countedOf } from './compare/flows.ts';
import { measuredMeans } from './evaluate/measured.ts';
import { foldPlan, meansOfFold } from './livesFold.ts';
import type { Progress } from './progress.ts';
import { openScenario } from './scenarioFile.ts';
import { rootKey } from './seed.ts';
import { type Plan, planFor, valuePolicy } from './valuation.ts';

const COUPLED = `
population: { size: 50 }
channels: { email: { cost: 1, capacity: { amount: 5, per: 2d } } }
signals: { visit: { perDay: 0.4, pays: { sale: 2 } } }
stages: { here: { exits: { gone: { perDay: "0.02 / (1 + count(hello, 5d))", loss: true } } }, gone: { terminal: true } }
reward: { of: [sale, -contact_cost], window: 5d }
today: [{ when: "inStage > 2d", do: hello }]`;

/** By the fold, and of lives that are all kept. */
async function bothWays(world: World, plan: Plan, window: number) {
  const policy = openPolicy(world.rules, world.spec);
  const fold = await foldPlan(world, policy, plan, { window });
  const contender = { title: 'rules', role: 'other' as const, world, bodies: [world.rules] };
  const fared = { contender, bySeed: [await valuePolicy(world, policy, plan)] };
  return {
    folded: { means: meansOfFold(fold, { world, title: 'rules', level: 0.9 }), tally: fold.tally },
    kept: { means: measuredMeans(fared, 0.9), tally: countedOf(world, fared).tally },
  };
}

describe('a fold of lives', () => {
  it('comes to the bits of lives that are all kept, however many are there at once', async () => {
    const world = unwrap(await compileWorld((await openScenario('retail-intent')).parsed));
    const plan = planFor(world, rootKey(1), 'evaluation', { customers: 7000, worlds: 1 });
    expect(plan.pieces.length).toBe(4);
    for (const window of [1, 5000, 1e9]) {
      const { folded, kept } = await bothWays(world, plan, window);
      expect(folded).toEqual(kept);
    }
  });

  it('does so by world where customers are coupled', async () => {
    const world = await tinyWorld(COUPLED);
    const plan = planFor(world, rootKey(2), 'evaluation', { customers: 0, worlds: 5 });
    const { folded, kept } = await bothWays(world, plan, 100);
    expect(folded).toEqual(kept);
    expect(folded.means[0]).toMatchObject({ unit: 'world', units: 5 });
  });

  it('tells of its progress over all, and goes on from what it has taken in', async () => {
    const world = await tinyWorld(COUPLED);
    const policy = openPolicy(world.rules, world.spec);
    const plan = planFor(world, rootKey(3), 'evaluation', { customers: 0, worlds: 4 });
    const told: [number, number][] = [];
    const onProgress = ({ done, total }: Progress) => told.push([done, total]);
    const texts: string[] = [];
    const onFold = (fold: unknown) => texts.push(JSON.stringify(fold));
    const whole = await foldPlan(world, policy, plan, { window: 1, stage: 'x', onProgress, onFold });
    expect(told.at(-1)).toEqual([200, 200]);
    const done = told.map(([customers]) => customers);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect([...new Set(done)]).toEqual([0, 50, 100, 150, 200]);
    expect(texts).toHaveLength(4);
    const { tally } = await foldPlan(world, policy, { ...plan, pieces: plan.pieces.slice(0, 2) });
    expect(JSON.parse(texts[1])).toMatchObject({ pieces: 2, tally: JSON.parse(JSON.stringify(tally)) });
    const first = await foldPlan(world, policy, { ...plan, pieces: plan.pieces.slice(0, 2) });
    expect(await foldPlan(world, policy, plan, { fold: first })).toEqual(whole);
  });
});
