import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../core/json.ts';
import { makeActionSet } from '../journey/actions.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import {
  constantBody,
  fitEncoding,
  type Law,
  linearBody,
  neuralLinearBody,
  openPolicy,
  type PolicyBody,
  policyId,
  rulesBody,
  tableBody,
  thresholdValues,
  uniformBody,
  withThresholds,
} from './index.ts';

const spec = {
  actions: makeActionSet(['none', 'tips@email', 'rescue@call']),
  features: makeFeatureSchema([
    { name: 'bill', kind: 'real' },
    { name: 'plan', kind: 'category', levels: ['rolling', 'fixed'] },
  ]),
};
const greedy: Law = { kind: 'greedy', epsilon: 0 };
const f = Math.fround;

/** Probabilities of a body, a row a context; `legality` for every row. */
function decide(
  body: PolicyBody,
  contexts: readonly (readonly number[])[],
  legality: readonly number[] | null = null,
) {
  const n = contexts.length;
  const batch = {
    n,
    context: Float32Array.from(contexts.flat()),
    legality: legality && Uint8Array.from(contexts.flatMap(() => legality)),
    ids: Uint32Array.from({ length: 2 * n }, (_, i) => i),
    key: [3, 4] as const,
  };
  const policy = openPolicy(body, spec);
  const q = new Float32Array(3 * n);
  policy.probabilities(batch, q);
  const scores = policy.scores && new Float32Array(3 * n);
  policy.scores?.(batch, scores!);
  const rows = (values: Float32Array) => contexts.map((_, i) => [...values.subarray(3 * i, 3 * i + 3)]);
  return { q: rows(q), scores: scores && rows(scores) };
}

describe('uniform', () => {
  it('shares alike among the legal actions', () => {
    expect(decide(uniformBody(spec), [[1, 0]]).q).toEqual([[f(1 / 3), f(1 / 3), f(1 / 3)]]);
    expect(decide(uniformBody(spec), [[1, 0]], [0, 3, 0]).q).toEqual([[0.5, 0, 0.5]]);
  });
});

describe('constant', () => {
  const body = constantBody(spec, 'rescue@call');
  it('takes its action, else none, else the first legal one', () => {
    expect(decide(body, [[1, 0]]).q).toEqual([[0, 0, 1]]);
    expect(decide(body, [[1, 0]], [0, 0, 2]).q).toEqual([[1, 0, 0]]);
    expect(decide(body, [[1, 0]], [7, 0, 2]).q).toEqual([[0, 1, 0]]);
    expect(decide(body, [[1, 0]]).scores).toBeUndefined();
  });
  it('names the actions where its own is unknown', () => {
    expect(() => openPolicy(constantBody(spec, 'gift'), spec)).toThrow(
      'data.action: got "gift", wanted one of none, tips@email, rescue@call',
    );
  });
});

describe('rules', () => {
  const build = makeGraphBuilder();
  const bill = build.leaf(makeLeaf({ kind: 'feature', name: 'bill' }, 'real', true));
  const rich = build.constant(50, 'real', { distinct: true });
  const poor = build.constant(10, 'real', { distinct: true });
  const body = rulesBody(spec, {
    rules: [
      { when: build.binary('lt', rich, bill), action: 'rescue@call' },
      { when: build.binary('lt', poor, bill), action: 'tips@email' },
    ],
    graph: build.graph(),
    thresholds: [
      { node: rich, name: 'bill > 50', low: 0, high: 100 },
      { node: poor, name: 'bill > 10', low: 0, high: 100 },
    ],
    law: greedy,
  });

  it('takes the first rule that holds and whose action is legal, else none', () => {
    expect(
      decide(body, [
        [60, 0],
        [50, 0],
        [5, 0],
      ]).q,
    ).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    expect(decide(body, [[60, 0]], [0, 0, 4]).q).toEqual([[0, 1, 0]]);
    expect(decide(body, [[60, 0]], [0, 4, 4]).q).toEqual([[1, 0, 0]]);
    expect(decide(body, [[Number.NaN, 0]]).q).toEqual([[1, 0, 0]]);
  });

  it('reads thresholds and takes others', () => {
    expect(thresholdValues(body)).toEqual([50, 10]);
    const tuned = withThresholds(body, [70, 10]);
    expect(decide(tuned, [[60, 0]]).q).toEqual([[0, 1, 0]]);
    expect(thresholdValues(tuned)).toEqual([70, 10]);
    expect(policyId(tuned)).not.toBe(policyId(body));
  });

  it('takes more rows than the interpreter takes at a time', () => {
    const rows = Array.from({ length: 1100 }, (_, i) => [i % 100, 0]);
    const { q } = decide(body, rows);
    q.forEach((row, i) => {
      expect(row.indexOf(1)).toBe(i % 100 > 50 ? 2 : i % 100 > 10 ? 1 : 0);
    });
  });

  it('refuses leaves that no context holds', () => {
    const other = makeGraphBuilder();
    const age = other.leaf(makeLeaf({ kind: 'feature', name: 'age' }, 'real', true));
    const when = other.binary('lt', age, other.constant(3, 'real'));
    const wrong = rulesBody(spec, {
      graph: other.graph(),
      rules: [{ when, action: 'none' }],
      thresholds: [],
      law: greedy,
    });
    expect(() => openPolicy(wrong, spec)).toThrow('data.graph: it reads "age"; the context has bill, plan');
  });
});

describe('rules over a category', () => {
  const byPlan = (levels: readonly string[]) => {
    const build = makeGraphBuilder();
    const type = { category: levels };
    const plan = build.leaf(makeLeaf({ kind: 'feature', name: 'plan' }, type, true));
    const when = build.binary('eq', plan, build.constant(1, type));
    const rules = [{ when, action: 'tips@email' }];
    return rulesBody(spec, { graph: build.graph(), rules, thresholds: [], law: greedy });
  };

  it('compare by level, and refuse levels of another order', () => {
    const decided = decide(byPlan(['rolling', 'fixed']), [
      [0, 0],
      [0, 1],
    ]);
    expect(decided.q).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(() => openPolicy(byPlan(['fixed', 'rolling']), spec)).toThrow(
      'it reads "plan" with the levels fixed, rolling; the context has the levels rolling, fixed',
    );
  });
});

describe('table', () => {
  const bins = {
    inputs: 2,
    features: [
      { feature: 1, count: 2, edges: new Float32Array(0) },
      { feature: 0, count: 3, edges: Float32Array.of(10, 20) },
    ],
  };
  /** Cells: rolling below 10, below 20, above; then fixed. */
  const values = Float32Array.of(0, 1, 2, 5, 1, 2, 0, 3, 2, 1, 0, 0, 0, 0, 1, 0, 1, 0);
  const body = tableBody(spec, { bins, values, spreads: null, law: greedy });

  it('reads the row of the cell, the edge belonging to the bin above it', () => {
    const contexts = [
      [9, 0],
      [10, 0],
      [25, 0],
      [0, 1],
      [19, 1],
      [20, 1],
    ];
    const best = decide(body, contexts).q.map((row) => row.indexOf(1));
    expect(best).toEqual([2, 0, 1, 0, 2, 1]);
  });

  it('puts missing values in bin 0 and unknown levels in the last', () => {
    expect(decide(body, [[Number.NaN, Number.NaN]]).q).toEqual([[0, 0, 1]]);
    expect(decide(body, [[20, 7]]).q).toEqual([[0, 1, 0]]);
  });

  it('scores an action by what it adds to none', () => {
    expect(decide(body, [[10, 0]]).scores).toEqual([[0, -4, -3]]);
  });

  it('refuses a table of another size', () => {
    const short = tableBody(spec, { bins, values: values.slice(3), spreads: null, law: greedy });
    expect(() => openPolicy(short, spec)).toThrow('data.values: got 15 numbers, wanted 18');
  });
});

describe('linear', () => {
  const encoding = fitEncoding(spec.features, Float32Array.of(10, 0, 30, 1), 2);
  const theta = Float32Array.of(0, 0, 0, 0, /**/ 1, 2, 0, -1, /**/ 2, -1, 0, 0);
  it('values z theta: an intercept, the standardised bill, the plan', () => {
    const body = linearBody(spec, { encoding, theta, factor: null, law: greedy });
    const z = (bill: number) => (bill - 20) / Math.sqrt(200);
    const { q, scores } = decide(body, [
      [30, 0],
      [30, 1],
      [12, 0],
    ]);
    expect(scores![0][1]).toBeCloseTo(1 + 2 * z(30), 5);
    expect(scores![1][1]).toBeCloseTo(2 * z(30), 5);
    expect(scores![2][2]).toBeCloseTo(2 - z(12), 5);
    expect(q.map((row) => row.indexOf(1))).toEqual([1, 1, 2]);
  });

  it('spreads |F z|: F the identity gives the length of z', () => {
    const identity = Array.from({ length: 10 }, (_, i) => ([0, 2, 5, 9].includes(i) ? 1 : 0));
    const factor = Float32Array.from([...identity.map(() => 0), ...identity, ...identity.map((x) => 3 * x)]);
    const law: Law = { kind: 'bonus', alpha: 1, epsilon: 0 };
    const zero = new Float32Array(12);
    const body = linearBody(spec, { encoding, theta: zero, factor, law });
    expect(decide(body, [[20, 0]]).q).toEqual([[0, 0, 1]]); // spreads 0, sqrt 2, 3 sqrt 2
    const theta = Float32Array.from(zero);
    theta[4] = 2.9; // 2.9 + 1.41 > 4.24
    expect(decide(linearBody(spec, { encoding, theta, factor, law }), [[20, 0]]).q).toEqual([[0, 1, 0]]);
  });
});

describe('neuralLinear', () => {
  it('runs rectified layers, then a head on [1, h]', () => {
    const encoding = fitEncoding(spec.features, Float32Array.of(10, 0, 30, 1), 2);
    const layer = {
      inputs: 4,
      outputs: 2,
      kernel: Float32Array.of(0, 0, 1, -1, 0, 0, 0, 0),
      bias: Float32Array.of(0, 0),
    };
    // h = [relu(z), relu(-z)]: the head makes tips worth |z| and rescue 0.5.
    const head = { theta: Float32Array.of(0, 0, 0, 0, 1, 1, 0.5, 0, 0), factor: null };
    const body = neuralLinearBody(spec, { encoding, layers: [layer], ...head, law: greedy });
    const { scores } = decide(body, [
      [30, 0],
      [0, 0],
      [21, 0],
    ]);
    const z = (bill: number) => (bill - 20) / Math.sqrt(200);
    expect(scores![0][1]).toBeCloseTo(z(30), 5);
    expect(scores![1][1]).toBeCloseTo(-z(0), 5);
    expect(decide(body, [[21, 0]]).q).toEqual([[0, 0, 1]]);
  });
});

describe('openPolicy', () => {
  const body = uniformBody(spec);
  it('survives being written and read', () => {
    const read = decodeState(encodeState(body)) as PolicyBody;
    expect(policyId(read)).toBe(policyId(body));
    expect(openPolicy(read, spec).id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('says what does not fit, and what to do', () => {
    expect(() => openPolicy({ ...body, kind: 'unifrom' }, spec)).toThrow('Did you mean `uniform`?');
    expect(() => openPolicy({ ...body, version: 9 }, spec)).toThrow(
      'version 9, this release opens version 1',
    );
    expect(() => openPolicy({ ...body, featureHash: 'f00' }, spec)).toThrow(
      `the policy was made for features f00, got contexts of features ${spec.features.hash}`,
    );
    expect(() => openPolicy({ ...body, actions: ['none'] }, spec)).toThrow(
      'the policy decides among none, wanted none, tips@email, rescue@call',
    );
  });
});
