import type { Admission, Legality, Mode } from './records.ts';

/**
 * The records of records.ts as JSON objects, for append-only logs of one record a line: names instead of indices, ids
 * as strings of at most 256 bytes, times in ISO 8601 UTC, null for what is not known.
 */
export type DecisionRecord = {
  readonly record: 'decision';
  readonly schemaVersion: 1;
  readonly decisionId: string;
  readonly customer: string;
  /** The unit of intervals; the customer where absent. */
  readonly cluster?: string | undefined;
  readonly episode: number;
  readonly seq: number;
  readonly slot: number;
  readonly time: string;
  readonly tick: number;
  /** Milliseconds since the customer's previous decision. */
  readonly sincePrevious: number | null;
  readonly trigger: string;
  readonly stage: string | null;
  /** Feature -> number, or the name of a category's level; null where missing. */
  readonly context: { readonly [feature: string]: number | string | null };
  readonly featureSchemaHash: string;
  readonly featuresAsOf: string;
  /** Every action -> `legal`, or the reason why not. */
  readonly legal: { readonly [action: string]: LegalityName };
  /** Action -> probability; actions that are not named have 0. */
  readonly probabilities: { readonly [action: string]: number } | null;
  readonly proposed: string;
  readonly propensity: number | null;
  readonly executed: string;
  readonly admission: AdmissionName;
  readonly admissionProbability: number | null;
  /** Hash of the bundle that decided. */
  readonly policyId: string;
  readonly mode: ModeName;
  readonly arm: string | null;
  readonly armShare: number;
  readonly cohort: string | null;
  readonly cohortProbability: number;
  /** In shadow and apprentice mode: what the watched policy would have done. */
  readonly wouldBe?: WouldBe | undefined;
  /** What a service needs to go on from its log after a restart; of no meaning to readers of journeys. */
  readonly served?: unknown;
};

export type WouldBe = { readonly action: string; readonly propensity: number; readonly policyId: string };

export type OutcomeRecord = {
  readonly record: 'outcome';
  readonly schemaVersion: 1;
  readonly outcomeId: string;
  /** null where the outcome belongs to the customer alone. */
  readonly decisionId: string | null;
  readonly customer: string;
  readonly name: string;
  /** A tick, in the outcome's unit. */
  readonly value: number;
  readonly tick: number;
  readonly ticks: number;
  readonly occurredAt: string;
  readonly receivedAt: string;
};

export type LegalityName = keyof typeof Legality;
export type AdmissionName = keyof typeof Admission;
export type ModeName = keyof typeof Mode;

export type JsonRecord = DecisionRecord | OutcomeRecord;

/** A record as one line of a log, its line break included: append it in one write. */
export function recordLine(record: JsonRecord): string {
  return `${JSON.stringify(record)}\n`;
}
