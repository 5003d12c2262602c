import { describe, expect, it } from 'vitest';
import { appendRow, type RowValues } from './appendRow.ts';
import { makeBlock } from './blocks.ts';
import { decisionLayout, type JourneyBlock, type LogSchema, outcomeLayout } from './records.ts';
import { type RewardDefinition, rewardBlock } from './rewards.ts';
import { smallSchema } from './smallSchema.ts';

const schema = smallSchema({ ticks: 10 });
const definition: RewardDefinition = {
  name: 'profit',
  of: [
    { outcome: 'margin', sign: 1 },
    { outcome: 'cost', sign: -1 },
  ],
  windowTicks: 3,
  discountPerTick: 0.5,
  bound: null,
};

function blockOf(
  decisions: readonly RowValues<typeof decisionLayout>[],
  outcomes: readonly RowValues<typeof outcomeLayout>[],
): JourneyBlock {
  const block = makeBlock(schema, { decisions: decisions.length, outcomes: outcomes.length });
  for (const row of decisions) appendRow(block.decisions, decisionLayout, row);
  for (const row of outcomes) appendRow(block.outcomes, outcomeLayout, { ticks: 1, ...row });
  return block;
}

const [margin, cost, visits] = [0, 1, 2];
const reward = (block: JourneyBlock, of: LogSchema = schema) => [
  ...rewardBlock(block, of, definition).reward,
];

describe('rewardBlock', () => {
  it('sums signed outcomes of the window, discounted to the decision, in whatever order they stand', () => {
    const block = blockOf(
      [{ customer: 7, tick: 2 }],
      [
        { customer: 7, tick: 5, name: margin, value: 1000 }, // t + 3: outside
        { customer: 7, tick: 4, name: margin, value: 8 }, // 0.25 * 8
        { customer: 7, tick: 1, name: margin, value: 1000 }, // before
        { customer: 7, tick: 3, name: cost, value: 6 }, // -0.5 * 6
        { customer: 7, tick: 2, name: margin, value: 10 },
        { customer: 7, tick: 2, name: visits, value: 99 }, // not part of the reward
        { customer: 8, tick: 2, name: margin, value: 500 }, // somebody else
      ],
    );
    expect(reward(block)).toEqual([10 - 3 + 2]);
  });

  it('spreads a recurring outcome over the ticks that lie in the window', () => {
    const block = blockOf(
      [
        { customer: 7, tick: 2 },
        { customer: 7, tick: 4 },
        { customer: 9, tick: 6 },
      ],
      [
        { customer: 7, tick: 0, name: margin, value: 4, ticks: 4 }, // ticks 0-3
        { customer: 7, tick: 4, name: margin, value: 16, ticks: 100 },
        { customer: 9, tick: 7, name: cost, value: 8, ticks: 2 },
      ],
    );
    // Tick 2: 4 + 2 + 0.25 * 16; tick 4: 16 * (1 + 0.5 + 0.25); tick 6: -(0.5 + 0.25) * 8.
    expect(reward(block)).toEqual([10, 28, -6]);
  });

  it('censors where the log ends before the window, never elsewhere', () => {
    const block = blockOf(
      [
        { customer: 7, tick: 7 },
        { customer: 7, tick: 8 },
      ],
      [{ customer: 7, tick: 9, name: margin, value: 4 }],
    );
    const { reward, censored } = rewardBlock(block, schema, definition);
    expect([...censored]).toEqual([0, 1]);
    expect([...reward]).toEqual([1, Number.NaN]);
  });

  it('joins by decision where there is no clock', () => {
    const block = blockOf(
      [{ decisionId: 11 }, { decisionId: 12 }],
      [
        { decisionId: 12, tick: 90, name: margin, value: 5 },
        { decisionId: 12, tick: 99, name: cost, value: 2 },
        { decisionId: 0, name: margin, value: 77 },
      ],
    );
    expect(reward(block, smallSchema({ ticks: null }))).toEqual([0, 3]);
  });

  it('refuses an outcome that the log does not have, naming those it has', () => {
    const wrong = { ...definition, of: [{ outcome: 'profit', sign: 1 as const }] };
    expect(() => rewardBlock(blockOf([], []), schema, wrong)).toThrow(
      'reward "profit" sums "profit"; this log has margin, cost, visits',
    );
  });
});
