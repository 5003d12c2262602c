import { describe, expect, it } from 'vitest';
import { EventKind } from '../journey/records.ts';
import { outcomesOf, type Played, play, tinyWorld } from './tiny.fixture.ts';

/** Values of a hidden column of one customer, tick by tick. */
function hidden({ records: { hidden } }: Played, column: number, width: number): number[] {
  return Array.from({ length: hidden!.n }, (_, i) => hidden!.values[i * width + column]);
}

describe('a send', () => {
  it('costs whether it arrives or not, is seen, and arrives with the probability of its channel', async () => {
    const world = await tinyWorld(`
channels: { email: { cost: 0.02, reach: 0.3 } }
interventions: { hello: { channels: [email], in: [here], cost: 1.5 } }`);
    const played = play(world, { customers: 3000, ticks: 1, act: () => 'hello@email' });
    const { outcomes, events, hidden: truth } = played.records;
    expect(outcomes.n).toBe(3000);
    expect(new Set(outcomes.value.subarray(0, 3000))).toEqual(new Set([1.52]));
    expect([...events.kind.subarray(0, events.n)].every((kind) => kind === EventKind.sent)).toBe(true);
    expect(events.n).toBe(3000);
    const reached = truth!.values.subarray(0, 3000).reduce((sum, one) => sum + one, 0);
    // 900 with a standard error of 25.1.
    expect(Math.abs(reached - 900)).toBeLessThan(4 * 25.1);
    expect(played.block.summary.contacts[0]).toBe(1);
    expect(played.block.summary.cost[0]).toBe(15_200);
  });

  it('reaches by what was known before it: windows end at the tick before', async () => {
    const world = await tinyWorld('channels: { email: { reach: "sent(any, 1d) == 0" } }');
    const played = play(world, { ticks: 4, act: (tick) => (tick === 1 ? 'none' : 'hello@email') });
    // Sent in ticks 0, 2, 3: the last one after a contact of the day before.
    expect(hidden(played, 0, 1)).toEqual([1, 0, 1, 0]);
  });

  it('feeds what reads deliveries in its tick, and windows that include it', async () => {
    const world = await tinyWorld(`
state:
  fatigue: { start: 0, next: "0.5 * fatigue + reached(hello)" }
signals:
  thanks: { perDay: "0", pays: { seen: 1 } }
stages:
  here: { pays: { now: { perDay: "reached(any)" }, two: { perDay: "reached(hello@email, 2d)" } } }`);
    const played = play(world, { ticks: 4, act: (tick) => (tick === 1 ? 'hello@email' : 'none') });
    expect(hidden(played, 0, 2)).toEqual([0, 1, 0.5, 0.25]);
    expect(outcomesOf(world, played)).toEqual(['now 1 @1', 'two 1 @1 x2']);
  });
});

describe('an offer', () => {
  const offer = (text: string, more = '') => `
clock: { start: "2025-01-06", tick: 1d, horizon: 12d }
interventions: { gift: { channels: [email], in: [here], offer: { ${text} } } }
${more}`;
  const gift = (tick: number) => (tick === 2 ? 'gift@email' : 'none');

  it('is redeemed by chance once, on a day of its window, at its cost', async () => {
    const world = await tinyWorld(offer('cost: 4.5, within: 3d, chance: 0.6'));
    const played = play(world, { customers: 4000, act: gift });
    const { outcomes } = played.records;
    const byTick = new Map<number, number>();
    for (let i = 0; i < outcomes.n; i++) {
      expect(outcomes.value[i]).toBe(4.5);
      byTick.set(outcomes.tick[i], (byTick.get(outcomes.tick[i]) ?? 0) + 1);
    }
    expect([...byTick.keys()].sort()).toEqual([2, 3, 4]);
    expect(new Set(outcomes.customer.subarray(0, outcomes.n)).size).toBe(outcomes.n);
    // 2,400 in all with a standard error of 31, 800 a day with one of 25.3.
    expect(Math.abs(outcomes.n - 2400)).toBeLessThan(4 * 31);
    for (const count of byTick.values()) expect(Math.abs(count - 800)).toBeLessThan(4 * 25.3);
  });

  it('is redeemed when its signal happens while it is open, from its first tick to its last', async () => {
    const on = (day: number) =>
      offer(
        'cost: 2, within: 3d, on: buy',
        `state: { day: { start: 0, next: "day + 1" } }\nsignals: { buy: { chance: "day == ${day}" } }`,
      );
    const redeemed = async (day: number) => {
      const world = await tinyWorld(on(day));
      return outcomesOf(world, play(world, { act: gift }));
    };
    expect(await redeemed(1)).toEqual([]);
    expect(await redeemed(2)).toEqual(['offer_cost 2 @2']);
    expect(await redeemed(4)).toEqual(['offer_cost 2 @4']);
    expect(await redeemed(5)).toEqual([]);
  });

  it('is redeemed once, however often its signal happens', async () => {
    const world = await tinyWorld(offer('cost: 2, within: 9d, on: buy', 'signals: { buy: { chance: 1 } }'));
    expect(outcomesOf(world, play(world, { act: gift }))).toEqual(['offer_cost 2 @2']);
  });

  it('is redeemed when its stage is entered', async () => {
    const world = await tinyWorld(
      offer(
        'cost: 2, within: 3d, on: there',
        'state: { day: { start: 0, next: "day + 1" } }\nstages: { here: { exits: { there: { logit: "100 * (day >= 4) - 50" } } }, there: {} }',
      ),
    );
    // State is 4 within tick 3, whose draw moves the customer.
    expect(outcomesOf(world, play(world, { act: gift }))).toEqual(['offer_cost 2 @3']);
  });

  it('costs what it was promised for at the send', async () => {
    const world = await tinyWorld(
      offer(
        'cost: "1 + day", within: 5d, on: buy',
        'state: { day: { start: 0, next: "day + 1" } }\nsignals: { buy: { chance: "day == 5" } }',
      ),
    );
    expect(outcomesOf(world, play(world, { act: gift }))).toEqual(['offer_cost 3 @5']);
  });

  it('takes the place of the one before', async () => {
    const world = await tinyWorld(
      offer(
        'cost: "1 + day", within: 9d, on: buy',
        'state: { day: { start: 0, next: "day + 1" } }\nsignals: { buy: { chance: "day == 8" } }',
      ),
    );
    const act = (tick: number) => (tick === 2 || tick === 4 ? 'gift@email' : 'none');
    expect(outcomesOf(world, play(world, { act }))).toEqual(['offer_cost 5 @8']);
  });

  it('does not open where nobody is reached', async () => {
    const world = await tinyWorld(
      `channels: { email: { reach: 0 } }${offer('cost: 2, within: 9d, on: buy', 'signals: { buy: { chance: 1 } }')}`,
    );
    expect(outcomesOf(world, play(world, { act: gift }))).toEqual([]);
  });
});

describe('an opt-out', () => {
  it('is drawn once for each contact that arrived', async () => {
    const world = await tinyWorld('channels: { email: { reach: 0.5, optOut: 0.4 } }');
    const { block, records } = play(world, { customers: 4000, ticks: 1, act: () => 'hello@email' });
    const optOuts = block.summary.optOuts.reduce((sum, one) => sum + one, 0);
    // A chance of 0.2: 800 of 4,000 with a standard error of 25.3.
    expect(Math.abs(optOuts - 800)).toBeLessThan(4 * 25.3);
    const { hidden: truth } = records;
    for (let row = 0; row < 4000; row++)
      if (block.summary.optOuts[row] === 1) expect(truth!.values[row]).toBe(1);
  });

  it('knows the contact and the signals of its tick, and holds for formulas from the next tick on', async () => {
    const world = await tinyWorld(`
state: { day: { start: 0, next: "day + 1" } }
signals: { fault: { chance: "day == 2" } }
channels: { email: { optOut: "fault * (reached(any, 3d) == 2)" } }
stages: { here: { pays: { allowed: { perDay: "consent(email)" } } } }`);
    const played = play(world, { ticks: 6, act: (tick) => (tick > 0 ? 'hello@email' : 'none') });
    expect(outcomesOf(world, played)).toEqual(['opt_out 1 @2', 'allowed 1 @0 x3']);
    expect(played.block.summary.contacts[0]).toBe(2);
  });
});
