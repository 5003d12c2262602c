import type { ActionSet } from './actions.ts';
import type { Columns } from './columns.ts';
import type { FeatureSchema } from './features.ts';

/** Version of the four record kinds below. */
export const SCHEMA_VERSION = 1;

/** Why an action may not be taken; 0 means that it may. In order of the checks: the first that fails is the reason. */
export const Legality = {
  legal: 0,
  stage: 1,
  eligibility: 2,
  consent: 3,
  cooldown: 4,
  cap: 5,
  quietHours: 6,
  holdout: 7,
  undeclared: 8,
} as const;
export type LegalityCode = (typeof Legality)[keyof typeof Legality];

export const Admission = { admitted: 0, droppedBudget: 1, droppedCapacity: 2 } as const;
export const Mode = { live: 0, shadow: 1, apprentice: 2, canary: 3, fallback: 4 } as const;
export const EndingCode = { left: 1, horizon: 2 } as const;
export const EventKind = { stage: 1, signal: 2, sent: 3 } as const;

/** Code for "not known" in u16 dictionary columns. */
export const UNKNOWN = 0xffff;

/** A decision: one row for each (customer, tick, slot), semantics.md section 10. */
export const decisionLayout = {
  decisionId: 'u64',
  customer: 'u64',
  /** The unit of intervals: the customer, or the world where coupled. */
  cluster: 'u64',
  episode: 'u32',
  /** Number of the decision in its episode, from 0. */
  seq: 'u32',
  /** Position within one page or message, from 0. */
  slot: 'u16',
  /** UTC milliseconds; NaN where the log has no clock. */
  time: 'f64',
  /** Ticks since the clock's start; the row's order where the log has no clock. */
  tick: 'i32',
  /** Milliseconds since the customer's previous decision; NaN for the first. */
  sincePrevious: 'f64',
  /** Index into schema.triggers. */
  trigger: 'u16',
  /** Seen stage: index into schema.stages, or UNKNOWN. */
  stage: 'u16',
  /** UTC milliseconds of what the context knows, at most `time`. */
  featuresAsOf: 'f64',
  /** Action index the policy proposed; learning and evaluation use this one (intention to treat). */
  proposed: 'u16',
  /** Probability of `proposed` after the mask, before arbitration; NaN where not logged. */
  propensity: 'f64',
  /** Action index carried out after arbitration. */
  executed: 'u16',
  admission: 'u8',
  /** Of a lottery, else NaN; 1 where nothing was contended. */
  admissionProbability: 'f32',
  /** Index into schema.policies. */
  policy: 'u16',
  mode: 'u8',
  arm: 'u16',
  armShare: 'f32',
  cohort: 'u16',
  cohortProbability: 'f32',
} as const;

/** Money or counts that happened; a recurring payment is one row for `ticks` ticks of `value` each. */
export const outcomeLayout = {
  outcomeId: 'u64',
  /** 0 where the outcome belongs to the customer alone. */
  decisionId: 'u64',
  customer: 'u64',
  /** Index into schema.outcomes. */
  name: 'u16',
  /** In the outcome's unit, a tick: currency (a multiple of 1/10,000) or a count. */
  value: 'f64',
  /** First tick. */
  tick: 'i32',
  /** Number of ticks that it pays, from `tick` on; 1 for a single outcome. */
  ticks: 'u32',
  occurredAt: 'f64',
  receivedAt: 'f64',
} as const;

/** What the business saw happen, at log level `events` and above. */
export const eventLayout = {
  customer: 'u64',
  tick: 'i32',
  time: 'f64',
  kind: 'u8',
  /** Index into schema.stages, schema.signals or schema.actions, by kind. */
  name: 'u16',
  count: 'u16',
} as const;

/** How a customer's journey ended, as the business sees it; `context` holds the final observation. */
export const endingLayout = {
  customer: 'u64',
  tick: 'i32',
  time: 'f64',
  code: 'u8',
  stage: 'u16',
} as const;

/** Hidden truth, at log level `full` alone: one row for each customer and tick. */
export const hiddenLayout = {
  customer: 'u64',
  tick: 'i32',
  /** True stage: index into schema.trueStages. */
  stage: 'u16',
} as const;

export type DecisionColumns = Columns<typeof decisionLayout> & {
  /** [n x d] row-major by schema.features. */
  context: Float32Array;
  /** [n x A] Legality codes; null where schema.legality is `all` or `unknown`. */
  legality: Uint8Array | null;
  /** [n x A] the policy's probabilities; null where not logged. */
  probabilities: Float32Array | null;
  /** Further numbers by name, [n] each, such as a target policy's logged probability. */
  extra: { readonly [name: string]: Float64Array };
};
export type OutcomeColumns = Columns<typeof outcomeLayout>;
export type EventColumns = Columns<typeof eventLayout>;
export type EndingColumns = Columns<typeof endingLayout> & {
  /** [n x d] the final observation. */
  context: Float32Array;
  /** [n x A] its Legality codes; null as in decisions. */
  legality: Uint8Array | null;
};
export type HiddenColumns = Columns<typeof hiddenLayout> & {
  /** [n x h] hidden columns in the order of schema.hidden. */
  values: Float32Array;
};

/** All records of some customers. A customer's records never spread over two blocks, nor does a decision's outcome. */
export type JourneyBlock = {
  readonly decisions: DecisionColumns;
  readonly outcomes: OutcomeColumns;
  readonly events: EventColumns;
  readonly endings: EndingColumns;
  readonly hidden: HiddenColumns | null;
};

export type OutcomeKind = {
  readonly name: string;
  readonly unit: 'money' | 'count';
  /** +1 when more is better for the business, -1 for a cost. */
  readonly sign: 1 | -1;
};

export type LogClock = {
  readonly start: string;
  readonly zone: string;
  readonly tickDays: number;
  /** Ticks that the log covers: nothing is known from this tick on (censoring). */
  readonly ticks: number;
};

/** What a log's columns mean. Dictionaries are lists: a column holds the index. */
export type LogSchema = {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly source: 'simulation' | 'import' | 'service';
  /** Scenario name, file name or service name, for people. */
  readonly title: string;
  /** Hash of what made the log: of the resolved scenario, or of the mapping. */
  readonly originHash: string;
  readonly actions: ActionSet;
  readonly features: FeatureSchema;
  readonly stages: readonly string[];
  readonly signals: readonly string[];
  readonly outcomes: readonly OutcomeKind[];
  readonly triggers: readonly string[];
  readonly policies: readonly string[];
  readonly arms: readonly string[];
  readonly cohorts: readonly string[];
  readonly trueStages: readonly string[];
  readonly hidden: readonly string[];
  /** `exact`: logged for each decision. `all`: every action was legal. `declared`: one set for the log. `unknown`. */
  readonly legality: 'exact' | 'all' | 'declared' | 'unknown';
  /** null where the log has no times: each row then stands alone and outcomes join by decision. */
  readonly clock: LogClock | null;
  readonly currency: string | null;
  /** Whether budgets or capacities made customers compete: estimates then say "at the logged contention". */
  readonly contended: boolean;
  /** What `cluster` holds. */
  readonly cluster: 'customer' | 'world' | 'row';
};

/** Logged decisions and what came of them, from simulation, import or service alike. May not fit in memory. */
export type JourneyLog = {
  readonly schema: LogSchema;
  /** Streams the blocks from the start, each time it is called, in canonical order within a block (customer, tick, slot). */
  blocks(): AsyncIterable<JourneyBlock>;
};
