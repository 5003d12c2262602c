import { type Key, keyedHash64, purposeOf } from '../core/luck.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { Buffers } from './buffers.ts';

/**
 * Proposals that draw on a budget or capacity, and what was decided on them, as columns: block b has its own in places
 * b capacity .. b capacity + counts[b] - 1, in the order of its rows.
 */
export type Bids = {
  readonly capacity: number;
  /** By block: its bids of this tick, and 1 where they are ranked by the policy's scores. */
  readonly counts: Int32Array;
  readonly isScored: Int32Array;
  readonly action: Uint16Array;
  /** What ranks it within its ledger, larger first. */
  readonly score: Float64Array;
  /** Full cost of its offer, in 1/10,000 of the currency; 0 where nothing is charged on redemption. */
  readonly offerCost: Float64Array;
  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  /** An Admission code. */
  readonly verdict: Uint8Array;
  /** Where whoever decides lists them, and the hashes by which ties are broken, NaN until somebody asks. */
  readonly order: Int32Array;
  readonly tie: Float64Array;
};

export function makeBids(
  { blocks, capacity }: { readonly blocks: number; readonly capacity: number },
  make: Buffers,
): Bids {
  const n = blocks * capacity;
  return {
    capacity,
    counts: new Int32Array(make(4 * blocks)),
    isScored: new Int32Array(make(4 * blocks)),
    action: new Uint16Array(make(2 * n)),
    score: new Float64Array(make(8 * n)),
    offerCost: new Float64Array(make(8 * n)),
    idLow: new Uint32Array(make(4 * n)),
    idHigh: new Uint32Array(make(4 * n)),
    verdict: new Uint8Array(make(n)),
    order: new Int32Array(make(4 * n)),
    tie: new Float64Array(make(8 * n)),
  };
}

type When = { readonly tick: number; readonly luck: Key };

const TIE = purposeOf(drawNames.tie);

export function forgetTie({ tie }: Bids, bid: number): void {
  tie[bid] = Number.NaN;
}

/** 52 bits of the hash of customer and tick. */
function tieOf({ tie, idLow, idHigh }: Bids, { tick, luck }: When, bid: number): number {
  if (Number.isNaN(tie[bid])) {
    const [low, high] = keyedHash64(luck, idLow[bid], idHigh[bid], tick, TIE);
    tie[bid] = high * 2 ** 20 + (low >>> 12);
  }
  return tie[bid];
}

/** Whether the first of two bids goes before the second: by score, then by the hash of customer and tick. */
export function isAhead(bids: Bids, when: When, [a, b]: readonly [number, number]): boolean {
  const { score, idLow, idHigh } = bids;
  if (score[a] !== score[b]) return score[a] > score[b];
  const [one, two] = [tieOf(bids, when, a), tieOf(bids, when, b)];
  if (one !== two) return one < two;
  if (idHigh[a] !== idHigh[b]) return idHigh[a] < idHigh[b];
  return idLow[a] !== idLow[b] ? idLow[a] < idLow[b] : a < b;
}

/** Sorts order[from .. to-1], who goes first standing first. */
export function sortBids(bids: Bids, when: When, [from, to]: readonly [number, number]): void {
  const { order } = bids;
  for (let i = from + 1; i < to; i++) {
    const bid = order[i];
    let at = i;
    for (; at > from && isAhead(bids, when, [bid, order[at - 1]]); at--) order[at] = order[at - 1];
    order[at] = bid;
  }
}
