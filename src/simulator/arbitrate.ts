import type { Key } from '../core/luck.ts';
import { Admission } from '../journey/records.ts';
import { type Account, openTick, placeOf, take } from './account.ts';
import { type Bids, forgetTie, isAhead, sortBids } from './bids.ts';
import { collectRedeemed, type Ledgers } from './ledgers.ts';

/**
 * Decides on the bids of all blocks in a tick, ledger by ledger: each, in the order of its rank, is admitted if all that
 * it draws on has enough left. What comes of it depends on the bids alone, not on the blocks that they stand in.
 */
export function arbitrate(ledgers: Ledgers, tick: number, luck: Key): void {
  const { accounts, times, room } = ledgers;
  collectRedeemed(ledgers);
  for (const account of accounts) openTick(account, tick, times);
  room.chances.fill(1);
  for (let k = 0; k < accounts.length; k++) {
    const n = listMembers(ledgers, k);
    if (n === 0) continue;
    settle({ ledgers, tick, luck }, 0, n);
    const admitted = countAdmitted(room.bids, n);
    if (admitted < n) room.chances[k] = isLottery(ledgers, k, n) ? admitted / n : Number.NaN;
  }
}

/** Lists the bids that ledger k ranks, into bids.order. */
function listMembers({ rankedBy, room: { bids } }: Ledgers, k: number): number {
  const { order, action, counts, capacity } = bids;
  let n = 0;
  for (let block = 0; block < counts.length; block++) {
    const from = block * capacity;
    for (let bid = from; bid < from + counts[block]; bid++) {
      if (rankedBy[action[bid]] !== k) continue;
      forgetTie(bids, bid);
      order[n++] = bid;
    }
  }
  return n;
}

function countAdmitted({ order, verdict }: Bids, n: number): number {
  let admitted = 0;
  for (let i = 0; i < n; i++) if (verdict[order[i]] === Admission.admitted) admitted++;
  return admitted;
}

type Sitting = { readonly ledgers: Ledgers; readonly tick: number; readonly luck: Key };

/** So few are sorted and heard one by one. */
const FEW = 24;

/**
 * Decides on bids.order[from .. to-1] as if they were sorted and heard one after the other. Where all fit, or none does,
 * their order does not matter; else those ahead of one of them come before the others.
 */
function settle(sitting: Sitting, first: number, to: number): void {
  const { bids } = sitting.ledgers.room;
  const { tick, luck } = sitting;
  let from = first;
  while (to - from > FEW) {
    const fit = lookAt(sitting.ledgers, from, to);
    if (fit !== 'some') {
      hear(sitting, from, to);
      return;
    }
    const pivot = partition(bids, { tick, luck }, [from, to]);
    settle(sitting, from, pivot);
    hear(sitting, pivot, pivot + 1);
    from = pivot + 1;
  }
  sortBids(bids, { tick, luck }, [from, to]);
  hear(sitting, from, to);
}

/** Puts those ahead of one in the middle before it, and gives its place. */
function partition(bids: Bids, when: { tick: number; luck: Key }, [from, to]: [number, number]): number {
  const { order } = bids;
  const swap = (a: number, b: number) => {
    const held = order[a];
    order[a] = order[b];
    order[b] = held;
  };
  swap((from + to) >>> 1, to - 1);
  const pivot = order[to - 1];
  let at = from;
  for (let i = from; i < to - 1; i++) if (isAhead(bids, when, [order[i], pivot])) swap(i, at++);
  swap(at, to - 1);
  return at;
}

/** Whether all bids of order[from .. to-1] fit together, or none does even by itself. */
function lookAt(ledgers: Ledgers, from: number, to: number): 'all' | 'none' | 'some' {
  const { drawn, accounts, room } = ledgers;
  const { order, action } = room.bids;
  const totals = new Float64Array(accounts.length);
  let fitting = 0;
  for (let i = from; i < to; i++) {
    const bid = order[i];
    let fits = 1;
    for (const k of drawn[action[bid]]) {
      const price = priceOf(ledgers, k, bid);
      totals[k] += price;
      if (price > accounts[k].left) fits = 0;
    }
    fitting += fits;
  }
  if (accounts.every(({ left }, k) => totals[k] <= left)) return 'all';
  return fitting === 0 ? 'none' : 'some';
}

/** Decides one after the other. */
function hear({ ledgers, tick }: Sitting, from: number, to: number): void {
  const { drawn, accounts, room } = ledgers;
  const { order, action, verdict } = room.bids;
  for (let i = from; i < to; i++) {
    const bid = order[i];
    const ks = drawn[action[bid]];
    const short = ks.find((k) => priceOf(ledgers, k, bid) > accounts[k].left);
    verdict[bid] = short === undefined ? Admission.admitted : droppedBy(accounts[short]);
    if (short === undefined) for (const k of ks) takeFor(ledgers, k, [bid, tick]);
  }
}

function droppedBy({ ledger }: Account): number {
  return ledger.kind === 'budget' ? Admission.droppedBudget : Admission.droppedCapacity;
}

function takeFor(ledgers: Ledgers, k: number, [bid, tick]: readonly [number, number]): void {
  const { accounts, times, room } = ledgers;
  const amount = priceOf(ledgers, k, bid);
  take(accounts[k], tick, amount);
  const action = room.bids.action[bid];
  if (accounts[k].ledger.charge === 'redeem' && times.open[action] > 0) {
    accounts[k].reserved[placeOf(times, action, tick)] += amount;
  }
}

/** What a bid takes from an account: one send, its contact cost, or the full cost of its offer. */
function priceOf({ world, accounts, room: { bids } }: Ledgers, k: number, bid: number): number {
  const { ledger } = accounts[k];
  if (ledger.kind === 'capacity') return 1;
  return ledger.charge === 'send' ? world.actionCost[bids.action[bid]] : bids.offerCost[bid];
}

/** Whether chance alone decided, the same for everybody: ranks are luck, prices are one, and no other ledger has a say. */
function isLottery(ledgers: Ledgers, k: number, n: number): boolean {
  const { accounts, drawn, room } = ledgers;
  const { order, action, isScored } = room.bids;
  const { arbitrate: rule } = accounts[k].ledger;
  const random = rule.kind === 'random' || (rule.kind === 'policy' && rule.fallback === 'random');
  if (!random) return false;
  const price = priceOf(ledgers, k, order[0]);
  for (let i = 0; i < n; i++) {
    const bid = order[i];
    if (rule.kind === 'policy' && isScored[Math.floor(bid / room.bids.capacity)] === 1) return false;
    if (drawn[action[bid]].length !== 1 || priceOf(ledgers, k, bid) !== price) return false;
  }
  return true;
}
