import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../journey/records.ts';
import { makeProposals } from '../policies/draw.ts';
import type { World } from '../scenario/world.ts';
import { makeBlock } from './makeBlock.ts';
import { observe } from './observe.ts';
import { resetBlock } from './reset.ts';
import { makeStepRoom, step } from './step.ts';
import { streamsOf } from './streams.ts';
import { byRow, type Play, play, tinyWorld } from './tiny.fixture.ts';

/** Rows admitted in each tick, everybody being proposed hello@email or what `act` says. */
function admitted(world: World, options: Play = {}): number[][] {
  const found: number[][] = [];
  const { decisions } = play(world, { act: () => 'hello@email', ...options }).records;
  for (let i = 0; i < decisions.n; i++) {
    found[decisions.tick[i]] ??= [];
    if (decisions.proposed[i] > 0 && decisions.admission[i] === Admission.admitted)
      found[decisions.tick[i]].push(Number(decisions.customer[i]));
  }
  return found;
}

const sizes = (rows: number[][]) => rows.map((list) => list.length);
const CLOCK =
  'clock: { start: "2025-01-06", tick: 1d, horizon: 8d }\nreward: { of: [-contact_cost], window: 1d }';
const BILL =
  'population: { size: 10, traits: { bill: { seen: true, uniform: [1, 9] }, secret: { seen: false, uniform: [1, 9] } } }';

describe('a capacity', () => {
  it('admits so many sends a calendar period, the others take none and are told why', async () => {
    const world = await tinyWorld(
      `${CLOCK}\nchannels: { email: { cost: 1, capacity: { amount: 4, per: 3d } } }`,
    );
    expect(world.coupled).toBe(true);
    const { decisions, outcomes } = play(world, { customers: 10, act: () => 'hello@email' }).records;
    expect(sizes(admitted(world, { customers: 10 }))).toEqual([4, 0, 0, 4, 0, 0, 4, 0]);
    expect(outcomes.n).toBe(12);
    for (let i = 0; i < decisions.n; i++) {
      const dropped = decisions.executed[i] === 0;
      expect(decisions.proposed[i]).toBe(1);
      expect(decisions.propensity[i]).toBe(1);
      expect(decisions.admission[i]).toBe(dropped ? Admission.droppedCapacity : Admission.admitted);
      const chance = [0.4, 0, 0][decisions.tick[i] % 3];
      expect(decisions.admissionProbability[i]).toBeCloseTo(chance, 6);
    }
    expect(new Set(decisions.cluster.subarray(0, decisions.n)).size).toBe(1);
  });

  it('leaves it to chance who is admitted, each tick anew', async () => {
    const world = await tinyWorld(`${CLOCK}\nchannels: { email: { capacity: { amount: 500, per: 1d } } }`);
    const days = admitted(world, { customers: 1000 });
    expect(sizes(days)).toEqual(Array(8).fill(500));
    const twice = days[0].filter((row) => days[1].includes(row)).length;
    // Hypergeometric: mean 250, standard deviation 7.9.
    expect(Math.abs(twice - 250)).toBeLessThan(4 * 7.9);
  });

  it('is not contended where there is room for all', async () => {
    const world = await tinyWorld(
      `${CLOCK}\nchannels: { email: { capacity: { amount: 10, per: 1d, arbitrate: priority } } }`,
    );
    const { decisions } = play(world, { customers: 10, act: () => 'hello@email' }).records;
    expect(new Set(decisions.admissionProbability.subarray(0, decisions.n))).toEqual(new Set([1]));
  });
});

describe('arbitration', () => {
  it('by a formula lets the largest go first, and knows no probability', async () => {
    const world = await tinyWorld(
      `${CLOCK}\n${BILL}\nchannels: { email: { capacity: { amount: 3, per: 1d, arbitrate: bill } } }`,
    );
    const { block, records } = play(world, { customers: 10, ticks: 1, act: () => 'hello@email' });
    const bills = byRow(block, block.own.traits[0]);
    const third = [...bills].sort((a, b) => b - a)[2];
    const { decisions } = records;
    for (let i = 0; i < 10; i++) {
      expect(decisions.executed[i]).toBe(bills[i] >= third ? 1 : 0);
      expect(decisions.admissionProbability[i]).toBeNaN();
    }
  });

  it('by a formula may read what is seen alone', async () => {
    const hidden = tinyWorld(
      `${BILL}\nchannels: { email: { capacity: { amount: 3, per: 1d, arbitrate: "secret" } } }`,
    );
    await expect(hidden).rejects.toThrow(/capacity\.arbitrate: `secret` is a hidden trait/);
  });

  it('by priority compares interventions, and breaks ties by chance', async () => {
    const world = await tinyWorld(`${CLOCK}
channels: { email: { capacity: { amount: 3, per: 1d, arbitrate: priority } } }
interventions: { hello: { channels: [email], in: [here] }, urgent: { channels: [email], in: [here], priority: 2 } }`);
    const act = (_: number, row: number) => (row < 2 ? 'urgent@email' : 'hello@email');
    const days = admitted(world, { customers: 10, act });
    for (const rows of days) expect(rows.slice(0, 2)).toEqual([0, 1]);
    expect(sizes(days)).toEqual(Array(8).fill(3));
    expect(new Set(days.map((rows) => rows[2])).size).toBeGreaterThan(3);
  });

  it('by the policy takes its scores over none, and falls back where it has none', async () => {
    const world = await tinyWorld(
      `${CLOCK}\nchannels: { email: { capacity: { amount: 2, per: 1d, arbitrate: policy } } }`,
    );
    const scored = (scores: Float32Array | null) => {
      const block = makeBlock(world, 4);
      const room = makeStepRoom(block);
      resetBlock(block, streamsOf([1, 2], 'evaluation'), { from: 0, count: 4 });
      const seen = observe(block, room.observation);
      const proposals = makeProposals(4, 2);
      proposals.proposed.fill(1);
      step(block, { seen, proposals, scores }, null, room);
      return { executed: [...room.admissions.executed], probability: [...room.admissions.probability] };
    };
    // Worth over none: 1, 3, 2, 0.
    const byScore = scored(Float32Array.of(0, 1, 1, 4, 5, 7, 9, 9));
    expect(byScore.executed).toEqual([0, 1, 1, 0]);
    expect(byScore.probability.every(Number.isNaN)).toBe(true);
    expect(scored(null).probability).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe('a budget', () => {
  const cost = 'channels: { email: { cost: 2 } }';
  it('spends by calendar period', async () => {
    const world = await tinyWorld(`${CLOCK}\n${cost}\nguardrails: { budgets: { amount: 9, per: 4d } }`);
    expect(sizes(admitted(world, { customers: 3 }))).toEqual([3, 1, 0, 0, 3, 1, 0, 0]);
    const { decisions } = play(world, { customers: 3, act: () => 'hello@email' }).records;
    expect(decisions.admission[2]).toBe(Admission.droppedBudget);
  });

  it('spends within what it looks back on, and has it back exactly when that time is over', async () => {
    const world = await tinyWorld(
      `${CLOCK}\n${cost}\nguardrails: { budgets: { amount: 9, per: 3d, rolling: true } }`,
    );
    expect(sizes(admitted(world, { customers: 3 }))).toEqual([3, 1, 0, 3, 1, 0, 3, 1]);
  });

  it('is taken from by what it is of, together with what else an action draws on', async () => {
    const world = await tinyWorld(`${CLOCK}
channels: { email: { cost: 1 }, call: { cost: 3, capacity: { amount: 2, per: 1d } } }
interventions: { hello: { channels: [email, call], in: [here] } }
guardrails: { budgets: { amount: 8, per: 1d } }`);
    const act = (_: number, row: number) => (row < 4 ? 'hello@call' : 'hello@email');
    const { decisions } = play(world, { customers: 8, ticks: 1, act }).records;
    const calls = [0, 1, 2, 3].filter((i) => decisions.executed[i] === 2).length;
    const mails = [4, 5, 6, 7].filter((i) => decisions.executed[i] === 1).length;
    // Two calls fit the channel and cost 6; 2 are left for mails.
    expect([calls, mails]).toEqual([2, 2]);
    const codes = [...decisions.admission.subarray(0, 8)];
    expect(codes.filter((code) => code === Admission.droppedCapacity)).toHaveLength(2);
    expect(codes.filter((code) => code === Admission.droppedBudget)).toHaveLength(2);
    // The lottery of the mails is one of one price and one ledger; that of the calls is not.
    expect(decisions.admissionProbability[0]).toBeNaN();
    expect(decisions.admissionProbability[4]).toBeCloseTo(0.5, 6);
  });

  const OFFER = (more: string) => `
clock: { start: "2025-01-06", tick: 1d, horizon: 12d }
reward: { of: [-contact_cost], window: 1d }
state: { day: { start: 0, next: "day + 1" } }
interventions: { hello: { channels: [email], in: [here], offer: { cost: 5, within: 3d, ${more} } } }
guardrails: { budgets: { amount: 10, per: 12d, charge: redeem } }`;

  it('that is charged on redemption reserves whole offers, and has them back when they expire', async () => {
    const world = await tinyWorld(`${OFFER('on: buy')}\nsignals: { buy: { chance: 0 } }`);
    // Two offers in tick 0, open in ticks 0 to 2, free again in tick 3.
    expect(sizes(admitted(world, { customers: 3 }))).toEqual([2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 0]);
  });

  it('keeps what was redeemed', async () => {
    const world = await tinyWorld(`${OFFER('on: buy')}\nsignals: { buy: { chance: "day == 1" } }`);
    const act = (_: number, row: number) => (row === 0 ? 'hello@email' : 'none');
    // The offer of tick 1 takes the place of the first and is redeemed at once: what it cost stays spent. The
    // first one's reservation expires in tick 3, and from then on one offer at a time fits.
    const rows = sizes(admitted(world, { customers: 1, act }));
    expect(rows).toEqual([1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });

  it('that reserves asks for costs that the business knows', async () => {
    const world = tinyWorld(
      OFFER('on: buy').replace('cost: 5', 'cost: "5 + day"').concat('\nsignals: { buy: { chance: 0 } }'),
    );
    await expect(world).rejects.toThrow(/interventions\.hello\.offer\.cost: `day` is hidden state/);
  });
});

describe('whatever is proposed', () => {
  it('no period of any ledger gives out more than its amount, and all that fits is given', async () => {
    const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 1d, horizon: 15d }
population: { size: 10, traits: { bill: { seen: true, uniform: [1, 9] } } }
channels: { email: { cost: 1 }, call: { cost: 3, capacity: { amount: 5, per: 2d, arbitrate: bill } } }
interventions:
  hello: { channels: [email, call], in: [here], cooldown: 2d }
  gift: { channels: [email], in: [here], offer: { cost: bill, within: 4d, chance: 0.5 } }
guardrails:
  budgets:
    - { amount: 40, per: 5d }
    - { amount: 30, per: 3d, rolling: true, of: email, arbitrate: priority }
    - { amount: 60, per: 5d, charge: redeem }`);
    const names = world.actions.actions.map(({ name }) => name);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const act = (tick: number, row: number) => names[(seed + 7 * row + 3 * tick) % names.length];
        const { records, block } = play(world, { customers: 30, key: [seed, 1], act });
        const { decisions, outcomes } = records;
        const spent = (of: (i: number) => number, from: number, to: number) => {
          let total = 0;
          for (let i = 0; i < decisions.n; i++) {
            if (decisions.tick[i] >= from && decisions.tick[i] < to) total += of(decisions.executed[i]);
          }
          return total;
        };
        const costOf = (action: number) => world.actionCost[action] / 10_000;
        const isEmail = (action: number) => world.actionChannel[action] === 0;
        for (let t = 0; t < 15; t++) {
          expect(spent((a) => (names[a].endsWith('@call') ? 1 : 0), t - (t % 2), t + 1)).toBeLessThanOrEqual(
            5,
          );
          expect(spent(costOf, t - (t % 5), t + 1)).toBeLessThanOrEqual(40);
          expect(spent((a) => (isEmail(a) ? costOf(a) : 0), t - 2, t + 1)).toBeLessThanOrEqual(30);
        }
        const redeemed = [0, 0, 0];
        const sentAt = new Map<bigint, number>();
        expect(block.summary.contacts.reduce((a, b) => a + b, 0)).toBe(spent((a) => (a > 0 ? 1 : 0), 0, 15));
        for (let i = 0; i < decisions.n; i++)
          if (names[decisions.executed[i]] === 'gift@email')
            sentAt.set(decisions.customer[i], decisions.tick[i]);
        for (let i = 0; i < outcomes.n; i++) {
          if (outcomes.name[i] !== block.outcomes.offerCost) continue;
          const send = sentAt.get(outcomes.customer[i]);
          if (send !== undefined)
            redeemed[Math.floor(Math.min(send, outcomes.tick[i]) / 5)] += outcomes.value[i];
        }
        for (const total of redeemed) expect(total).toBeLessThanOrEqual(60);
      }),
      { numRuns: 30 },
    );
  });

  it('ties go by the customer, not by the place in the block', async () => {
    const world = await tinyWorld(
      `${CLOCK}\nchannels: { email: { capacity: { amount: 3, per: 1d, arbitrate: "1" } } }`,
    );
    const days = admitted(world, { customers: 12 });
    expect(sizes(days)).toEqual(Array(8).fill(3));
    expect(new Set(days.map((rows) => rows.join())).size).toBeGreaterThan(5);
  });
});
