import { describe, expect, it } from 'vitest';
import { constant, constantBody } from '../policies/constant.ts';
import type { World } from '../scenario/world.ts';
import { simulateLives } from './rollout.ts';
import { streamsOf } from './streams.ts';
import { tinyWorld } from './tiny.fixture.ts';
import { twinEffects } from './twins.ts';

/** A contact costs 1 and adds 0.3 to the chance of a sale of 10: worth 2 to everybody, and -1 to the deaf. */
const SHOP = `
clock: { start: "2025-01-06", tick: 1d, horizon: 4d }
population: { size: 9, traits: { deaf: { seen: false, chance: 0.5 } } }
signals: { buy: { chance: "0.2 + 0.3 * sent(hello) * (1 - deaf)", pays: { sale: 10 } } }
channels: { email: { cost: 1 } }
interventions: { hello: { channels: [email], in: [here] } }
reward: { of: [sale, -contact_cost], window: 1d }
terminalValue: 7`;

const always = (world: World, action: string) => constant.open(constantBody(world.spec, action), world.spec);
const root = [3, 4] as const;

describe('twins', () => {
  it('show what one decision does, whom it helps and whom it harms', async () => {
    const world = await tinyWorld(SHOP);
    const none = always(world, 'none');
    const at = (take: number) => ({ policy: none, override: { stage: 0, when: 1, take } });
    const cohort = { from: 0, count: 200 };
    const twins = await twinEffects(world, at(1), at(0), { root, use: 'evaluation', cohort, luckKeys: 64 });
    expect(twins.touched.every((one) => one === 1)).toBe(true);
    // The deaf neither buy more nor less on the same luck: exactly the cost of the contact.
    const deaf = Array.from(twins.effect.keys()).filter((i) => twins.standardError[i] === 0);
    for (const i of deaf) expect(twins.effect[i]).toBeCloseTo(-1, 10);
    expect(Math.abs(deaf.length - 100)).toBeLessThan(4 * 7.1);
    const others = Array.from(twins.effect.keys()).filter((i) => twins.standardError[i] > 0);
    const mean = others.reduce((sum, i) => sum + twins.effect[i], 0) / others.length;
    // 10 with a chance of 0.3: sd 4.58, over some 100 x 64 twins 0.057.
    expect(Math.abs(mean - 2)).toBeLessThan(4 * 0.057);
  });

  it('are means over luck keys, the customers staying who they are', async () => {
    const world = await tinyWorld(SHOP);
    const [a, b] = [always(world, 'hello@email'), always(world, 'none')];
    const cohort = { from: 5, count: 3 };
    const options = { root, use: 'validation', cohort, luckKeys: 3 } as const;
    const twins = await twinEffects(world, { policy: a }, { policy: b }, options);
    const differences = [0, 1, 2].map((repeat) => {
      const streams = streamsOf(root, 'validation', repeat);
      const [first, second] = [a, b].map(
        (policy) => simulateLives(world, policy, { streams, cohort }).summary,
      );
      return first.value.map((value, i) => value + first.terminal[i] - second.value[i] - second.terminal[i]);
    });
    for (let i = 0; i < 3; i++) {
      const own = differences.map((of) => of[i]);
      const mean = own.reduce((sum, value) => sum + value, 0) / 3;
      const variance = own.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / 2;
      expect(twins.effect[i]).toBeCloseTo(mean, 10);
      expect(twins.standardError[i]).toBeCloseTo(Math.sqrt(variance / 3), 10);
    }
    expect(twins.wholeWorlds).toBe(false);
  });

  it('need more than one luck key', async () => {
    const world = await tinyWorld(SHOP);
    const side = { policy: always(world, 'none') };
    const options = { root, use: 'evaluation', cohort: { from: 0, count: 1 }, luckKeys: 1 } as const;
    await expect(twinEffects(world, side, side, options)).rejects.toThrow(
      'got 1 luck keys, wanted at least 2',
    );
  });

  it('of coupled customers are whole worlds, and say so', async () => {
    const world = await tinyWorld(SHOP.replace('cost: 1', 'cost: 1, capacity: { amount: 2, per: 1d }'));
    const side = { policy: always(world, 'hello@email') };
    const options = { root, use: 'evaluation', cohort: { from: 0, count: 4 }, luckKeys: 2 } as const;
    const twins = await twinEffects(world, side, side, options);
    expect(twins.wholeWorlds).toBe(true);
    expect([...twins.effect]).toEqual([0, 0, 0, 0]);
  });

  it('an override takes the first decision in its stage at which it is legal, and no other', async () => {
    const world = await tinyWorld(SHOP.replace('in: [here] }', 'in: [here], eligible: "inStage >= 2d" }'));
    const override = { stage: 0, when: 1, take: 1 };
    const { summary } = simulateLives(world, always(world, 'none'), {
      streams: streamsOf(root, 'evaluation'),
      cohort: { from: 0, count: 5 },
      override,
    });
    expect([...summary.contacts]).toEqual([1, 1, 1, 1, 1]);
    expect([...summary.overridden]).toEqual([1, 1, 1, 1, 1]);
  });
});
