import type { Charge } from './ledgerTerms.ts';

type Entry = {
  readonly decisionId: string;
  readonly place: number;
  readonly releaseAt: number;
  amount: number;
};

/** What one ledger has given out, oldest first; entries before `head` no longer count. Amounts are whole. */
export type Account = {
  readonly entries: Entry[];
  /** Reservations that may still expire, by decision. */
  readonly open: Map<string, Entry>;
  head: number;
  total: number;
  /** Earliest releaseAt of the open ones. */
  nextRelease: number;
};

/** Entries that no longer count are cut off when there are so many. */
const CUT = 1024;

export function makeAccount(): Account {
  return { entries: [], open: new Map(), head: 0, total: 0, nextRelease: Number.POSITIVE_INFINITY };
}

/** Sum of what was given out at places above `from` and is not released at `time`. What has passed is forgotten. */
export function takenFrom(account: Account, from: number, time: number): number {
  const { entries, open } = account;
  while (account.head < entries.length && entries[account.head].place <= from) {
    const entry = entries[account.head++];
    account.total -= entry.amount;
    open.delete(entry.decisionId);
  }
  if (account.head >= CUT) account.head -= entries.splice(0, account.head).length;
  if (account.nextRelease <= time) release(account, time);
  return account.total;
}

export function addTo(account: Account, charge: Charge, decisionId: string): void {
  const { place, amount, releaseAt } = charge;
  const entry = { decisionId, place, amount, releaseAt: releaseAt ?? Number.POSITIVE_INFINITY };
  account.entries.push(entry);
  account.total += amount;
  if (releaseAt === null) return;
  account.open.set(decisionId, entry);
  account.nextRelease = Math.min(account.nextRelease, releaseAt);
}

/** Sets what a decision's open reservation came to: it stays. Nothing where the account holds none. */
export function settleIn(account: Account, decisionId: string, amount: number): void {
  const entry = account.open.get(decisionId);
  if (entry === undefined) return;
  account.total += amount - entry.amount;
  entry.amount = amount;
  account.open.delete(decisionId);
}

function release(account: Account, time: number): void {
  account.nextRelease = Number.POSITIVE_INFINITY;
  for (const [decisionId, entry] of account.open) {
    if (entry.releaseAt <= time) {
      account.total -= entry.amount;
      entry.amount = 0;
      account.open.delete(decisionId);
    } else account.nextRelease = Math.min(account.nextRelease, entry.releaseAt);
  }
}
