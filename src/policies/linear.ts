import { expectRecord } from './bodyChecks.ts';
import { checkEncoding, type Encoding, encode } from './encoding.ts';
import { checkLaw, type Law } from './laws.ts';
import { checkHead, headEstimates, type LinearHead } from './linearHead.ts';
import type { Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { makeBody } from './policyId.ts';
import { scoredPolicy } from './scored.ts';

export type LinearData = LinearHead & { readonly encoding: Encoding; readonly law: Law };

export function linearBody(spec: ProblemSpec, data: LinearData): PolicyBody {
  return makeBody('linear', spec, data);
}

/** Values z' theta_a over an encoded context, with a law: greedy, LinUCB, linear Thompson and linear Q alike. */
export const linear: PolicyForm = {
  kind: 'linear',
  version: 1,
  open(body, spec): Policy {
    const data = expectRecord(body.data, 'data');
    const actions = spec.actions.actions.length;
    const encoding = checkEncoding(data.encoding, spec.features, 'data.encoding');
    const head = checkHead(data, actions, encoding.width);
    const law = checkLaw(data.law, head.factor !== null);
    return scoredPolicy(body, spec, law, ({ n, context, legality }) => {
      const z = new Float32Array(n * encoding.width);
      encode(encoding, context, n, z);
      return headEstimates(head, z, { n, legality, actions });
    });
  },
};
