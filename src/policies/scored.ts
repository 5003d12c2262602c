import { type Estimates, type Law, prepareLaw } from './laws.ts';
import type { DecisionBatch, Policy, PolicyBody, ProblemSpec } from './policy.ts';
import { policyId } from './policyId.ts';

/** How a form estimates a batch. */
export type Estimator = (batch: DecisionBatch) => Estimates;

/** A policy that estimates each action's value and then applies a law, and has no scores to arbitrate by. */
export function unscoredPolicy(body: PolicyBody, spec: ProblemSpec, law: Law, estimate: Estimator): Policy {
  const apply = prepareLaw(law, spec.actions.none);
  return {
    id: policyId(body),
    kind: body.kind,
    spec,
    probabilities: (batch, out) => apply(estimate(batch), batch, out),
  };
}

/**
 * As unscoredPolicy, with scores: the value of each action over that of `none` (what is lost where the action is
 * dropped), or the value itself where the set has no `none`.
 */
export function scoredPolicy(body: PolicyBody, spec: ProblemSpec, law: Law, estimate: Estimator): Policy {
  const { none, actions } = spec.actions;
  const scores = (batch: DecisionBatch, out: Float32Array) => {
    out.set(meanValues(law, estimate(batch)));
    if (none === null) return;
    for (let at = 0; at < batch.n * actions.length; at += actions.length)
      subtract(out, at, actions.length, none);
  };
  return { ...unscoredPolicy(body, spec, law, estimate), scores };
}

/** Mean beliefs: those of a beta posterior hold successes and failures. */
function meanValues(law: Law, { value, spread }: Estimates): Float32Array {
  if (law.kind !== 'thompson' || law.posterior !== 'beta') return value;
  return value.map((successes, i) => successes / (successes + spread![i]));
}

function subtract(out: Float32Array, at: number, actions: number, none: number): void {
  const base = out[at + none];
  for (let a = at; a < at + actions; a++) out[a] -= base;
}
