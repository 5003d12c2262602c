import { describe, expect, it } from 'vitest';
import { digestLog } from '../journey/blocks.ts';
import { EventKind, type JourneyBlock, type LogSchema } from '../journey/records.ts';
import { constant, constantBody } from '../policies/constant.ts';
import { uniform, uniformBody } from '../policies/uniform.ts';
import type { World } from '../scenario/world.ts';
import { rollout, simulateLives } from './rollout.ts';
import { type LuckUse, type Streams, streamsOf } from './streams.ts';
import { byRow, play, tinyWorld } from './tiny.fixture.ts';

const BASE = `
clock: { start: "2025-01-06", tick: 1d, horizon: 12d }
decide: [every 3d, on visit]
population:
  size: 50
  start: { here: 0.6, there: 0.4 }
  traits:
    bill: { seen: true, logNormal: { median: 30, sigma: 0.4 } }
    plan: { seen: true, oneOf: { small: 0.5, large: 0.5 } }
    need: { seen: false, beta: [2, 3] }
state:
  mood: { start: need, next: "0.9 * mood + 0.1 * count(fault)" }
signals:
  visit: { perDay: "0.2 + 0.1 * mood" }
  fault: { chance: "0.1 + 0.05 * need" }
channels: { email: { reach: 0.6, cost: 0.3, optOut: 0.2 } }
interventions: { gift: { channels: [email], in: [here], offer: { cost: 2, within: 4d, chance: 0.5 } } }
stages:
  here: { pays: { margin: { perDay: "0.1 * bill" } }, exits: { there: { logit: "-2 + mood" }, gone: { logit: -4, loss: true } } }
  there: { seenAs: here, exits: { here: { perDay: "0.1 * need" }, gone: { perDay: 0.05, loss: true } } }
  gone: { terminal: true }
reward: { of: [margin, -contact_cost, -offer_cost], window: 3d, discountPerYear: 0.3 }`;
/** Budgets of every kind: what one customer gets, another does not. */
const COUPLED = BASE.replace(
  'channels: { email: { reach: 0.6, cost: 0.3, optOut: 0.2 } }',
  'channels: { email: { reach: 0.6, cost: 0.3, optOut: 0.2, capacity: { amount: 6, per: 2d, arbitrate: bill } }, call: { cost: 3, capacity: { amount: 2, per: 1d } } }',
)
  .replace('interventions: {', 'interventions: { hello: { channels: [email, call], in: [here] },')
  .concat(`
guardrails:
  budgets:
    - { amount: 12, per: 5d, rolling: true, arbitrate: priority }
    - { amount: 15, per: 6d, charge: redeem }`);
const ROOT = [5, 6] as const;
const streams = streamsOf(ROOT, 'evaluation');
const anything = (world: World) => uniform.open(uniformBody(world.spec), world.spec);
const nothing = (world: World) => constant.open(constantBody(world.spec, 'none'), world.spec);

describe('a seed', () => {
  it('gives one log and one tally, to the bit, whatever the size of blocks', async () => {
    const world = await tinyWorld(BASE);
    expect(world.coupled).toBe(false);
    const cohort = { from: 3, count: 50 };
    const runs = [1, 7, 50, 512].map(async (blockSize) => {
      const options = { streams, cohort, blockSize };
      const { summary, tally } = simulateLives(world, anything(world), options);
      const log = rollout(world, anything(world), { ...options, level: 'full' });
      return { digest: await digestLog(log), summary, tally };
    });
    const [first, ...others] = await Promise.all(runs);
    for (const other of others) expect(other).toEqual(first);
    expect(first.tally.value.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(100);
  });

  it('gives one log and one tally of a coupled world, too, whose blocks share its budgets', async () => {
    const world = await tinyWorld(COUPLED);
    expect(world.coupled).toBe(true);
    const cohort = { from: 3, count: 50 };
    const runs = [50, 1, 7, 16, 512].map(async (blockSize) => {
      const options = { streams, cohort, blockSize };
      const { summary, tally } = simulateLives(world, anything(world), options);
      const log = rollout(world, anything(world), { ...options, level: 'full' });
      return { digest: await digestLog(log), summary, tally };
    });
    const [first, ...others] = await Promise.all(runs);
    for (const other of others) expect(other).toEqual(first);
    let customers = 0;
    let dropped = 0;
    const log = rollout(world, anything(world), { streams, cohort, blockSize: 16 });
    for await (const { endings, decisions } of log.blocks()) {
      customers += endings.n;
      dropped += decisions.admission.subarray(0, decisions.n).filter((code) => code > 0).length;
    }
    expect(customers).toBe(50);
    expect(dropped).toBeGreaterThan(20);
  });
});

/** What happened to each customer, by the names of things. */
async function truth(world: World, use: Streams = streams, policy = nothing(world)) {
  const log = rollout(world, policy, { streams: use, cohort: { from: 0, count: 50 }, level: 'full' });
  const found = new Map<string, unknown>();
  for await (const block of log.blocks()) {
    hiddenColumns(log.schema, block, found);
    signalEvents(log.schema, block, found);
  }
  return found;
}

function hiddenColumns(
  { hidden: names, trueStages }: LogSchema,
  { hidden }: JourneyBlock,
  found: Map<string, unknown>,
) {
  names.forEach((name, k) => {
    found.set(
      name,
      Array.from({ length: hidden!.n }, (_, i) => hidden!.values[i * names.length + k]),
    );
  });
  found.set(
    'stage',
    Array.from(hidden!.stage.subarray(0, hidden!.n), (stage) => trueStages[stage]),
  );
}

function signalEvents({ signals }: LogSchema, { events }: JourneyBlock, found: Map<string, unknown>) {
  signals.forEach((name, k) => {
    const rows = Array.from({ length: events.n }, (_, i) => i).filter(
      (i) => events.kind[i] === EventKind.signal && events.name[i] === k,
    );
    found.set(
      `signal ${name}`,
      rows.map((i) => [events.customer[i], events.tick[i], events.count[i]]),
    );
  });
}

describe('all other luck', () => {
  const edit = (from: string, to: string) => {
    const text = BASE.replace(from, to);
    if (text === BASE) throw new Error(`nothing to edit: ${from}`);
    return text;
  };
  it.each([
    ['a new trait', edit('  traits:\n', '  traits:\n    age: { seen: true, uniform: [18, 90] }\n')],
    ['no trait', edit('    plan: { seen: true, oneOf: { small: 0.5, large: 0.5 } }\n', '')],
    ['a new state', edit('state:\n', 'state:\n  trust: { start: 1, next: "0.5 * trust" }\n')],
    ['a new signal', edit('signals:\n', 'signals:\n  open: { chance: "0.3 * need" }\n')],
    [
      'a new channel and intervention',
      edit('interventions: {', 'interventions: { call: { channels: [sms], in: [here] },').replace(
        'channels: {',
        'channels: { sms: { reach: 0.3, optOut: 0.5 },',
      ),
    ],
    [
      'a new feature and rule',
      `${BASE}\nfeatures: { visits: "count(visit, 7d)" }\ntoday: [{ when: "count(visit, 3d) > 0", do: gift }]`,
    ],
    ['another outcome', edit('pays: { margin:', 'pays: { fee: { perDay: 1 }, margin:')],
    ['another trigger', edit('every 3d, on visit', 'on visit, every 2d')],
    ['a budget', `${BASE}\nguardrails: { budgets: { amount: 3, per: 2d } }`],
    [
      'another order of traits, signals and stages',
      edit('    bill:', '    last:')
        .replace(/( {4}last: .*\n)( {4}plan: .*\n)( {4}need: .*\n)/, '$3$2$1')
        .replace('last:', 'bill:')
        .replace(/( {2}visit: .*\n)( {2}fault: .*\n)/, '$2$1')
        .replace(/( {2}here: .*\n)( {2}there: .*\n)( {2}gone: .*\n)/, '$3$2$1'),
    ],
  ])('stays as it was beside %s', async (_, text) => {
    const [before, after] = [await truth(await tinyWorld(BASE)), await truth(await tinyWorld(text))];
    for (const [name, values] of before) expect([name, after.get(name)]).toEqual([name, values]);
    expect((before.get('signal visit') as unknown[]).length).toBeGreaterThan(20);
  });

  it('is not touched by what a policy draws, nor by another policy key', async () => {
    const deaf = await tinyWorld(BASE.replace('reach: 0.6', 'reach: 0'));
    const before = await truth(deaf);
    expect(await truth(deaf, streams, anything(deaf))).toEqual(before);
    const other = { ...streams, policy: [1, 1] as const };
    expect(await truth(deaf, other, anything(deaf))).toEqual(before);
  });

  it('changes what happens but not who people are where only the luck key does', async () => {
    const world = await tinyWorld(BASE);
    const [a, b] = [streamsOf(ROOT, 'evaluation', 0), streamsOf(ROOT, 'evaluation', 1)];
    const [one, two] = [play(world, { customers: 20 }), play(world, { customers: 20, key: [1, 3] })];
    expect(a.population).toEqual(b.population);
    expect(await truth(world, a)).not.toEqual(await truth(world, b));
    const traits = ({ block }: typeof one) => byRow(block, block.own.traits[0]);
    expect(traits(one)).not.toEqual(traits(two));
  });
});

describe('the streams', () => {
  it('of training, validation and evaluation, of every repeat, and of people, luck and policy are apart', () => {
    const uses: LuckUse[] = ['training', 'validation', 'evaluation'];
    const keys = uses.flatMap((use) =>
      [0, 1, 2].flatMap((repeat) => {
        const { population, luck, policy } = streamsOf(ROOT, use, repeat);
        return [`p ${use} ${population}`, `l ${luck}`, `a ${policy}`].map((text) =>
          text.replace(/^\w( \w+)? /, ''),
        );
      }),
    );
    // Nine luck keys, nine policy keys and three populations.
    expect(new Set(keys).size).toBe(21);
  });
});

describe('a value that is no number', () => {
  it('is an error that names the formula, the customer and the tick', async () => {
    const world = await tinyWorld(`
state: { day: { start: 0, next: "day + 1" }, odd: { start: 0, next: "log(1 - day)" } }`);
    expect(() => play(world, { customers: 3, ticks: 2 })).not.toThrow();
    expect(() => play(world, { customers: 3 })).toThrow(
      'state.odd.next: got no number for customer 0 at tick 2, wanted one. Look for log or sqrt of a negative number',
    );
  });

  it('is told of the customer it is of', async () => {
    const world = await tinyWorld(`
population: { size: 9, traits: { bill: { seen: true, uniform: [-1, 9] } } }
stages: { here: { exits: { there: { logit: "sqrt(bill)" } } }, there: {} }`);
    const { block } = play(
      await tinyWorld('population: { size: 9, traits: { bill: { seen: true, uniform: [-1, 9] } } }'),
      { customers: 60, ticks: 1 },
    );
    const bills = byRow(block, block.own.traits[0]);
    const who = bills.findIndex((bill) => bill < 0);
    expect(who).toBeGreaterThan(0);
    expect(() => play(world, { customers: 60, ticks: 1 })).toThrow(
      `stages.here.exits.there: got no number for customer ${who} at tick 0`,
    );
  });
});
