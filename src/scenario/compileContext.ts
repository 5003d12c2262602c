import { type Feature, type FeatureKind, makeFeatureSchema } from '../journey/features.ts';
import { type GraphBuilder, makeGraphBuilder } from '../language/builder.ts';
import type { Leaf, LeafSource, ValueType } from '../language/graph.ts';
import type { ContextProgram } from '../policies/context.ts';
import type { Lowering } from './lower.ts';
import type { Scenario } from './scenario.ts';
import {
  inStageLeaf,
  leafOf,
  scopeFor,
  scopeKinds,
  stageLeaf,
  stateLeaf,
  traitLeaf,
  type Vocabulary,
} from './scopes.ts';

/** Days that stand for never in contexts: more than any run of the scenario lasts. */
export function neverDays({ clock }: Scenario): number {
  return Math.max(999, clock.horizonDays + clock.tickDays);
}

/** Window of the contact counts that every context holds: 28 days, in whole ticks. */
function contactWindowDays({ clock }: Scenario): number {
  return Math.ceil(28 / clock.tickDays - 1e-9) * clock.tickDays;
}

type Entry = { readonly feature: Feature; readonly node: number };

/** Where a feature stands for a leaf, so that rules over leaves become rules over the context. */
export type CompiledContext = {
  readonly program: ContextProgram;
  /** Feature name by leaf key. */
  readonly featureOf: ReadonlyMap<string, string>;
};

export function featureOfType(name: string, type: ValueType): Feature {
  if (typeof type === 'object') return { name, kind: 'category', levels: type.category };
  return { name, kind: type as FeatureKind };
}

/** The leaves that every context begins with: seen stage, time in it, seen traits, contact counts, times since. */
function ownLeaves(words: Vocabulary): Leaf[] {
  const { scenario } = words;
  const sent = (source: LeafSource) => leafOf(source, true);
  const never = neverDays(scenario);
  const days = contactWindowDays(scenario);
  const since = (of: string) => sent({ kind: 'since', view: 'sent', of, never });
  return [
    stageLeaf(words, 'seen'),
    inStageLeaf('seen'),
    ...Object.entries(scenario.population.traits)
      .filter(([, trait]) => trait.seen)
      .map(([name]) => traitLeaf(words, name)),
    ...Object.keys(scenario.channels).map((of) => sent({ kind: 'count', view: 'sent', of, days })),
    since('any'),
    ...Object.keys(scenario.interventions).map(since),
  ];
}

/** What the business cannot see: for the oracle alone. */
function hiddenLeaves(words: Vocabulary): Leaf[] {
  const { scenario } = words;
  const traits = Object.keys(scenario.population.traits).filter(
    (name) => !scenario.population.traits[name].seen,
  );
  return [
    stageLeaf(words, 'true'),
    inStageLeaf('true'),
    ...traits.map((name) => traitLeaf(words, name)),
    ...Object.keys(scenario.state).map(stateLeaf),
  ];
}

/** Today's rules as features: whether each one's condition holds, so that a linear agent knows what a rule can say. */
function ruleFeatures(words: Vocabulary, lowering: Lowering, builder: GraphBuilder): Entry[] {
  // What is wrong with a condition has been said where the rules themselves were lowered.
  if (lowering.issues.some(({ severity }) => severity === 'error')) return [];
  const scope = scopeFor(words, scopeKinds.seen);
  return words.scenario.today.flatMap(({ when }, r): Entry[] => {
    if (when === null) return [];
    const node = lowering.formula(when, ['today', r, 'when'], scope, { builder, want: 'bool' });
    return [{ feature: { name: `rule ${r + 1}`, kind: 'bool' }, node }];
  });
}

/**
 * The context: the own leaves, the declared features in order, then every further leaf that today's rules read and
 * each rule's condition, so that no rule knows more than an agent. With `oracle`, hidden columns follow.
 */
export function compileContext(
  words: Vocabulary,
  lowering: Lowering,
  { ruleLeaves, oracle }: { readonly ruleLeaves: readonly Leaf[]; readonly oracle: boolean },
): CompiledContext {
  const builder: GraphBuilder = makeGraphBuilder();
  const featureOf = new Map<string, string>();
  const entries: Entry[] = [];
  const addLeaf = (leaf: Leaf) => {
    if (featureOf.has(leaf.key)) return;
    const node = builder.leaf(leaf);
    featureOf.set(leaf.key, leaf.key);
    entries.push({ feature: featureOfType(leaf.key, leaf.type), node });
  };
  for (const leaf of ownLeaves(words)) addLeaf(leaf);
  const scope = scopeFor(words, scopeKinds.seen);
  for (const [name, text] of Object.entries(words.scenario.features)) {
    const node = lowering.formula(text, ['features', name], scope, { builder, want: 'any' });
    const shape = builder.node(node);
    if (shape?.op === 'leaf') {
      const { key } = builder.graph().leaves[shape.leaf];
      if (!featureOf.has(key)) featureOf.set(key, name);
    }
    entries.push({ feature: featureOfType(name, builder.type(node) ?? 'real'), node });
  }
  for (const leaf of ruleLeaves) addLeaf(leaf);
  entries.push(...ruleFeatures(words, lowering, builder));
  if (oracle) for (const leaf of hiddenLeaves(words)) addLeaf(leaf);
  const features = makeFeatureSchema(entries.map((entry) => entry.feature));
  return {
    program: { graph: builder.graph(), features, nodes: entries.map((entry) => entry.node) },
    featureOf,
  };
}
