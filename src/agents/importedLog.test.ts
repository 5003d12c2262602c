import { describe, expect, it } from 'vitest';
import { makeActionSet } from '../journey/actions.ts';
import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { decisionLayout, outcomeLayout } from '../journey/records.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import { openPolicy } from '../policies/index.ts';
import type { AgentProblem } from './agent.ts';
import { agents } from './index.ts';
import { optionValues } from './rowLog.fixture.ts';

const names = ['control', 'mens', 'womens'];
const features = makeFeatureSchema([
  { name: 'past', kind: 'real' },
  { name: 'sex', kind: 'category', levels: ['m', 'f'] },
]);
const problem: AgentProblem = {
  spec: { actions: makeActionSet(names), features },
  reward: {
    name: 'spend',
    of: [{ outcome: 'margin', sign: 1 }],
    windowTicks: 1,
    discountPerTick: 1,
    bound: null,
  },
  discountPerTick: 1,
};

/** Like an imported campaign: no clock, no `none`, neither legal sets nor probabilities, and missing values. */
function campaign(n: number) {
  const schema = smallSchema({ ticks: null, features, actions: names, legality: 'all' });
  const block = makeBlock(schema, { decisions: n, outcomes: n });
  for (let i = 0; i < n; i++) {
    const [sex, action] = [i % 2, Math.floor(i / 2) % 3];
    const id = { decisionId: i + 1, customer: i + 1 };
    block.decisions.context.set([i % 5 === 0 ? Number.NaN : (i % 7) / 7, sex], 2 * i);
    appendRow(block.decisions, decisionLayout, { ...id, proposed: action, propensity: Number.NaN });
    const value = action === 1 + sex ? 2 + (i % 3) : i % 3;
    appendRow(block.outcomes, outcomeLayout, { ...id, outcomeId: i + 1, name: 0, value, ticks: 1 });
    appendRow(block.outcomes, outcomeLayout, {
      ...id,
      outcomeId: n + i,
      name: 2,
      value: value > 1 ? 1 : 0,
      ticks: 1,
    });
  }
  return logFromBlocks(schema, [block]);
}

const key = [1, 2] as const;
const seeing = agents.filter(({ kind }) => !['none', 'uniform', 'thompson'].includes(kind));

describe.each(seeing)('$kind, on an imported campaign', (agent) => {
  it('mails men the one thing and women the other', async () => {
    const start = agent.init(problem, optionValues(agent), key);
    const { state, report } = await agent.learn(start, campaign(6000), key);
    expect(report.decisions).toBe(6000);
    const batch = {
      n: 2,
      context: Float32Array.of(0.5, 0, 0.5, 1),
      legality: null,
      ids: new Uint32Array(4),
      key,
    };
    const q = new Float32Array(6);
    openPolicy(agent.freeze(state, { explore: false }), problem.spec).probabilities(batch, q);
    expect([...q]).toEqual([0, 1, 0, 0, 0, 1]);
  });
});
