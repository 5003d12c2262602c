import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../journey/records.ts';
import type { World } from '../scenario/world.ts';
import { arbitrate } from './arbitrate.ts';
import { isAhead } from './bids.ts';
import { type Ledgers, ledgerState, makeLedgerRoom, makeLedgers, setLedgerState } from './ledgers.ts';
import { tinyWorld } from './tiny.fixture.ts';

const LUCK = [7, 8] as const;
const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 1d, horizon: 8d }
channels: { email: { cost: 1 }, call: { cost: 3, capacity: { amount: 40, per: 1d, arbitrate: priority } } }
interventions:
  hello: { channels: [email, call], in: [here] }
  gift: { channels: [email, call], in: [here], offer: { cost: 5, within: 3d, chance: 0.5 } }
reward: { of: [-contact_cost], window: 1d }
guardrails:
  budgets:
    - { amount: 150, per: 4d }
    - { amount: 90, per: 2d, charge: redeem }`);
const ACTIONS = world.actions.actions.length;

type Bid = { readonly action: number; readonly score: number; readonly cost: number };
const aBid: fc.Arbitrary<Bid> = fc.record({
  action: fc.integer({ min: 1, max: ACTIONS - 1 }),
  score: fc.integer({ min: 0, max: 6 }),
  cost: fc.integer({ min: 0, max: 9 }).map((units) => units * 10_000),
});

/** Bids of customers 0, 1, .. in blocks of `capacity`. */
function place(of: World, bids: readonly Bid[], capacity: number): Ledgers {
  const blocks = Math.max(1, Math.ceil(bids.length / capacity));
  const room = makeLedgerRoom(of, { blocks, capacity, hands: 1 });
  bids.forEach(({ action, score, cost }, i) => {
    room.bids.action[i] = action;
    room.bids.score[i] = score;
    room.bids.offerCost[i] = cost;
    room.bids.idLow[i] = i;
    room.bids.counts[Math.floor(i / capacity)]++;
  });
  return makeLedgers(of, room);
}

/** What sorting everybody and going through them one by one comes to. */
function oneByOne(bids: readonly Bid[]): number[] {
  const { world: of, room, rankedBy, drawn, times } = place(world, bids, bids.length);
  const left = of.guardrails.ledgers.map(({ amount }) => amount);
  const price = (k: number, { action, cost }: Bid) => {
    const { kind, charge } = of.guardrails.ledgers[k];
    if (kind === 'capacity') return 1;
    return charge === 'send' ? of.actionCost[action] : cost;
  };
  expect(times.most).toBe(3);
  room.bids.tie.fill(Number.NaN);
  const when = { tick: 0, luck: LUCK };
  const verdicts = bids.map(() => 0);
  for (let k = 0; k < left.length; k++) {
    const members = [...bids.keys()].filter((i) => rankedBy[bids[i].action] === k);
    members.sort((a, b) => (isAhead(room.bids, when, [a, b]) ? -1 : 1));
    for (const i of members) {
      const short = drawn[bids[i].action].find((at) => price(at, bids[i]) > left[at]);
      if (short === undefined) for (const at of drawn[bids[i].action]) left[at] -= price(at, bids[i]);
      const isBudget = short !== undefined && of.guardrails.ledgers[short].kind === 'budget';
      if (short !== undefined) verdicts[i] = isBudget ? Admission.droppedBudget : Admission.droppedCapacity;
    }
  }
  return verdicts;
}

describe('arbitration', () => {
  it('comes to what sorting everybody does, whatever the blocks', () => {
    fc.assert(
      fc.property(
        fc.array(aBid, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (bids, size) => {
          const wanted = oneByOne(bids);
          for (const capacity of [size, bids.length]) {
            const ledgers = place(world, bids, capacity);
            arbitrate(ledgers, 0, LUCK);
            expect([...ledgers.room.bids.verdict.subarray(0, bids.length)]).toEqual(wanted);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on alike from a state that was read and set', () => {
    const bids = Array.from({ length: 60 }, (_, i) => ({ action: 1 + (i % 4), score: i % 5, cost: 20_000 }));
    const verdicts = (ledgers: Ledgers, tick: number) => {
      arbitrate(ledgers, tick, LUCK);
      return [...ledgers.room.bids.verdict];
    };
    const [one, two] = [place(world, bids, 60), place(world, bids, 60)];
    verdicts(one, 0);
    one.room.redeemed[1 * 3] += 20_000;
    setLedgerState(two, ledgerState(one));
    two.room.bids.counts[0] = 60;
    for (const tick of [1, 2, 3, 4]) expect(verdicts(two, tick)).toEqual(verdicts(one, tick));
    expect(() => setLedgerState(two, new Float64Array(3))).toThrow('got a state of 3 numbers');
  });
});
