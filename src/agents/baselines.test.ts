import { describe, expect, it } from 'vitest';
import { makeActionSet } from '../journey/actions.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import { openPolicy, type PolicyBody } from '../policies/index.ts';
import { rulesBody } from '../policies/rules.ts';
import { none } from './none.ts';
import { optionValues, rowLog, rowProblem } from './rowLog.fixture.ts';
import { ruleList } from './ruleList.ts';
import { uniform } from './uniform.ts';

const problem = rowProblem();
const key = [1, 2] as const;

function decide(body: PolicyBody, x: number): number[] {
  const q = new Float32Array(2);
  const batch = { n: 1, context: Float32Array.of(x), legality: null, ids: new Uint32Array(2), key };
  openPolicy(body, problem.spec).probabilities(batch, q);
  return [...q];
}

describe('none', () => {
  it('does nothing, exploring or not', () => {
    const state = none.init(problem, {}, key);
    for (const explore of [true, false]) expect(decide(none.freeze(state, { explore }), 1)).toEqual([1, 0]);
  });

  it('refuses a set of actions that always acts, naming them', () => {
    const spec = { ...problem.spec, actions: makeActionSet(['a', 'b']) };
    expect(() => none.init({ ...problem, spec }, {}, key)).toThrow('the action set has no "none", only a, b');
  });
});

describe('uniform', () => {
  it('takes every action alike, and counts what it is shown', async () => {
    const state = uniform.init(problem, {}, key);
    expect(decide(uniform.freeze(state, { explore: true }), 1)).toEqual([0.5, 0.5]);
    const log = rowLog(problem, [{ x: [1], action: 0, reward: 0 }]);
    expect((await uniform.learn(state, log, key)).report.decisions).toBe(1);
  });
});

describe('ruleList', () => {
  const build = makeGraphBuilder();
  const a = build.leaf(makeLeaf({ kind: 'feature', name: 'a' }, 'real', true));
  const when = build.binary('lt', build.constant(0, 'real'), a);
  const law = { kind: 'greedy', epsilon: 0 } as const;
  const body = rulesBody(problem.spec, {
    graph: build.graph(),
    rules: [{ when, action: 'act' }],
    thresholds: [],
    law,
  });

  it("takes today's rules, with a floor while exploring", () => {
    const agent = ruleList(body);
    const state = agent.init(problem, optionValues(agent, { epsilon: 0.2 }), key);
    expect(decide(agent.freeze(state, { explore: false }), 1)).toEqual([0, 1]);
    expect(decide(agent.freeze(state, { explore: false }), -1)).toEqual([1, 0]);
    const [left, acted] = decide(agent.freeze(state, { explore: true }), 1);
    expect(left).toBeCloseTo(0.1, 6);
    expect(acted).toBeCloseTo(0.9, 6);
  });

  it('refuses rules over other features', () => {
    const features = makeFeatureSchema([{ name: 'b', kind: 'real' }]);
    const other = { ...problem, spec: { ...problem.spec, features } };
    expect(() => ruleList(body).init(other, {}, key)).toThrow('the policy was made for features');
  });
});
