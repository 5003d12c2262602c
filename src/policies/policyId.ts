import { encodeState } from '../core/json.ts';
import { hash64, hex64 } from '../core/luck.ts';
import type { PolicyBody, ProblemSpec } from './policy.ts';

/** 16 hex digits: the hash of the body's encoded state. Equal bodies have equal ids, on every machine. */
export function policyId(body: PolicyBody): string {
  const [low, high] = hash64(encodeState(body));
  return hex64(low, high);
}

/** A body of version 1 for a spec. */
export function makeBody(kind: string, spec: ProblemSpec, data: unknown): PolicyBody {
  const actions = spec.actions.actions.map(({ name }) => name);
  return { kind, version: 1, featureHash: spec.features.hash, actions, data };
}
