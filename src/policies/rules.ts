import { unwrap } from '../core/issue.ts';
import { makeBlockRunner } from '../guardrails/blocks.ts';
import { actionIndex } from '../journey/actions.ts';
import { featureIndex } from '../journey/features.ts';
import type { Graph, Leaf } from '../language/graph.ts';
import { prepareProgram } from '../language/program.ts';
import { levelsOf } from '../language/types.ts';
import { validateGraph } from '../language/validate.ts';
import { bodyError, expectList, expectNumber, expectRecord, expectWhole } from './bodyChecks.ts';
import { checkLaw, type Law } from './laws.ts';
import type { DecisionBatch, Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { makeBody } from './policyId.ts';
import { unscoredPolicy } from './scored.ts';

export type Rule = {
  /** A node of the graph, or null for always. */
  readonly when: number | null;
  /** Name of the action. */
  readonly action: string;
};

/** A number in the rules that may be tuned: a constant of the graph that no other place shares. */
export type Threshold = {
  readonly node: number;
  /** The formula that it stands in, for people. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
};

export type RulesData = {
  /** Over leaves of kind `feature` alone. */
  readonly graph: Graph;
  readonly rules: readonly Rule[];
  readonly thresholds: readonly Threshold[];
  readonly law: Law;
};

export function rulesBody(spec: ProblemSpec, data: RulesData): PolicyBody {
  return makeBody('rules', spec, data);
}

/** The values of the thresholds of a rules body, in order. */
export function thresholdValues(body: PolicyBody): number[] {
  const { graph, thresholds } = body.data as RulesData;
  return thresholds.map(({ node }) => constantAt(graph, node));
}

/** The same rules with other thresholds, in the order in which the body lists them. */
export function withThresholds(body: PolicyBody, values: readonly number[]): PolicyBody {
  const data = body.data as RulesData;
  const nodes = [...data.graph.nodes];
  data.thresholds.forEach(({ node }, t) => {
    nodes[node] = { op: 'const', value: Math.fround(values[t]) };
  });
  return { ...body, data: { ...data, graph: { ...data.graph, nodes } } };
}

/** The first rule whose action is legal and whose condition holds; `none` where there is none, else the first legal action. */
export const rules: PolicyForm = {
  kind: 'rules',
  version: 1,
  open(body, spec): Policy {
    const data = checkRules(body.data, spec);
    return unscoredPolicy(body, spec, data.law, prepareRules(data, spec));
  },
};

/**
 * Turns the order of rules into values, so that the greedy law takes the first legal one: rule r of R whose condition
 * holds is worth R - r to its action, `none` at least one half, the others 0.
 */
function prepareRules({ graph, rules }: RulesData, spec: ProblemSpec) {
  const conditions = rules.flatMap(({ when }) => (when === null ? [] : [when]));
  const run = makeBlockRunner(prepareProgram(graph, conditions));
  const resultOf = rules.map(({ when }) => (when === null ? -1 : conditions.indexOf(when)));
  const actionOf = rules.map(({ action }) => actionIndex(spec.actions, action));
  const features = graph.leaves.map(({ source }) =>
    featureIndex(spec.features, (source as { name: string }).name),
  );
  const d = spec.features.features.length;
  const actions = spec.actions.actions.length;
  const { none } = spec.actions;
  return ({ n, context }: DecisionBatch) => {
    const value = new Float32Array(n * actions);
    const columns = features.map((j) => columnOf(context, j, d, n));
    run(columns, null, n, (results, from, count) => {
      for (let i = 0; i < count; i++) {
        const at = (from + i) * actions;
        if (none !== null) value[at + none] = 0.5;
        for (let r = rules.length - 1; r >= 0; r--) {
          if (resultOf[r] < 0 || results[resultOf[r]][i] === 1) value[at + actionOf[r]] = rules.length - r;
        }
      }
    });
    return { value, spread: null };
  };
}

/** Column j of contexts [n x d]. */
function columnOf(context: Float32Array, j: number, d: number, n: number): Float32Array {
  const column = new Float32Array(n);
  for (let i = 0; i < n; i++) column[i] = context[i * d + j];
  return column;
}

function constantAt(graph: Graph, node: number): number {
  const found = graph.nodes[node];
  if (found?.op === 'const') return found.value;
  throw bodyError('data.thresholds', `node ${node} is no constant`);
}

function checkRules(value: unknown, spec: ProblemSpec): RulesData {
  const data = expectRecord(value, 'data') as unknown as RulesData;
  const graph = unwrap(validateGraph(data.graph));
  for (const leaf of graph.leaves) checkLeaf(leaf, spec);
  expectList(data.rules, 'data.rules').forEach((rule, r) => {
    checkRule(expectRecord(rule, `data.rules[${r}]`), graph, spec, `data.rules[${r}]`);
  });
  for (const threshold of expectList(data.thresholds, 'data.thresholds') as readonly Threshold[]) {
    expectNumber(constantAt(graph, threshold.node), [-3.5e38, 3.5e38], 'data.thresholds');
  }
  checkLaw(data.law, false);
  return { ...data, graph };
}

function checkLeaf({ key, type, source }: Leaf, { features: { features } }: ProblemSpec): void {
  if (source.kind !== 'feature') {
    throw bodyError('data.graph', `"${key}" is no feature: rules read the context alone`);
  }
  const feature = features.find(({ name }) => name === source.name);
  if (feature === undefined) {
    const known = features.map(({ name }) => name).join(', ');
    throw bodyError('data.graph', `it reads "${source.name}"; the context has ${known}`);
  }
  const [got, wanted] = [levelsOf(type) ?? [], feature.levels ?? []];
  if (got.join('\n') === wanted.join('\n')) return;
  const levels = (list: readonly string[]) =>
    list.length > 0 ? `the levels ${list.join(', ')}` : 'no levels';
  throw bodyError('data.graph', `it reads "${key}" with ${levels(got)}; the context has ${levels(wanted)}`);
}

function checkRule(
  rule: { readonly [key: string]: unknown },
  graph: Graph,
  spec: ProblemSpec,
  where: string,
): void {
  if (rule.when !== null) {
    const node = expectWhole(rule.when, [0, graph.nodes.length - 1], `${where}.when`);
    if (graph.types[node] !== 'bool') throw bodyError(`${where}.when`, `node ${node} is no condition`);
  }
  if (actionIndex(spec.actions, String(rule.action)) >= 0) return;
  const known = spec.actions.actions.map(({ name }) => name).join(', ');
  throw bodyError(`${where}.action`, `got "${String(rule.action)}", wanted one of ${known}`);
}
