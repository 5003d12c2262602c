import { afterAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { openPolicy } from '../../policies/index.ts';
import type { Policy } from '../../policies/policy.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { parseScenario } from '../../scenario/parse.ts';
import type { World } from '../../scenario/world.ts';
import { tinyScenario, tinyWorld } from '../../simulator/tiny.fixture.ts';
import type { Watch } from '../progress.ts';
import { openScenario } from '../scenarioFile.ts';
import { rootKey } from '../seed.ts';
import { type Plan, planFor, simulatePieces } from '../valuation.ts';
import { makeCrew } from './crew.ts';
import { crewPieces } from './crewPieces.ts';

const crews = [1, 2, 3, 8].map((size) => makeCrew(size));
afterAll(() => Promise.all(crews.map((crew) => crew.dismiss())));
const [, two] = crews;

async function shipped(name: string, customers: number): Promise<World> {
  const { parsed } = await openScenario(name);
  const { population, clock, ...rest } = parsed.scenario;
  const shorter = { ...clock, horizonDays: 35 };
  const scenario = { ...rest, clock: shorter, population: { ...population, size: customers } };
  return unwrap(await compileWorld({ ...parsed, scenario }));
}

const rules = (world: World): Policy => openPolicy(world.rules, world.spec);

const SIZES = [undefined, 1, 7, 64, 512];

/** The plan's lives by every crew and size of block, or by some. */
async function everyWay(world: World, plan: Plan, some = { crews, sizes: SIZES }) {
  const alone = await simulatePieces(world, rules(world), plan, {});
  const ways = some.crews.flatMap((crew) => some.sizes.map((blockSize) => ({ crew, blockSize })));
  for (const { crew, blockSize } of ways) {
    const sized = blockSize === undefined ? {} : { blockSize };
    const lives = await crewPieces(crew, { atLeast: 0, ...sized })(world, rules(world), plan, {});
    expect(lives).toEqual(alone);
  }
  return alone;
}

const LIVELY = (channels: string, guardrails = '') => `
clock: { start: "2025-01-06", tick: 1d, horizon: 15d }
population: { size: 60, traits: { bill: { seen: true, uniform: [1, 9] } } }
signals: { visit: { perDay: "0.1 * bill" } }
channels: ${channels}
interventions:
  hello: { channels: [call], in: [here], cooldown: 2d }
  gift: { channels: [email], in: [here], offer: { cost: bill, within: 4d, chance: 0.5 } }
stages: { here: { pays: { margin: { perDay: bill } }, exits: { gone: { logit: "-4 - count(visit, 7d)", loss: true } } }, gone: { terminal: true } }
reward: { of: [margin, -contact_cost, -offer_cost], window: 5d }
today: [{ when: "bill > 6", do: hello }, { when: "bill > 2", do: gift }]
${guardrails}`;
const some = { crews: crews.slice(1, 3), sizes: [undefined, 7] };

describe('threads over one population', () => {
  it('come to the bits of one thread where customers are independent, whatever their number and the blocks', async () => {
    const world = await tinyWorld(LIVELY('{ email: { cost: 1 }, call: { cost: 3 } }'));
    const pieces = [
      { repeat: 0, from: 0, count: 2060 },
      { repeat: 1, from: 7, count: 50 },
    ];
    const lives = await everyWay(world, { root: rootKey(1), use: 'evaluation', pieces });
    expect(lives.map(({ customers }) => customers)).toEqual([2060, 50]);
    expect(lives[0].tally.value[0]).toBeGreaterThan(50_000);
  });

  it('come to the bits of one thread where budgets and a lottery couple customers', async () => {
    const channels = '{ email: { cost: 1 }, call: { cost: 3, capacity: { amount: 5, per: 2d } } }';
    const budget = 'guardrails: { budgets: [{ amount: 60, per: 5d, charge: redeem, arbitrate: bill }] }';
    const world = await tinyWorld(LIVELY(channels, budget));
    expect(world.coupled).toBe(true);
    const lives = await everyWay(
      world,
      planFor(world, rootKey(2), 'evaluation', { customers: 0, worlds: 3 }),
    );
    expect(lives).toHaveLength(3);
    for (const { summary } of lives)
      expect(summary.cost.reduce((sum, cost) => sum + cost)).toBeGreaterThan(1e6);
  });

  it('come to the bits of one thread where customers bring others, each world on one thread', async () => {
    const text = LIVELY('{ email: { cost: 1 }, call: { cost: 3 } }').replace(
      'population: { size: 60,',
      'population: { size: 60, referrals: { perDay: "0.004 * bill", most: 20 },',
    );
    const world = await tinyWorld(text);
    expect(world.coupled).toBe(true);
    const plan = planFor(world, rootKey(4), 'evaluation', { customers: 0, worlds: 3 });
    const lives = await everyWay(world, plan, some);
    for (const { referred, customers } of lives) {
      expect(customers).toBe(60);
      expect(referred.length).toBeGreaterThan(5);
    }
  });

  it('do so in scenarios that are shipped', async () => {
    const telecom = await shipped('telecom-retention', 150);
    const pieces = [{ repeat: 0, from: 0, count: 150 }];
    await everyWay(telecom, { root: rootKey(1), use: 'evaluation', pieces }, some);
    const saas = await shipped('saas-onboarding', 130);
    expect(saas.coupled).toBe(true);
    await everyWay(saas, planFor(saas, rootKey(1), 'evaluation', { customers: 0, worlds: 1 }), some);
  });
});

describe('worlds that are kept', () => {
  it('go on from any state to the same bits, on one thread and on several', async () => {
    const channels = '{ email: { cost: 1 }, call: { cost: 3, capacity: { amount: 5, per: 2d } } }';
    const world = await tinyWorld(LIVELY(channels));
    const plan = planFor(world, rootKey(5), 'evaluation', { customers: 0, worlds: 3 });
    const whole = await simulatePieces(world, rules(world), plan, {});
    const ways = [simulatePieces, crewPieces(two, { atLeast: 0 }), crewPieces(crews[3], { atLeast: 0 })];
    for (const first of ways) {
      const states: [piece: number, state: Uint8Array][] = [];
      const onKept = (...kept: [number, Uint8Array]) => void states.push(kept);
      const lives = await first(world, rules(world), plan, {
        keptWorlds: { every: 0, from: new Map(), onKept },
      });
      expect(lives).toEqual(whole);
      expect(states.map(([piece]) => piece).sort()).toEqual(
        [0, 1, 2].flatMap((piece) => Array(15).fill(piece)),
      );
      for (const next of ways) {
        const from = new Map([states[3], states[20], states[41]]);
        const keptWorlds = { every: 1e9, from, onKept };
        expect(await next(world, rules(world), plan, { keptWorlds })).toEqual(whole);
      }
    }
  });

  it('are left where a state cannot be kept, by threads that are there for other work', async () => {
    const channels = '{ email: { cost: 1 }, call: { cost: 3, capacity: { amount: 5, per: 2d } } }';
    const world = await tinyWorld(LIVELY(channels));
    const plan = planFor(world, rootKey(5), 'evaluation', { customers: 0, worlds: 3 });
    const onKept = () => {
      throw new Error('the disk is full');
    };
    const keptWorlds = { every: 0, from: new Map(), onKept };
    for (const live of [simulatePieces, crewPieces(two, { atLeast: 0 })]) {
      const lived = live(world, rules(world), plan, { keptWorlds });
      await expect(lived).rejects.toThrow('the disk is full');
    }
    const again = await crewPieces(two, { atLeast: 0 })(world, rules(world), plan, {});
    expect(again).toEqual(await simulatePieces(world, rules(world), plan, {}));
  });
});

const BROKEN = (channel: string) => `
clock: { start: "2025-01-06", tick: 1d, horizon: 12d }
population: { size: 3000, traits: { bill: { seen: true, uniform: [0, 9] } } }
channels: { email: { cost: 1${channel} } }
state: { day: { start: 0, next: "day + 1" }, odd: { start: 0, next: "sqrt(bill - 0.05 * (day > 4))" } }
today: [{ when: "bill > 1", do: hello }]`;

async function planOf(text: string, size: { customers: number; worlds: number }) {
  const parsed = unwrap(parseScenario(tinyScenario(text), 'tiny.yaml'));
  const world = unwrap(await compileWorld(parsed));
  return { world, plan: planFor(world, rootKey(3), 'evaluation', size) };
}

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: Error) => error.message,
  );
const live = ({ world, plan }: Awaited<ReturnType<typeof planOf>>, watch: Watch & { stage?: string } = {}) =>
  crewPieces(two, { atLeast: 0, blockSize: 100 })(world, rules(world), plan, watch);

describe('a thread that fails', () => {
  it.each([
    ['with independent customers', '', 3000],
    ['of a coupled world', ', capacity: { amount: 9, per: 1d }', 0],
  ])('%s gives its named error, the first one, and leaves nobody waiting', async (_, channel, customers) => {
    const planned = await planOf(BROKEN(channel), { customers, worlds: 1 });
    const { world, plan } = planned;
    expect(world.coupled).toBe(channel !== '');
    const alone = await messageOf(simulatePieces(world, rules(world), plan, {}));
    expect(alone).toMatch(/state\.odd\.next: got no number for customer \d+ at tick 5/);
    expect(await messageOf(live(planned))).toBe(alone);
    expect(await messageOf(live(planned))).toBe(alone);
  });
});

describe('threads that are stopped', () => {
  it.each([
    ['by a signal', (stop: AbortController) => stop.abort(), 'stopped before the end, as asked'],
    [
      'by whoever is told of progress',
      () => {
        throw new Error('enough');
      },
      'enough',
    ],
  ])('%s leave, and are there for other work', async (_, enough, message) => {
    for (const channel of ['', ', capacity: { amount: 9, per: 1d }']) {
      const text = BROKEN(channel).replace('12d', '3650d').replace('day > 4', 'day > 9000');
      const planned = await planOf(text, { customers: 3000, worlds: 1 });
      const stop = new AbortController();
      const watch = { stage: 'live', signal: stop.signal, onProgress: () => enough(stop) };
      expect(await messageOf(live(planned, watch))).toBe(message);
    }
    const small = await planOf(BROKEN('').replace('day > 4', 'day > 900'), { customers: 90, worlds: 1 });
    expect(await live(small)).toHaveLength(1);
  });
});
