import { purposeOf, uniform24 } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import type { DecisionBatch, Policy } from './policy.ts';

/** Purpose of the one uniform that picks the action. */
const ACTION = purposeOf('action');

/** A batch's proposals: rows aligned with the batch. */
export type Proposals = {
  /** [n x A] */
  readonly probabilities: Float32Array;
  /** [n] action index. */
  readonly proposed: Uint16Array;
  /** [n] probability of the proposed action. */
  readonly propensity: Float64Array;
};

export function makeProposals(n: number, actions: number): Proposals {
  return {
    probabilities: new Float32Array(n * actions),
    proposed: new Uint16Array(n),
    propensity: new Float64Array(n),
  };
}

/**
 * Decides for a batch: the policy's probabilities, then one uniform a row, word 0 of philox(key; id low, id high,
 * 0, purpose of `action`), and the first action, in action order, whose cumulative probability exceeds it. Where
 * rounding leaves the sum below the uniform, the last action with any probability is taken.
 */
export function propose(policy: Policy, batch: DecisionBatch, out: Proposals): void {
  const actions = policy.spec.actions.actions.length;
  const word = new Uint32Array(4);
  policy.probabilities(batch, out.probabilities);
  for (let i = 0; i < batch.n; i++) {
    philox4x32(batch.key[0], batch.key[1], batch.ids[2 * i], batch.ids[2 * i + 1], 0, ACTION, word);
    const chosen = pick(out.probabilities, i * actions, actions, uniform24(word[0]));
    out.proposed[i] = chosen;
    out.propensity[i] = out.probabilities[i * actions + chosen];
  }
}

function pick(probabilities: Float32Array, at: number, actions: number, u: number): number {
  let total = 0;
  let last = 0;
  for (let a = 0; a < actions; a++) {
    const p = probabilities[at + a];
    if (p > 0) last = a;
    total += p;
    if (u < total) return a;
  }
  return last;
}

export type RestrictOptions = { readonly n: number; readonly actions: number; readonly none: number | null };

/**
 * Restricts probabilities [n x A] to the logged legal sets and renormalises each row, in place (semantics.md section
 * 8). Where no mass is left the row takes `none`; without a legal `none` its probabilities become 0 and it is
 * marked: returns [n], 1 = unsupported. `legality` null: every action was legal, nothing changes.
 */
export function restrict(
  probabilities: Float32Array,
  legality: Uint8Array | null,
  { n, actions, none }: RestrictOptions,
): Uint8Array {
  const unsupported = new Uint8Array(n);
  if (legality === null) return unsupported;
  for (let i = 0; i < n; i++) {
    const at = i * actions;
    let [mass, removed] = [0, 0];
    for (let a = at; a < at + actions; a++) {
      if (legality[a] === 0) {
        mass += probabilities[a];
      } else {
        removed += probabilities[a];
        probabilities[a] = 0;
      }
    }
    if (mass === 0) {
      if (none !== null && legality[at + none] === 0) probabilities[at + none] = 1;
      else unsupported[i] = 1;
    } else if (removed > 0) {
      for (let a = at; a < at + actions; a++) probabilities[a] /= mass;
    }
  }
  return unsupported;
}
