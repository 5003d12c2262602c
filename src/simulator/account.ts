import type { Ledger } from '../guardrails/guardrails.ts';

/** What one budget or capacity has given out. Amounts are sends, or 1/10,000 of the currency. */
export type Account = {
  readonly ledger: Ledger;
  /** Ticks of its period. */
  readonly ticks: number;
  /** Given out and not released, by the tick in which it was. */
  readonly taken: Float64Array;
  /** Reservations that may still expire, by a number that their owner knows them by. */
  readonly open: Map<number, { readonly at: number; readonly amount: number }>;
  /** Those numbers by the tick in which they are free again. */
  readonly expiring: readonly number[][];
  /** What may still be taken in the open tick. */
  left: number;
};

export function makeAccount(
  ledger: Ledger,
  clock: { readonly ticks: number; readonly tickDays: number },
): Account {
  return {
    ledger,
    ticks: Math.round(ledger.perDays / clock.tickDays),
    taken: new Float64Array(clock.ticks),
    open: new Map(),
    expiring: Array.from({ length: clock.ticks }, () => []),
    left: 0,
  };
}

export function resetAccount(account: Account): void {
  account.taken.fill(0);
  account.open.clear();
  for (const list of account.expiring) list.length = 0;
}

/** Opens a tick: frees what has expired, and works out what the period of the tick has left. */
export function openTick(account: Account, tick: number): void {
  const { ledger, ticks, taken, open, expiring } = account;
  for (const number of expiring[tick]) {
    const reservation = open.get(number);
    if (reservation === undefined) continue;
    taken[reservation.at] -= reservation.amount;
    open.delete(number);
  }
  const from = ledger.period === 'calendar' ? tick - (tick % ticks) : Math.max(0, tick - ticks + 1);
  let used = 0;
  for (let t = from; t <= tick; t++) used += taken[t];
  account.left = ledger.amount - used;
}

/** Takes an amount, which must be left, in the open tick. */
export function take(account: Account, tick: number, amount: number): void {
  account.taken[tick] += amount;
  account.left -= amount;
}

/** Lets what was just taken be free again in tick `freeAt`, unless it is settled before. */
export function reserve(
  { open, expiring }: Account,
  number: number,
  reservation: { readonly at: number; readonly amount: number },
  freeAt: number,
): void {
  open.set(number, reservation);
  expiring[freeAt]?.push(number);
}

/** What was reserved is spent. */
export function settle({ open }: Account, number: number): void {
  open.delete(number);
}
