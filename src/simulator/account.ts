import type { Ledger } from '../guardrails/guardrails.ts';

/**
 * What one budget or capacity has given out. Amounts are sends, or 1/10,000 of the currency: whole numbers, so that no
 * order in which they are added matters.
 */
export type Account = {
  readonly ledger: Ledger;
  /** Ticks of its period. */
  readonly ticks: number;
  /** Given out and not released, by the tick in which it was. */
  readonly taken: Float64Array;
  /** Given out for offers that may still expire unredeemed, by action and tick of the send: see placeOf. */
  readonly reserved: Float64Array;
  /** What may still be taken in the open tick. */
  left: number;
};

/** The offers of a world's actions: ticks that each stays open, 0 where there is none, and the longest. */
export type OfferTimes = { readonly open: readonly number[]; readonly most: number };

/** Numbers that an account keeps: what can be saved, and shared by threads. */
export function accountSize(clock: { readonly ticks: number }, { open, most }: OfferTimes): number {
  return clock.ticks + open.length * most;
}

/** An account that keeps its numbers in `state`, accountSize of them, all 0 at first. */
export function makeAccount(
  ledger: Ledger,
  clock: { readonly ticks: number; readonly tickDays: number },
  state: Float64Array,
): Account {
  return {
    ledger,
    ticks: Math.round(ledger.perDays / clock.tickDays),
    taken: state.subarray(0, clock.ticks),
    reserved: state.subarray(clock.ticks),
    left: 0,
  };
}

/** Where reservations of an action's offers sent in tick `at` stand: for as long as one of them is open, nobody else's do. */
export function placeOf({ most }: OfferTimes, action: number, at: number): number {
  return action * most + (at % most);
}

/** Opens a tick: frees what has expired, and works out what the period of the tick has left. */
export function openTick(account: Account, tick: number, times: OfferTimes): void {
  const { ledger, ticks, taken, reserved } = account;
  times.open.forEach((open, action) => {
    const at = tick - open;
    if (open === 0 || at < 0) return;
    const place = placeOf(times, action, at);
    taken[at] -= reserved[place];
    reserved[place] = 0;
  });
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
