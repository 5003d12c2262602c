import type { World } from '../scenario/world.ts';
import { type Account, accountSize, makeAccount, type OfferTimes } from './account.ts';
import { type Bids, makeBids } from './bids.ts';
import { type Buffers, ownBuffers } from './buffers.ts';

/** What the budgets and capacities of one run keep, and what blocks ask of them: plain columns, which threads may share. */
export type LedgerRoom = {
  /** [ledgers x accountSize] of every account, in the order of the ledgers. */
  readonly accounts: Float64Array;
  /** [hands x A x longest offer] amounts redeemed since the last arbitration, by action and tick of the send: placeOf. */
  readonly redeemed: Float64Array;
  readonly bids: Bids;
  /** By ledger, of the last arbitration: the chance of those that it ranked; 1 where nothing was contended, else NaN. */
  readonly chances: Float64Array;
};

export type LedgerRoomSize = {
  readonly blocks: number;
  /** Customers a block. */
  readonly capacity: number;
  /** Threads that redeem. */
  readonly hands: number;
};

/** A world's ledgers, at work in a room. */
export type Ledgers = {
  readonly world: World;
  readonly times: OfferTimes;
  readonly accounts: readonly Account[];
  /** By action: the accounts (by index) that it draws on. The first one ranks its proposals; -1 where there is none. */
  readonly drawn: readonly (readonly number[])[];
  readonly rankedBy: Int32Array;
  readonly wantsScores: boolean;
  readonly reserves: boolean;
  readonly room: LedgerRoom;
};

function offerTimes({ actionIntervention, interventions, actions }: World): OfferTimes {
  const open = actions.actions.map((_, a) => interventions[actionIntervention[a]]?.offer?.ticks ?? 0);
  return { open, most: Math.max(0, ...open) };
}

export function makeLedgerRoom(world: World, size: LedgerRoomSize, make: Buffers = ownBuffers): LedgerRoom {
  const { ledgers } = world.guardrails;
  const times = offerTimes(world);
  const f64 = (n: number) => new Float64Array(make(8 * n));
  return {
    accounts: f64(ledgers.length * accountSize(world.clock, times)),
    redeemed: f64(size.hands * times.open.length * times.most),
    bids: makeBids(size, make),
    chances: f64(ledgers.length),
  };
}

export function makeLedgers(world: World, room: LedgerRoom): Ledgers {
  const { ledgers } = world.guardrails;
  const times = offerTimes(world);
  const size = accountSize(world.clock, times);
  const drawn = world.actions.actions.map((_, a) =>
    [...ledgers.keys()].filter((k) => ledgers[k].actions.includes(a)),
  );
  return {
    world,
    times,
    accounts: ledgers.map((ledger, k) =>
      makeAccount(ledger, world.clock, room.accounts.subarray(k * size, (k + 1) * size)),
    ),
    drawn,
    rankedBy: Int32Array.from(drawn, ([first = -1]) => first),
    wantsScores: ledgers.some(({ arbitrate }) => arbitrate.kind === 'policy'),
    reserves: ledgers.some(({ charge }) => charge === 'redeem'),
    room,
  };
}

/** Nothing is given out, and nobody asks for anything. */
export function resetLedgers({ accounts, redeemed, bids }: LedgerRoom): void {
  accounts.fill(0);
  redeemed.fill(0);
  bids.counts.fill(0);
}

/**
 * What budgets and capacities have given out, as plain numbers, between two ticks: a run that goes on from them goes on
 * alike. It belongs to the world, its ledgers and its horizon.
 */
export function ledgerState(ledgers: Ledgers): Float64Array {
  collectRedeemed(ledgers);
  return ledgers.room.accounts.slice();
}

/** Sets what ledgerState has read. Throws RangeError where it is of other ledgers. */
export function setLedgerState({ room }: Ledgers, state: Float64Array): void {
  if (state.length !== room.accounts.length) {
    throw new RangeError(`got a state of ${state.length} numbers, wanted ${room.accounts.length}`);
  }
  resetLedgers(room);
  room.accounts.set(state);
}

/** What was redeemed is spent: it will not be released. */
export function collectRedeemed({ accounts, times, room: { redeemed } }: Ledgers): void {
  const places = times.open.length * times.most;
  for (let at = 0; at < redeemed.length; at++) {
    const amount = redeemed[at];
    if (amount === 0) continue;
    const place = at % places;
    const action = Math.floor(place / times.most);
    for (const { ledger, reserved } of accounts) {
      if (ledger.charge === 'redeem' && ledger.actions.includes(action)) reserved[place] -= amount;
    }
    redeemed[at] = 0;
  }
}
