import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { arbitrate } from './arbitrate.ts';
import { sharedBuffers } from './buffers.ts';
import { type Cohort, largestOf, partOf } from './cohort.ts';
import type { Keepers } from './keeper.ts';
import { type LedgerRoom, type Ledgers, makeLedgerRoom, makeLedgers, resetLedgers } from './ledgers.ts';
import { type Counts, type LivesRoom, makeCounts, makeLivesRoom, takeLives } from './lives.ts';
import { type Companion, liveTogether } from './liveTogether.ts';
import { makeBlock } from './makeBlock.ts';
import { fail, isVain, type Meeting, makeMeeting, meet, takeNext, tellDone } from './meeting.ts';
import { resetBlock } from './reset.ts';
import { leadOf, liveInto, makeSimulator, partsOf, type Seated, seat } from './rollout.ts';
import type { Streams } from './streams.ts';

/** Lives on one luck. */
export type SharedPiece = { readonly streams: Streams; readonly cohort: Cohort };

/** Part of a piece that one thread takes, and where its customers stand among all. */
export type SharedPart = { readonly piece: number; readonly cohort: Cohort; readonly at: number };

/**
 * A population that several threads simulate at once: plain values and columns in shared memory, which can be sent to
 * them. What it comes to is the same to the bit whatever their number and the size of the blocks.
 */
export type SharedLives = {
  readonly hands: number;
  readonly pieces: readonly SharedPiece[];
  /** What one thread does by itself: some independent customers, or a whole coupled world. */
  readonly apart: readonly SharedPart[];
  /** Coupled worlds whose blocks all threads share out among themselves. */
  readonly together: readonly SharedPart[];
  /** Customers of a block, apart and together. */
  readonly blockSize: number | undefined;
  readonly togetherSize: number;
  readonly room: LivesRoom;
  /** Of the worlds lived together. */
  readonly ledgers: LedgerRoom | null;
  readonly meeting: Meeting;
};

/** Customers that a thread takes at once, at most and where blocks are not smaller at least. */
const PART_SIZES = { most: 2048, least: 512 };
/** So that no thread is left with much to do when the others are done. */
const PARTS_A_HAND = 8;
/** Of a block, at most, where threads live a world together. */
const TOGETHER_SIZE = 8192;

export type ShareOptions = {
  readonly hands: number;
  readonly blockSize?: number;
  /** Whether states of coupled worlds are kept: then each is one thread's, whatever the number of threads. */
  readonly isKept?: boolean;
};

export function makeSharedLives(
  world: World,
  pieces: readonly SharedPiece[],
  { hands, blockSize, isKept = false }: ShareOptions,
): SharedLives {
  const most = Math.max(1, ...pieces.map(({ cohort }) => cohort.count));
  // As many blocks for each thread, so that none waits for another.
  const rounds = Math.ceil(most / (TOGETHER_SIZE * hands));
  const togetherSize = blockSize ?? Math.ceil(most / (rounds * hands));
  const whole = wholePieces(pieces);
  const customers = pieces.reduce((sum, { cohort }) => sum + cohort.count, 0);
  const even = Math.min(PART_SIZES.most, Math.ceil(customers / (PARTS_A_HAND * hands)));
  const partSize = Math.max(blockSize ?? PART_SIZES.least, even);
  const left = isSharedOut(world) && hands > 1 && !isKept ? pieces.length % hands : 0;
  const blocks = Math.ceil(most / togetherSize);
  return {
    hands,
    pieces,
    apart: whole
      .slice(0, whole.length - left)
      .flatMap((part) => (world.coupled ? [part] : cut(part, partSize))),
    together: whole.slice(whole.length - left),
    ...{ blockSize, togetherSize },
    room: makeLivesRoom(world, customers, sharedBuffers),
    ledgers:
      left === 0 ? null : makeLedgerRoom(world, { blocks, capacity: togetherSize, hands }, sharedBuffers),
    meeting: makeMeeting(hands),
  };
}

/** Whether threads can share out the blocks of one world: where customers bring others it has but one. */
function isSharedOut({ coupled, referrals }: World): boolean {
  return coupled && referrals === null;
}

function wholePieces(pieces: readonly SharedPiece[]): SharedPart[] {
  let next = 0;
  return pieces.map(({ cohort }, piece) => {
    const at = next;
    next += cohort.count;
    return { piece, cohort, at };
  });
}

function cut({ piece, cohort, at }: SharedPart, size: number): SharedPart[] {
  const { count } = cohort;
  return Array.from({ length: Math.ceil(count / size) }, (_, k) => ({
    piece,
    cohort: partOf(cohort, k * size, Math.min(size, count - k * size)),
    at: at + k * size,
  }));
}

/** What one thread has done: the counts of its parts by piece, and the first of them that failed, if one did. */
export type SharedDone = {
  readonly counts: ReadonlyMap<number, Counts>;
  /** Parts that it has lived to their ends. */
  readonly parts: number;
  readonly failure: { readonly part: number; readonly error: unknown } | null;
};

type Hand = {
  readonly world: World;
  readonly policy: Policy;
  readonly shared: SharedLives;
  readonly hand: number;
  readonly keepers: Keepers | undefined;
  readonly counts: Map<number, Counts>;
  /** The part at work, and customers whose lives are done. */
  part: number;
  done: number;
  parts: number;
};

/** Thrown to leave a part that nobody waits for any longer. */
const VAIN = Symbol('vain');

/** Which thread it is, and what keeps the pieces that are coupled worlds, where they are kept. */
export type HandOptions = { readonly hand: number; readonly keepers?: Keepers | undefined };

/** A thread's share of the work: returns once nothing is left, or all are stopped. */
export function liveShared(
  world: World,
  policy: Policy,
  shared: SharedLives,
  { hand, keepers }: HandOptions,
): SharedDone {
  const counts = new Map<number, Counts>();
  const at: Hand = { world, policy, shared, hand, keepers, counts, part: 0, done: 0, parts: 0 };
  const apart = attempt(at, () => liveApart(at));
  const { together } = shared;
  const failure = apart ?? (together.length > 0 ? attempt(at, () => liveAllTogether(at)) : null);
  // Whoever has failed is waited for once more, and then everybody leaves.
  if (failure && together.length > 0) meet(shared.meeting, shared.hands, () => {});
  return { counts: at.counts, parts: at.parts, failure };
}

function attempt(at: Hand, work: () => void): SharedDone['failure'] {
  try {
    work();
    return null;
  } catch (error) {
    if (error === VAIN) return null;
    fail(at.shared.meeting, at.part);
    return { part: at.part, error };
  }
}

function liveApart(at: Hand): void {
  const { world, policy, shared, hand } = at;
  const { apart, pieces, blockSize, room, meeting } = shared;
  if (apart.length === 0) return;
  const largest = largestOf(
    world,
    apart.map(({ cohort }) => cohort),
  );
  const { streams } = pieces[0];
  const simulator = makeSimulator(world, { streams, cohort: largest, ...sized(blockSize) });
  for (at.part = takeNext(meeting); at.part < apart.length; at.part = takeNext(meeting)) {
    if (isVain(meeting, at.part)) return;
    const { piece, cohort, at: place } = apart[at.part];
    const onProgress = (done: number, total: number) => {
      if (isVain(meeting, at.part)) throw VAIN;
      tellDone(meeting, hand, at.done + Math.floor((cohort.count * done) / total));
    };
    const keeper = world.coupled ? at.keepers?.(piece) : undefined;
    const options = { streams: pieces[piece].streams, cohort, onProgress, keeper, ...sized(blockSize) };
    liveInto(room, { world, policy, options, simulator, counts: countsOf(at, piece), at: place });
    at.done += cohort.count;
    at.parts++;
  }
}

const sized = (blockSize: number | undefined) => (blockSize === undefined ? {} : { blockSize });

function countsOf({ counts, world }: Hand, piece: number): Counts {
  const own = counts.get(piece) ?? makeCounts(world);
  counts.set(piece, own);
  return own;
}

/** The worlds that all threads live together, one after the other: each thread has every so many of a world's blocks. */
function liveAllTogether(at: Hand): void {
  const { world, shared, hand } = at;
  const { ledgers: room, hands, togetherSize: capacity, together } = shared;
  if (room === null) return;
  const seats = new Map<number, Seated>();
  const blocks = room.bids.counts.length;
  at.part = shared.apart.length + hand;
  for (let block = hand; block < blocks; block += hands) {
    seats.set(block, seat(makeBlock(world, capacity, 'kernel', { room, block, hand })));
  }
  const ledgers = makeLedgers(world, room);
  together.forEach((part, k) => {
    const first = shared.apart.length + k * blocks;
    at.part = first + hand;
    liveWorld(at, part, { ledgers, seats, first });
  });
}

function liveWorld(
  at: Hand,
  { piece, cohort, at: from }: SharedPart,
  { ledgers, seats, first }: { ledgers: Ledgers; seats: ReadonlyMap<number, Seated>; first: number },
): void {
  const { world, policy, shared, hand } = at;
  const { meeting, hands, togetherSize } = shared;
  const { streams } = shared.pieces[piece];
  const { ticks } = world.clock;
  const { parts } = partsOf(world, { streams, cohort, blockSize: togetherSize });
  const own = [...seats.keys()].filter((block) => block < parts.length);
  const customers = own.reduce((sum, block) => sum + parts[block].count, 0);
  if (!meet(meeting, hands, () => resetLedgers(ledgers.room))) throw VAIN;
  const companions = own.map((block): Companion => {
    at.part = first + block;
    const seated = seats.get(block)!;
    resetBlock(seated.block, streams, parts[block]);
    return { ...seated, lead: leadOf(seated.block, policy, {}, cohort.count), journal: null };
  });
  liveTogether(companions, {
    ticks,
    meet(tick) {
      tellDone(meeting, hand, at.done + Math.floor((customers * tick) / ticks));
      if (meet(meeting, hands, () => arbitrate(ledgers, tick, streams.luck))) return true;
      throw VAIN;
    },
    turn(place) {
      at.part = first + own[place];
    },
  });
  companions.forEach(({ block }, k) => {
    const { count: n } = parts[own[k]];
    const place = { room: shared.room, counts: countsOf(at, piece), n, at: from + own[k] * togetherSize };
    takeLives(block, place);
  });
  at.done += customers;
  at.parts++;
}
