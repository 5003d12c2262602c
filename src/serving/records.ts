import type { DecisionRecord, OutcomeRecord } from '../journey/jsonRecords.ts';
import type { LogSchema } from '../journey/records.ts';
import { levelsOf } from '../language/types.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import type { Charge } from './ledgerTerms.ts';

/** What a service must find again in its log to go on as if it had never stopped. */
export type Served = {
  /** Consent as the request told it. */
  readonly consent: { readonly [channel: string]: boolean };
  /** When the stage was entered, ISO 8601 UTC; null where nobody knows. */
  readonly stageSince: string | null;
  /** What it took from ledgers. */
  readonly charges: readonly Charge[];
};

/** A decision record of the service: the common one, and what rebuilding needs. */
export type ServedDecision = DecisionRecord & { readonly served: Served };
export type ServedRecord = ServedDecision | OutcomeRecord;

/**
 * Where records go, and where a decision is found again. `append` throws where a record cannot be kept; whether it is
 * durable on return is the log's own to say.
 */
export type DecisionLog = {
  append(record: ServedRecord): void;
  decision(decisionId: string): ServedDecision | undefined;
};

/** A log in memory, for tests and for callers that keep records elsewhere. */
export function makeMemoryLog(): DecisionLog & { readonly records: ServedRecord[] } {
  const records: ServedRecord[] = [];
  const decisions = new Map<string, ServedDecision>();
  return {
    records,
    append(record) {
      records.push(record);
      if (record.record === 'decision') decisions.set(record.decisionId, record);
    },
    decision: (decisionId) => decisions.get(decisionId),
  };
}

export const COHORTS = ['treated', 'heldOut'] as const;
/** The one arm, as long as a service runs no experiment. */
export const ARM = 'only';
/** Trigger of a request that names none. */
export const REQUESTED = 'request';

/** What the columns of a log that this bundle's decisions fill will mean. `ticks` is where the log ends. */
export function servedSchema(
  { manifest, spec, context, guardrails }: PolicyBundle,
  ticks: number,
): LogSchema {
  const leaves = [...context.graph.leaves, ...guardrails.graph.leaves];
  const stage = leaves.find(({ source }) => source.kind === 'stage');
  return {
    schemaVersion: 1,
    source: 'service',
    title: manifest.name,
    originHash: manifest.id,
    actions: spec.actions,
    features: spec.features,
    stages: (stage && levelsOf(stage.type)) ?? [],
    signals: [],
    outcomes: manifest.outcomes,
    triggers: [REQUESTED],
    policies: [manifest.id],
    arms: [ARM],
    cohorts: COHORTS,
    trueStages: [],
    hidden: [],
    legality: 'exact',
    clock: { ...manifest.clock, ticks },
    currency: manifest.currency,
    contended: guardrails.ledgers.length > 0,
    cluster: 'customer',
  };
}
