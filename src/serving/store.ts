import type { Contact } from './contactLeaves.ts';

/** What the service knows of a customer from its own log. */
export type CustomerMemory = {
  /** What was carried out, oldest first. */
  readonly contacts: readonly Contact[];
  /** Channel -> consent as last told. */
  readonly consent: ReadonlyMap<string, boolean>;
  /** Stage as last told, and the UTC milliseconds since which it holds; NaN where that is not known. */
  readonly stage: string | null;
  readonly stageSince: number;
  /** Decisions so far, and the time of the last; NaN where there was none. */
  readonly decisions: number;
  readonly lastDecision: number;
};

/** A customer of whom nothing is known. */
export const STRANGER: CustomerMemory = {
  contacts: [],
  consent: new Map(),
  stage: null,
  stageSince: Number.NaN,
  decisions: 0,
  lastDecision: Number.NaN,
};
