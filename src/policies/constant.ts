import { actionIndex } from '../journey/actions.ts';
import { bodyError, expectRecord } from './bodyChecks.ts';
import { checkLaw, type Law } from './laws.ts';
import type { DecisionBatch, Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { makeBody } from './policyId.ts';
import { unscoredPolicy } from './scored.ts';

/** The body of the policy that always takes the action of that name; `none` never does anything. */
export function constantBody(spec: ProblemSpec, action: string, epsilon = 0): PolicyBody {
  return makeBody('constant', spec, { action, law: { kind: 'greedy', epsilon } satisfies Law });
}

/** One action always; where it is illegal, `none`; where that is illegal too or unknown, the first legal action. */
export const constant: PolicyForm = {
  kind: 'constant',
  version: 1,
  open(body, spec): Policy {
    const data = expectRecord(body.data, 'data');
    const chosen = actionIndex(spec.actions, String(data.action));
    if (chosen < 0) {
      const known = spec.actions.actions.map(({ name }) => name).join(', ');
      throw bodyError('data.action', `got "${String(data.action)}", wanted one of ${known}`);
    }
    const row = new Float32Array(spec.actions.actions.length);
    if (spec.actions.none !== null) row[spec.actions.none] = 1;
    row[chosen] = 2;
    return unscoredPolicy(body, spec, checkLaw(data.law, false), ({ n }: DecisionBatch) => ({
      value: repeated(row, n),
      spread: null,
    }));
  },
};

function repeated(row: Float32Array, n: number): Float32Array {
  const out = new Float32Array(n * row.length);
  for (let i = 0; i < n; i++) out.set(row, i * row.length);
  return out;
}
