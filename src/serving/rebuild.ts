import { toMoney } from '../core/money.ts';
import { NONE } from '../journey/actions.ts';
import type { ServedDecision, ServedRecord } from './records.ts';
import type { ContactStore } from './store.ts';

/** Outcome that says what an offer cost when it was redeemed: it settles the reservation of its decision. */
export const OFFER_COST = 'offer_cost';

/** Takes a decision or an outcome into memory. Ledgers have given already what a live decision took. */
export function remember(store: ContactStore, record: ServedRecord): void {
  if (record.record === 'outcome') {
    if (record.name === OFFER_COST && record.decisionId !== null)
      store.settle(record.decisionId, toMoney(record.value));
    return;
  }
  const { customer, stage, executed, served } = record;
  store.note({
    customer,
    time: Date.parse(record.time),
    stage,
    stageSince: served.stageSince === null ? Number.NaN : Date.parse(served.stageSince),
    consent: served.consent,
    contact: executed === NONE ? null : executed,
  });
}

/**
 * Brings an empty store to where the records left it: contacts, consent, stages and ledgers. Records in the order in
 * which they were appended.
 */
export function rebuild(store: ContactStore, records: Iterable<ServedRecord>): void {
  for (const record of records) {
    if (record.record === 'decision') store.book(chargesOf(record), record.decisionId);
    remember(store, record);
  }
}

const chargesOf = ({ served }: ServedDecision) => served.charges;
