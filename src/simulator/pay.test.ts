import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDiscounts } from '../journey/ledger.ts';
import { outcomeSigns } from '../journey/rewards.ts';
import { outcomesOf, type Played, play, tinyWorld } from './tiny.fixture.ts';
import { worldSchema } from './worldSchema.ts';

const DAY = 'state: { day: { start: 0, next: "day + 1" } }';

describe('what staying pays', () => {
  it('is by the day, by the stage held at the start of the tick, with the state that the tick brought', async () => {
    const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 12h, horizon: 3d }
decide: [every 12h]
reward: { of: [margin], window: 12h }
${DAY}
stages:
  here: { pays: { margin: { perDay: 3 } }, exits: { there: { logit: "100 * (day >= 3) - 50" } } }
  there: { pays: { margin: { perDay: "day" } } }`);
    expect(outcomesOf(world, play(world))).toEqual([
      'margin 1.5 @0 x3',
      'margin 2 @3',
      'margin 2.5 @4',
      'margin 3 @5',
    ]);
  });

  it('is one record for as long as the amount stays, also where an unseen stage takes over', async () => {
    const world = await tinyWorld(`
${DAY}
stages:
  here: { pays: { margin: { perDay: 2 }, extra: { perDay: 1 } }, exits: { hidden: { logit: "100 * (day >= 3) - 50" } } }
  hidden: { seenAs: here, pays: { margin: { perDay: "if(day < 6, 2, 0)" } } }`);
    expect(outcomesOf(world, play(world, { ticks: 8 }))).toEqual(['extra 1 @0 x3', 'margin 2 @0 x5']);
  });

  it('begins anew after a pause, and is cut by the horizon', async () => {
    const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 1d, horizon: 9d }
stages: { here: { pays: { margin: { perDay: "if(weekday == 3, 0, 1)" } } } }`);
    expect(outcomesOf(world, play(world))).toEqual(['margin 1 @0 x2', 'margin 1 @3 x6']);
  });

  it('is rounded half to even, once', async () => {
    const world = await tinyWorld(`
stages: { here: { pays: { a: { perDay: "0.5 / 8192" }, b: { perDay: "1.5 / 8192" }, c: { perDay: "-12 / 4096" } } } }`);
    // 0.6104 and 1.8311 parts of 1/10,000, and -29.296875 of them.
    expect(outcomesOf(world, play(world, { ticks: 20 }))).toEqual([
      'a 0.0001 @0 x20',
      'b 0.0002 @0 x20',
      'c -0.0029 @0 x20',
    ]);
    const half = await tinyWorld('stages: { here: { pays: { a: { perDay: "0.03125" } } } }');
    expect(outcomesOf(half, play(half))).toEqual(['a 0.0312 @0 x20']);
  });

  it('may not be more money than a record holds', async () => {
    const world = await tinyWorld('stages: { here: { pays: { margin: { perDay: "exp(30)" } } } }');
    expect(() => play(world)).toThrow(
      /stages\.here\.pays\.margin: got 1068\d+ for customer 0 at tick 0, wanted an amount of at most 214748\.3647/,
    );
  });
});

describe('what happens once', () => {
  it('pays once: an exit when it is taken, a signal each time, a conversion as one', async () => {
    const world = await tinyWorld(`
${DAY}
signals: { buy: { perDay: "if(day == 1, 60, 0)", pays: { sale: 0.0125 } } }
stages:
  here: { exits: { member: { logit: "100 * (day >= 4) - 50", pays: { fee: "20 + day" } } } }
  member: { conversion: true }
reward: { of: [fee, sale, conversion], window: 1d }`);
    const played = play(world, { ticks: 7 });
    const { events } = played.records;
    const bought = events.count[0];
    expect(bought).toBeGreaterThan(20);
    // 0.0125 comes to 125 parts, as often as it was bought.
    expect(outcomesOf(world, played)).toEqual([
      `sale ${(125 * bought) / 10_000} @1`,
      'conversion 1 @3',
      'fee 24 @3',
    ]);
    expect(played.block.summary.conversions[0]).toBe(1);
    expect(played.block.summary.value[0]).toBeCloseTo((125 * bought) / 10_000 + 25, 9);
  });

  it('counts what the reward subtracts as costs in the log', async () => {
    const world = await tinyWorld(`
stages: { here: { pays: { margin: { perDay: 1 }, upkeep: { perDay: 1 }, other: { perDay: 1 } } } }
reward: { of: [margin, -upkeep, -contact_cost], window: 1d }`);
    const signs = Object.fromEntries(world.outcomes.map(({ name, sign }) => [name, sign]));
    expect(signs).toMatchObject({ margin: 1, upkeep: -1, other: 1, contact_cost: -1, conversion: 1 });
    expect([...world.valueSign]).toEqual([1, -1, 0, -1, 0, 0, 0]);
  });
});

/** A world with all that pays. */
const RICH = `
clock: { start: "2025-01-06", tick: 1d, horizon: 25d }
decide: [every 3d, on visit]
population: { size: 10, start: { here: 0.7, hidden: 0.3 }, traits: { bill: { seen: true, uniform: [1, 9] } } }
state: { mood: { start: 0, next: "0.8 * mood + reached(any) - 0.2 * count(fault)" } }
signals:
  visit: { perDay: 0.2, pays: { sale: "0.7 * bill" } }
  fault: { chance: 0.1 }
channels: { email: { reach: 0.6, cost: 0.3, optOut: 0.1 } }
interventions: { gift: { channels: [email], in: [here], cooldown: 2d, offer: { cost: "0.2 * bill", within: 4d, chance: 0.5 } } }
stages:
  here: { pays: { margin: { perDay: "0.1 * bill" } }, exits: { hidden: { logit: "-3 - mood" }, club: { logit: -3, pays: { fee: bill } } } }
  hidden: { seenAs: here, pays: { margin: { perDay: "0.1 * bill" } }, exits: { gone: { perDay: 0.1, loss: true, pays: { lost: 5 } } } }
  club: { conversion: true, pays: { margin: { perDay: "0.2 * bill + 0.01 * mood" } }, exits: { here: { perDay: 0.05 } } }
  gone: { terminal: true, seenAs: here, seenAfter: 5d }
reward: { of: [margin, sale, fee, -lost, -contact_cost, -offer_cost, conversion, -opt_out], window: 5d, discountPerYear: 0.5 }`;

/** Discounted value of each customer, by the outcomes of the log alone. */
function valuesFrom(
  { records: { outcomes } }: Played,
  signs: Float64Array,
  gamma: number,
  customers: number,
) {
  const values = new Float64Array(customers);
  const { power } = makeDiscounts(gamma, 40);
  for (let i = 0; i < outcomes.n; i++) {
    for (let k = 0; k < outcomes.ticks[i]; k++) {
      values[Number(outcomes.customer[i])] +=
        signs[outcomes.name[i]] * outcomes.value[i] * power[outcomes.tick[i] + k];
    }
  }
  return values;
}

describe('the books', () => {
  it('of every customer come to what the outcomes of the log say, whatever the luck', async () => {
    const world = await tinyWorld(RICH);
    const signs = outcomeSigns(worldSchema(world, 'scripted'), world.reward);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const played = play(world, { customers: 20, key: [seed, 7], act: () => 'gift@email' });
        const { summary, tally, stageValue } = played.block;
        const values = valuesFrom(played, signs, world.reward.discountPerTick, 20);
        for (let row = 0; row < 20; row++) expect(summary.value[row]).toBeCloseTo(values[row], 8);
        const sum = (array: Float64Array) => array.reduce((total, value) => total + value, 0);
        expect(sum(stageValue)).toBeCloseTo(sum(summary.value), 8);
        const { outcomes } = played.records;
        const ids = new Set(outcomes.outcomeId.subarray(0, outcomes.n));
        expect(ids.size).toBe(outcomes.n);
        expect(sum(tally.atEnd)).toBe(20);
        expect(sum(tally.entered) - sum(tally.moves)).toBe(20);
        const S = world.stages.length;
        for (let s = 0; s < S; s++) {
          const out = sum(tally.moves.slice(s * S, (s + 1) * S));
          const stays = sum(tally.stays.slice(s * 26, (s + 1) * 26));
          expect(out + tally.atEnd[s]).toBe(tally.entered[s]);
          expect(stays).toBe(tally.entered[s]);
        }
        const spent = Float64Array.from({ length: 20 }, () => 0);
        const costs = ['contact_cost', 'offer_cost'];
        for (let i = 0; i < outcomes.n; i++) {
          if (costs.includes(world.outcomes[outcomes.name[i]].name))
            spent[Number(outcomes.customer[i])] += outcomes.value[i];
        }
        for (let row = 0; row < 20; row++) expect(summary.cost[row] / 10_000).toBeCloseTo(spent[row], 8);
      }),
      { numRuns: 20 },
    );
  });
});
