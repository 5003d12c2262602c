import { describe, expect, it } from 'vitest';
import type { Agent } from '../agents/agent.ts';
import { agents, ruleList } from '../agents/index.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import { constantBody, openPolicy, uniformBody } from '../policies/index.ts';
import { rulesBody } from '../policies/rules.ts';
import { checkAgent } from './checkAgent.ts';
import { syntheticProblem } from './syntheticLog.ts';

const problem = syntheticProblem();

function todaysRules(): Agent {
  const build = makeGraphBuilder();
  const need = build.leaf(makeLeaf({ kind: 'feature', name: 'need' }, 'real', true));
  const when = build.binary('lt', build.constant(0.2, 'real'), need);
  const rules = [{ when, action: 'call' }];
  const law = { kind: 'greedy', epsilon: 0 } as const;
  return ruleList(rulesBody(problem.spec, { graph: build.graph(), rules, thresholds: [], law }));
}

describe.each([...agents, todaysRules()])('agent $kind', (agent) => {
  for (const { name, run } of checkAgent(agent, { problem })) it(name, run);
});

describe('checkAgent', () => {
  const broken = async (agent: Agent<{ n: number }>) => {
    const failed: string[] = [];
    for (const { name, run } of checkAgent(agent, { problem })) await run().catch(() => failed.push(name));
    return failed;
  };
  const sound: Agent<{ n: number }> = {
    ...{ kind: 'sound', version: 1, title: 'Sound', source: '-', family: 'baseline', options: {} },
    init: () => ({ n: 0 }),
    learn: async ({ n }) => ({ state: { n: n + 1 }, report: { decisions: 1, metrics: {} } }),
    freeze: () => uniformBody(problem.spec),
  };

  it('finds nothing wrong with a sound agent', async () => {
    expect(await broken(sound)).toEqual([]);
  });

  it('finds an agent that changes the state that it was given', async () => {
    const learn: typeof sound.learn = async (state) => {
      state.n++;
      return { state: { ...state }, report: { decisions: 1, metrics: {} } };
    };
    expect(await broken({ ...sound, learn })).toContain('leaves the old state as it was');
  });

  it('finds an agent that learns something else each time', async () => {
    let calls = 0;
    const learn: typeof sound.learn = async () => {
      calls++;
      return { state: { n: calls }, report: { decisions: 1, metrics: {} } };
    };
    expect(await broken({ ...sound, learn })).toContain(
      'comes to the same state, to the bit, from the same log and keys',
    );
  });

  it('finds an agent that learns nothing, and one that explores no further than it likes', async () => {
    const epsilon = { default: 0.1, low: 0, high: 1, description: '-' };
    const stubborn = { ...sound, family: 'bandit', options: { epsilon } } as const;
    const freeze = () => constantBody(problem.spec, 'none');
    expect(await broken({ ...stubborn, freeze })).toEqual([
      'keeps a floor under every legal action while exploring',
      'does clearly better than uniform random',
    ]);
  });
});

describe('the easy problem', () => {
  it('is worth less to any single action than to the best policy', () => {
    const values = problem.spec.actions.actions.map(({ name }) =>
      problem.value(openPolicy(constantBody(problem.spec, name), problem.spec)),
    );
    const uniform = problem.value(openPolicy(uniformBody(problem.spec), problem.spec));
    expect(Math.max(...values)).toBeGreaterThan(uniform + 0.1);
    expect(problem.best).toBeGreaterThan(Math.max(...values) + 0.3);
  });
});
