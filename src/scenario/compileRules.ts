import { makeGraphBuilder } from '../language/builder.ts';
import type { Graph, Leaf, ValueType } from '../language/graph.ts';
import { makeLeaf } from '../language/leaves.ts';
import { replaceLeaves } from '../language/rewrite.ts';
import type { PolicyBody, ProblemSpec } from '../policies/policy.ts';
import { rulesBody, type Threshold } from '../policies/rules.ts';
import { neverDays } from './compileContext.ts';
import type { Lowering } from './lower.ts';
import type { Rule } from './scenario.ts';
import { inStageLeaf, leafOf, scopeFor, scopeKinds, stageLeaf, type Vocabulary } from './scopes.ts';

/** Today's rules over seen leaves, before the context is known. */
export type LoweredRules = {
  readonly graph: Graph;
  /** Condition of each rule, or null for always. */
  readonly conditions: readonly (number | null)[];
  readonly thresholds: readonly { readonly node: number; readonly name: string }[];
};

/** The leaves that the rules read. */
export function rulesLeaves({ graph }: LoweredRules): readonly Leaf[] {
  return graph.leaves;
}

export function lowerRules(words: Vocabulary, lowering: Lowering): LoweredRules {
  const builder = makeGraphBuilder();
  const scope = scopeFor(words, scopeKinds.seen);
  const thresholds: { node: number; name: string }[] = [];
  const conditions = words.scenario.today.map((rule, r) => {
    const parts: number[] = [];
    if (rule.when !== null) {
      const built = lowering.tunable(rule.when, ['today', r, 'when'], scope, builder);
      parts.push(built.node);
      for (const node of built.thresholds) thresholds.push({ node, name: rule.when });
    }
    parts.push(...ruleLimits(words, rule, builder, thresholds));
    return parts.length === 0 ? null : parts.reduce((a, b) => builder.binary('and', a, b));
  });
  return { graph: builder.graph(), conditions, thresholds };
}

/** `every`, `once` and `on enter` as conditions. */
function ruleLimits(
  words: Vocabulary,
  rule: Rule,
  builder: ReturnType<typeof makeGraphBuilder>,
  thresholds: { node: number; name: string }[],
): number[] {
  const intervention = rule.action.split('@')[0];
  const never = neverDays(words.scenario);
  const since = () => builder.leaf(leafOf({ kind: 'since', view: 'sent', of: intervention, never }, true));
  const parts: number[] = [];
  if (rule.everyDays !== null) {
    const node = builder.constant(rule.everyDays, 'duration', { distinct: true });
    thresholds.push({ node, name: `every for ${rule.action}` });
    parts.push(builder.binary('le', node, since()));
  }
  if (rule.once) parts.push(builder.binary('le', builder.constant(never, 'duration'), since()));
  if (rule.onEnter !== null) {
    const index = words.seenStages.category.indexOf(rule.onEnter);
    const stage = builder.constant(index, words.seenStages as ValueType);
    parts.push(builder.binary('eq', builder.leaf(stageLeaf(words, 'seen')), stage));
    parts.push(builder.binary('eq', builder.leaf(inStageLeaf('seen')), builder.constant(0, 'duration')));
  }
  return parts;
}

/** Range over which a threshold is searched: a quarter to four times, or around zero. */
function searchRange(value: number, type: ValueType, never: number): readonly [number, number] {
  if (type === 'count') return [0, Math.ceil(4 * value + 3)];
  if (type === 'duration') return [value / 4, Math.min(never, 4 * value)];
  const reach = value === 0 ? 1 : 2 * Math.abs(value);
  return [value - reach, value + reach];
}

/** The rules as a frozen policy over the context. */
export function freezeRules(
  words: Vocabulary,
  lowered: LoweredRules,
  { spec, featureOf }: { readonly spec: ProblemSpec; readonly featureOf: ReadonlyMap<string, string> },
): PolicyBody {
  const roots = lowered.conditions.filter((node): node is number => node !== null);
  const rewritten = replaceLeaves(
    lowered.graph,
    roots,
    (leaf) => makeLeaf({ kind: 'feature', name: featureOf.get(leaf.key) ?? leaf.key }, leaf.type, true),
    lowered.thresholds.map(({ node }) => node),
  );
  const kept = lowered.thresholds;
  const never = neverDays(words.scenario);
  const thresholds = rewritten.thresholds.map((node, k): Threshold => {
    const constant = rewritten.graph.nodes[node];
    const value = constant.op === 'const' ? constant.value : 0;
    const [low, high] = searchRange(value, rewritten.graph.types[node], never);
    return { node, name: kept[k].name, low, high };
  });
  let next = 0;
  const rules = words.scenario.today.map((rule, r) => ({
    action: rule.action,
    when: lowered.conditions[r] === null ? null : rewritten.roots[next++],
  }));
  return rulesBody(spec, { graph: rewritten.graph, rules, thresholds, law: { kind: 'greedy', epsilon: 0 } });
}
