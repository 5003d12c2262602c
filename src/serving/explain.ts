import type { LegalityName } from '../journey/jsonRecords.ts';
import { Legality } from '../journey/records.ts';
import { printNode } from '../language/print.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import type { ServedDecision } from './records.ts';
import { makeWhy, scoresOf } from './why.ts';

/** One decision taken apart, plain JSON. */
export type Explanation = {
  readonly decisionId: string;
  readonly customer: string;
  readonly time: string;
  /** What was carried out. */
  readonly action: string;
  readonly why: string;
  /** Name and kind are null where another bundle decided than the one at hand: rules and scores are left out then. */
  readonly policy: { readonly id: string; readonly name: string | null; readonly kind: string | null };
  readonly cohort: string | null;
  /** What the policy knew, in the order of its features. */
  readonly features: readonly {
    readonly name: string;
    readonly value: number | string | null;
    readonly unit?: string | undefined;
  }[];
  readonly actions: readonly ExplainedAction[];
};

export type ExplainedAction = {
  readonly action: string;
  readonly legality: LegalityName;
  /** The rules of that reason, as formulas; one of them did not hold. Empty where the action was legal. */
  readonly rules: readonly string[];
  readonly probability: number;
  /** What the policy thought it worth, in its own scale; null where it has no scores. */
  readonly score: number | null;
  readonly proposed: boolean;
  readonly carriedOut: boolean;
};

/** Everything behind a decision: features, each action's legality with its rules, probabilities and scores. */
export function explainDecision(record: ServedDecision, bundle: PolicyBundle): Explanation {
  const { spec, guardrails, policy, manifest } = bundle;
  const same = record.policyId === bundle.id;
  const scores = same ? scoresOf(record, bundle) : null;
  return {
    decisionId: record.decisionId,
    customer: record.customer,
    time: record.time,
    action: record.executed,
    why: makeWhy(bundle)(record),
    policy: same
      ? { id: record.policyId, name: manifest.name, kind: policy.kind }
      : { id: record.policyId, name: null, kind: null },
    cohort: record.cohort,
    features: spec.features.features.map(({ name, unit }) => ({
      name,
      value: record.context[name] ?? null,
      ...(unit !== undefined && { unit }),
    })),
    actions: guardrails.actions.map(({ action, conditions }, a): ExplainedAction => {
      const legality = record.legal[action];
      const rules = conditions.filter(
        ({ reason }) => same && legality !== 'legal' && reason === Legality[legality],
      );
      return {
        action,
        legality,
        rules: rules.map(({ node }) => printNode(guardrails.graph, node)),
        probability: record.probabilities?.[action] ?? 0,
        score: scores === null ? null : scores[a],
        proposed: action === record.proposed,
        carriedOut: action === record.executed,
      };
    }),
  };
}
