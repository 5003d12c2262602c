import type { Key } from '../core/philox.ts';
import type { ActionSet } from '../journey/actions.ts';
import type { FeatureSchema } from '../journey/features.ts';

/** What a policy decides about: shared by agents, frozen policies, bundles and logs. */
export type ProblemSpec = {
  readonly actions: ActionSet;
  readonly features: FeatureSchema;
};

/** Contexts waiting for a decision. Nothing hidden can get in here. */
export type DecisionBatch = {
  readonly n: number;
  /** [n x d] row-major by the spec's features. */
  readonly context: Float32Array;
  /** [n x A] Legality codes, 0 = legal; at least one legal action a row. null: all legal. */
  readonly legality: Uint8Array | null;
  /** Decision ids as [low, high] pairs, 2 n long: the counter of the policy's draws. */
  readonly ids: Uint32Array;
  /** Key of the policy's own stream; it never touches the world's luck. */
  readonly key: Key;
};

/**
 * A frozen way to decide: a pure function of context, legal set and decision id. Posterior draws, where a policy
 * takes any, are keyed by the decision id, so the propensity it reports is exact (semantics.md section 8).
 */
export type Policy = {
  /** Hash of its body: 16 hex digits. */
  readonly id: string;
  /** What it was opened from; a simulator may compile it. Absent for a policy that somebody wrote by hand. */
  readonly body?: PolicyBody;
  readonly kind: string;
  readonly spec: ProblemSpec;
  /**
   * Writes the probability of every action, [n x A] row-major: 0 for illegal ones, each row's sum 1 within 1e-6.
   */
  probabilities(batch: DecisionBatch, out: Float32Array): void;
  /** Writes a score an action, [n x A], for arbitration by `policy`; absent where a policy has none. */
  readonly scores?: (batch: DecisionBatch, out: Float32Array) => void;
};

/** A policy's frozen content: plain data with typed arrays, written by encodeState of core/json.ts. */
export type PolicyBody = {
  readonly kind: string;
  readonly version: number;
  /** Hash of the feature schema it was made for. */
  readonly featureHash: string;
  /** Names of its actions, in order. */
  readonly actions: readonly string[];
  readonly data: unknown;
};

/** A frozen form: how to turn a body of its kind into a policy. Never runs code from the body. */
export type PolicyForm = {
  readonly kind: string;
  readonly version: number;
  /** Throws NextmoveError where the body is broken or made for another spec. */
  open(body: PolicyBody, spec: ProblemSpec): Policy;
};
