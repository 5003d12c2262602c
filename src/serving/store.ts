import type { Contact } from './contactLeaves.ts';
import type { Charge } from './ledgerTerms.ts';

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

/** What one decision adds to a customer's memory. */
export type Noted = {
  readonly customer: string;
  readonly time: number;
  readonly stage: string | null;
  readonly stageSince: number;
  readonly consent: { readonly [channel: string]: boolean };
  /** The action carried out; null for none. */
  readonly contact: string | null;
};

/**
 * Contacts of each customer, and what budgets and capacities have given out: all that guardrails remember. Every
 * bundle that decides for the same customers must share one store; ledgers of one name are one account.
 */
export type ContactStore = {
  read(customer: string): CustomerMemory;
  note(noted: Noted): void;
  /** Takes all charges or none, in one step: -1, or the index of the first charge whose ledger has too little left. */
  take(charges: readonly Charge[], at: { readonly decisionId: string; readonly time: number }): number;
  /** Books charges that were taken before, whatever is left: for rebuilding from a log. */
  book(charges: readonly Charge[], decisionId: string): void;
  /** The offer of a decision was redeemed at this cost, in 1/10,000 of the currency: nothing of it expires any more. */
  settle(decisionId: string, amount: number): void;
  /** What is left of a charge's ledger at a UTC time in milliseconds. */
  left(charge: Charge, time: number): number;
};
