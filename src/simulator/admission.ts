import { Admission } from '../journey/records.ts';
import type { World } from '../scenario/world.ts';
import { placeOf } from './account.ts';
import type { Admissions, Admitter, Block, Proposed } from './block.ts';
import type { LeafColumns } from './leafColumns.ts';
import { type LedgerRoom, type Ledgers, makeLedgerRoom, makeLedgers, resetLedgers } from './ledgers.ts';
import { offerCostOf } from './offers.ts';
import { makeRanking, type Ranking } from './ranking.ts';
import { evaluate } from './runner.ts';

/** Everybody gets what he was proposed: nothing is contended. */
export function admitAll(proposed: Proposed, out: Admissions): void {
  out.executed.set(proposed.proposed.subarray(0, proposed.n));
  out.admission.fill(Admission.admitted, 0, proposed.n);
  out.probability.fill(1, 0, proposed.n);
}

/** Where a block of several meets the ledgers that they have in common. */
export type Seat = {
  readonly room: LedgerRoom;
  /** Number of the block among all, and of the thread that runs it. */
  readonly block: number;
  readonly hand: number;
};

type Desk = {
  readonly ledgers: Ledgers;
  /** First place of the block's bids. */
  readonly from: number;
  readonly rankings: readonly Ranking[];
  /** By bid: its place among the proposals. */
  readonly places: Int32Array;
  /** Some of them, their bids, and what they come to. */
  readonly some: Int32Array;
  readonly bidOf: Int32Array;
  readonly numbers: Float64Array;
};

/** The ledgers of a block by itself, or of one of several. */
export function makeAdmitter(world: World, columns: LeafColumns, capacity: number, seat?: Seat): Admitter {
  const { room, block, hand } = seat ?? {
    ...{ room: makeLedgerRoom(world, { blocks: 1, capacity, hands: 1 }), block: 0, hand: 0 },
  };
  const ledgers = makeLedgers(world, room);
  const { times, wantsScores } = ledgers;
  const { counts, isScored } = room.bids;
  const handful = times.open.length * times.most;
  const redeemed = room.redeemed.subarray(hand * handful, (hand + 1) * handful);
  const ints = () => new Int32Array(capacity);
  const desk: Desk = {
    ledgers,
    from: block * room.bids.capacity,
    rankings: world.guardrails.ledgers.map((ledger) => makeRanking(world, ledger, columns, capacity)),
    ...{ places: ints(), some: ints(), bidOf: ints(), numbers: new Float64Array(capacity) },
  };
  return {
    ledgers,
    wantsScores,
    reset() {
      if (seat === undefined) resetLedgers(room);
    },
    bid(of, proposed) {
      counts[block] = listBids(desk, of, proposed);
      isScored[block] = proposed.scores === null ? 0 : 1;
      if (counts[block] === 0) return;
      if (ledgers.reserves) fillOfferCosts(desk, of, proposed, counts[block]);
      for (let k = 0; k < desk.rankings.length; k++) rank(desk, k, of, { proposed, n: counts[block] });
    },
    askNothing() {
      counts[block] = 0;
    },
    answer(proposed, out) {
      admitAll(proposed, out);
      takeVerdicts(desk, counts[block], out);
    },
    redeemed(action, at, amount) {
      redeemed[placeOf(times, action, at)] += amount;
    },
  };
}

/** Lists the proposals that draw on something; gives their number. */
function listBids({ ledgers, from, places }: Desk, block: Block, { rows, n, proposed }: Proposed): number {
  const { rankedBy, room } = ledgers;
  const { action, idLow, idHigh } = room.bids;
  let bids = 0;
  for (let i = 0; i < n; i++) {
    if (rankedBy[proposed[i]] < 0) continue;
    action[from + bids] = proposed[i];
    idLow[from + bids] = block.idLow[rows[i]];
    idHigh[from + bids] = block.idHigh[rows[i]];
    places[bids++] = i;
  }
  return bids;
}

function fillOfferCosts(
  { ledgers, from, places, bidOf }: Desk,
  block: Block,
  { rows, proposed }: Proposed,
  n: number,
) {
  const { listed, runners, world } = block;
  const { offerCost } = ledgers.room.bids;
  offerCost.fill(0, from, from + n);
  runners.offerCost.forEach((runner, intervention) => {
    if (runner === null) return;
    let count = 0;
    for (let j = 0; j < n; j++) {
      if (world.actionIntervention[proposed[places[j]]] !== intervention) continue;
      bidOf[count] = from + j;
      listed[count++] = rows[places[j]];
    }
    if (count === 0) return;
    const costs = evaluate(runner, listed, count, block)[0];
    for (let c = 0; c < count; c++) offerCost[bidOf[c]] = offerCostOf(block, runner, listed[c], costs[c]);
  });
}

type Asked = { readonly proposed: Proposed; readonly n: number };

/** Writes what ranks the bids of ledger k. */
function rank(desk: Desk, k: number, block: Block, { proposed, n }: Asked): void {
  const { ledgers, from, places, some, bidOf, numbers } = desk;
  let count = 0;
  for (let j = 0; j < n; j++) {
    if (ledgers.rankedBy[proposed.proposed[places[j]]] !== k) continue;
    some[count] = places[j];
    bidOf[count++] = from + j;
  }
  if (count === 0) return;
  desk.rankings[k](block, proposed, { places: some, n: count }, numbers);
  for (let c = 0; c < count; c++) ledgers.room.bids.score[bidOf[c]] = numbers[c];
}

function takeVerdicts({ ledgers, from, places }: Desk, n: number, out: Admissions): void {
  const { rankedBy, room, world } = ledgers;
  const { action, verdict } = room.bids;
  const { none } = world.actions;
  for (let j = 0; j < n; j++) {
    const [bid, i] = [from + j, places[j]];
    out.probability[i] = room.chances[rankedBy[action[bid]]];
    out.admission[i] = verdict[bid];
    if (verdict[bid] !== Admission.admitted) out.executed[i] = none ?? action[bid];
  }
}
