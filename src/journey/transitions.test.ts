import { describe, expect, it } from 'vitest';
import { appendRow } from './appendRow.ts';
import { makeBlock } from './blocks.ts';
import { decisionLayout, EndingCode, endingLayout, type JourneyBlock, outcomeLayout } from './records.ts';
import type { RewardDefinition } from './rewards.ts';
import { smallSchema } from './smallSchema.ts';
import { transitionBlock } from './transitions.ts';

const schema = smallSchema({ ticks: 20 });
const definition: RewardDefinition = {
  name: 'profit',
  of: [{ outcome: 'margin', sign: 1 }],
  windowTicks: 3,
  discountPerTick: 0.9, // of the reward's window: transitions use their own argument
  bound: null,
};

/** Three customers: 1 leaves, 2 reaches the horizon, 3 has no ending. */
function threeCustomers(): JourneyBlock {
  const block = makeBlock(schema, { decisions: 6, outcomes: 8, endings: 2 });
  const decide = (customer: number, tick: number, more: { proposed?: number; slot?: number } = {}) =>
    appendRow(block.decisions, decisionLayout, { customer, tick, propensity: 0.5, ...more });
  decide(1, 2, { proposed: 1 });
  decide(1, 4, { proposed: 2 });
  decide(2, 14);
  decide(3, 5, { slot: 0 });
  decide(3, 5, { slot: 1 });
  decide(3, 6);
  block.decisions.context.set([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  block.decisions.legality!.set([0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
  const pay = (customer: number, tick: number, value: number, ticks = 1) =>
    appendRow(block.outcomes, outcomeLayout, { customer, tick, name: 0, value, ticks });
  pay(1, 2, 8);
  pay(1, 3, 4);
  pay(1, 4, 1);
  pay(1, 7, 80); // after leaving at 6: belongs to the last decision
  pay(2, 14, 1, 6);
  pay(3, 5, 7);
  const end = (customer: number, tick: number, code: number) =>
    appendRow(block.endings, endingLayout, { customer, tick, code });
  end(1, 6, EndingCode.left);
  end(2, 16, EndingCode.horizon);
  block.endings.context.set([1.1, 1.2]);
  block.endings.legality!.set([0, 1, 1, 0, 0, 4]);
  return block;
}

describe('transitionBlock', () => {
  const found = transitionBlock(threeCustomers(), schema, definition, { discountPerTick: 0.5 });

  it('pairs decisions with the next one or the ending, and drops what leads nowhere known', () => {
    expect(found.n).toBe(5);
    expect(found.dropped).toBe(1);
    expect([...found.row]).toEqual([0, 1, 2, 3, 4]);
    expect([...found.terminal]).toEqual([0, 1, 0, 0, 0]);
    expect([...found.action]).toEqual([1, 2, 0, 0, 0]);
    expect([...found.x]).toEqual([...Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5)]);
    expect([...found.nextX]).toEqual([...Float32Array.of(0.2, 1.1, 1.2, 0.6, 0.6)]);
  });

  it('sums what was paid on the way, and all that followed where the customer left', () => {
    // 8 + 0.5 * 4; 1 + 0.125 * 80; 1 + 0.5 up to the horizon at 16; both slots of tick 5 get its 7.
    expect([...found.reward]).toEqual([10, 11, 1.5, 7, 7]);
    expect([...found.discount]).toEqual([0.25, 0, 0.25, 0.5, 0.5]);
  });

  it('carries the legal sets of both ends', () => {
    expect([...found.legality!.subarray(3, 9)]).toEqual([0, 2, 0, 0, 0, 5]);
    expect([...found.nextLegality!]).toEqual([0, 2, 0, 0, 1, 1, 0, 0, 4, 1, 1, 0, 1, 1, 0]);
  });

  it('looks several ticks ahead where asked to', () => {
    const far = transitionBlock(threeCustomers(), schema, definition, {
      discountPerTick: 0.5,
      aheadTicks: 3,
    });
    // Customer 1 leaves before tick 5: all that followed, 8 + 0.5 * 4 + 0.25 * 1 + 80 / 32. Customer 3 leads nowhere.
    expect([...far.row]).toEqual([0, 1, 2]);
    expect([...far.reward]).toEqual([12.75, 11, 1.5]);
    expect([...far.terminal]).toEqual([1, 1, 0]);
    expect(far.dropped).toBe(3);
  });

  it('starts anew with each episode', () => {
    const block = makeBlock(schema, { decisions: 2 });
    appendRow(block.decisions, decisionLayout, { customer: 1, tick: 1, episode: 0 });
    appendRow(block.decisions, decisionLayout, { customer: 1, tick: 2, episode: 1 });
    expect(transitionBlock(block, schema, definition, { discountPerTick: 0.5 })).toMatchObject({
      n: 0,
      dropped: 2,
    });
  });

  it('makes one-step episodes where there is no clock', () => {
    const block = threeCustomers();
    for (let i = 0; i < 6; i++) block.decisions.decisionId[i] = BigInt(i + 1);
    block.outcomes.decisionId.set([3n, 3n, 5n]);
    const single = transitionBlock(block, smallSchema({ ticks: null }), definition, { discountPerTick: 0.5 });
    expect([...single.reward]).toEqual([0, 0, 12, 0, 1, 0]);
    expect([...single.terminal]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...single.discount]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(single.dropped).toBe(0);
  });
});
