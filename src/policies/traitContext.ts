import type { Guardrails } from '../guardrails/guardrails.ts';
import type { Feature, FeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import type { ValueType } from '../language/graph.ts';
import { makeLeaf } from '../language/leaves.ts';
import type { ContextProgram } from './context.ts';

/** A context that callers give as it is, each feature a trait of its name: for policies learned from a real log. */
export function traitContext(features: FeatureSchema): ContextProgram {
  const build = makeGraphBuilder();
  const nodes = features.features.map((feature) =>
    build.leaf(makeLeaf({ kind: 'trait', name: feature.name }, typeOf(feature), true)),
  );
  return { graph: build.graph(), features, nodes };
}

function typeOf({ kind, levels }: Feature): ValueType {
  return kind === 'category' ? { category: levels ?? [] } : kind;
}

/** Guardrails that allow every action always and hold nobody out. */
export function noGuardrails(actions: readonly string[]): Guardrails {
  return {
    graph: makeGraphBuilder().graph(),
    actions: actions.map((action) => ({ action, conditions: [] })),
    holdout: { share: 0, salt: '' },
    ledgers: [],
  };
}
