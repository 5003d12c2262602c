import type { Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { makeBody } from './policyId.ts';
import { unscoredPolicy } from './scored.ts';

/** The body of the policy that takes every legal action alike. */
export function uniformBody(spec: ProblemSpec): PolicyBody {
  return makeBody('uniform', spec, {});
}

/** Every legal action with the same probability: the plainest exploration, and the widest support for evaluation. */
export const uniform: PolicyForm = {
  kind: 'uniform',
  version: 1,
  open(body, spec): Policy {
    const actions = spec.actions.actions.length;
    return unscoredPolicy(body, spec, { kind: 'greedy', epsilon: 1 }, ({ n }) => ({
      value: new Float32Array(n * actions),
      spread: null,
    }));
  },
};
