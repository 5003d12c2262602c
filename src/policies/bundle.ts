import { deriveKey, hash64, type Key } from '../core/luck.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import type { OutcomeKind } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { ContextProgram } from './context.ts';
import type { Policy, PolicyBody, ProblemSpec } from './policy.ts';

/** The files of a bundle, beside its manifest. */
export const BUNDLE_FILES = {
  features: 'features.json',
  policy: 'policy.json',
  guardrails: 'guardrails.json',
  golden: 'golden.json',
  card: 'CARD.md',
} as const;
export const MANIFEST = 'manifest.json';

/** The version of all files of a bundle together. */
export const BUNDLE_FORMAT = 1;

/** A number that speaks for or against the policy, with what it is of and how sure it is. */
export type Evidence = {
  /** What was measured, such as `value a customer over 365 days, against today's rules`. */
  readonly title: string;
  /** null where it was withheld; `note` then says why. */
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** Of the interval, such as 0.95. */
  readonly level: number;
  /** What the interval counts, such as `20000 customers on fresh luck` or `5 training seeds`. */
  readonly basis: string;
  readonly note: string;
};

/** Which clock the policy's windows run on. */
export type BundleClock = {
  /** Local date from which calendar periods are counted, YYYY-MM-DD. */
  readonly start: string;
  /** IANA zone of weekdays, days of the year and of the month, and calendar periods. */
  readonly zone: string;
  readonly tickDays: number;
};

/** Where a bundle comes from. Written by makeBundle, checked by openBundle. */
export type BundleManifest = {
  readonly format: typeof BUNDLE_FORMAT;
  /** 16 hex digits over the rest of the manifest, and so over every file: the policyId of its decisions. */
  readonly id: string;
  readonly name: string;
  /** What it decides, in a sentence or two. */
  readonly description: string;
  /** Version of nextmove that made it. */
  readonly nextmove: string;
  /** The scenario or log that it was learned from. */
  readonly origin: { readonly title: string; readonly hash: string };
  readonly agent: {
    readonly kind: string;
    readonly version: number;
    readonly title: string;
    readonly options: { readonly [name: string]: number };
  };
  readonly seeds: { readonly [name: string]: string };
  /** Id of the policy's body: 16 hex digits. */
  readonly policyId: string;
  readonly featureHash: string;
  readonly actions: readonly string[];
  readonly clock: BundleClock;
  readonly currency: string | null;
  /** The outcomes that may be reported of its decisions, and the reward that is derived from them. */
  readonly outcomes: readonly OutcomeKind[];
  readonly reward: RewardDefinition | null;
  readonly evidence: readonly Evidence[];
  /** What it must not be used for, and what is not known of it. */
  readonly limits: readonly string[];
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
};

/** An opened bundle, which has proved itself. */
export type PolicyBundle = {
  readonly id: string;
  readonly manifest: BundleManifest;
  readonly context: ContextProgram;
  readonly guardrails: Guardrails;
  readonly body: PolicyBody;
  readonly policy: Policy;
  readonly spec: ProblemSpec;
  /** Key of the policy's draws. */
  readonly key: Key;
  readonly card: string;
};

/** Key of a served policy's draws: of its body alone, so that the golden decisions can be replayed. */
export function servedKey(policyId: string): Key {
  return deriveKey(hash64(policyId), 'policy');
}
