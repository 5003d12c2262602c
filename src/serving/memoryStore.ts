import { type Account, addTo, makeAccount, settleIn, takenFrom } from './account.ts';
import type { Contact } from './contactLeaves.ts';
import type { Charge } from './ledgerTerms.ts';
import { type ContactStore, type CustomerMemory, type Noted, STRANGER } from './store.ts';

type Kept = { -readonly [K in keyof CustomerMemory]: CustomerMemory[K] } & {
  readonly contacts: Contact[];
  readonly consent: Map<string, boolean>;
};

/** A store in this process's memory, empty: rebuild it from the log at start. */
export function makeMemoryStore(): ContactStore {
  const customers = new Map<string, Kept>();
  const accounts = new Map<string, Account>();
  const account = (name: string): Account => {
    const found = accounts.get(name) ?? makeAccount();
    accounts.set(name, found);
    return found;
  };
  const left = ({ ledger, limit, from }: Charge, time: number) =>
    limit - takenFrom(account(ledger), from, time);
  const book: ContactStore['book'] = (charges, decisionId) => {
    for (const charge of charges) addTo(account(charge.ledger), charge, decisionId);
  };
  return {
    read: (customer) => customers.get(customer) ?? STRANGER,
    note: (noted) => remember(customers, noted),
    take(charges, { decisionId, time }) {
      const short = charges.findIndex((charge) => charge.amount > left(charge, time));
      if (short < 0) book(charges, decisionId);
      return short;
    },
    book,
    settle(decisionId, amount) {
      for (const one of accounts.values()) settleIn(one, decisionId, amount);
    },
    left,
  };
}

function remember(customers: Map<string, Kept>, noted: Noted): void {
  let kept = customers.get(noted.customer);
  if (kept === undefined) {
    kept = { ...STRANGER, contacts: [], consent: new Map() };
    customers.set(noted.customer, kept);
  }
  const { time, contact } = noted;
  if (contact !== null) kept.contacts.push({ time, action: contact });
  for (const channel of Object.keys(noted.consent)) kept.consent.set(channel, noted.consent[channel]);
  if (noted.stage !== null) {
    kept.stage = noted.stage;
    kept.stageSince = noted.stageSince;
  }
  kept.decisions++;
  kept.lastDecision = time;
}
