/**
 * What a caller says of a customer who is up for a decision: plain JSON, the same in-process and over HTTP. Which
 * traits, signals and consents are needed depends on the bundle (requestFields); unknown names are errors.
 */
export type DecisionRequest = {
  /** At most 256 bytes of UTF-8. */
  readonly customer: string;
  /** Unique; made by the decider where absent. */
  readonly decisionId?: string;
  /** ISO 8601 with zone, such as `2025-03-01T10:00:00Z`; the decider's clock where absent. */
  readonly time?: string;
  /** When what is said here was known, at most `time`; `time` where absent. */
  readonly featuresAsOf?: string;
  /** What occasioned the decision, for the record. */
  readonly trigger?: string;
  /** As the business sees it. */
  readonly stage?: string;
  /** Days since that stage was entered; the decider's memory of earlier decisions where absent. */
  readonly inStageDays?: number;
  /** Trait name -> number, true or false, or the name of a category's level. */
  readonly traits?: { readonly [name: string]: number | boolean | string };
  /** Leaf key, such as `count(login, 7d)` -> number; null in a `since` for never. */
  readonly signals?: { readonly [key: string]: number | null };
  /** Channel -> whether it may be used; the decider's memory where absent. */
  readonly consent?: { readonly [channel: string]: boolean };
};

/** What became of a decision or a customer: money in the log's currency, or a count. */
export type OutcomeReport = {
  /** Unique; made by the decider where absent. */
  readonly outcomeId?: string;
  /** The decision it belongs to; or `customer` alone. */
  readonly decisionId?: string;
  readonly customer?: string;
  readonly name: string;
  readonly value: number;
  /** ISO 8601 with zone; the time of receipt where absent. */
  readonly occurredAt?: string;
};

/** Longest id in bytes of UTF-8. */
export const MAX_ID_BYTES = 256;
