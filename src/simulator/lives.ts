import type { World } from '../scenario/world.ts';
import type { Block } from './block.ts';
import type { Buffers } from './buffers.ts';
import { addStageValues, inIdOrder, joinSummaries, type Referred, referredOf } from './referred.ts';
import { copySummary, makeSummary, resetSummary, type Summary } from './summary.ts';
import { addTally, makeTally, sumByStage, type Tally } from './tally.ts';

/** What every customer's life came to, and the counts of the run; no log is kept. */
export type Lives = {
  /** Of those who come by themselves in the order of their ids, then of those who were brought, in that of theirs. */
  readonly summary: Summary;
  readonly tally: Tally;
  /** Those who come by themselves. */
  readonly customers: number;
  /** [brought] upper halves of the ids of those who were brought, rising. */
  readonly referred: Uint32Array;
};

/** Lives by customer, written block by block: where the columns are shared, by several threads. */
export type LivesRoom = {
  readonly summary: Summary;
  /** [customers x S] discounted value earned in each true stage, in currency. */
  readonly stageValue: Float64Array;
};

export function makeLivesRoom(world: World, customers: number, make: Buffers): LivesRoom {
  const columns = Object.entries(makeSummary(0)).map(([name, column]) => {
    const Column = column.constructor as new (buffer: ArrayBufferLike) => typeof column;
    return [name, new Column(make(customers * column.BYTES_PER_ELEMENT))];
  });
  const summary = Object.fromEntries(columns) as Summary;
  resetSummary(summary);
  return { summary, stageValue: new Float64Array(make(8 * customers * world.stages.length)) };
}

/** What a room has no place for: counts over all, and customers who were brought, of whom nobody knew. */
export type Counts = { readonly tally: Tally; readonly brought: Referred[] };

export function makeCounts(world: World): Counts {
  return { tally: makeTally(world), brought: [] };
}

/** Adds some counts to others, in place. */
export function addCounts(from: Counts, to: Counts): void {
  addTally(from.tally, to.tally);
  to.brought.push(...from.brought);
}

/** Takes the lives of a block's first n rows, whose place among all is `at`, and adds its counts. */
export function takeLives(
  block: Block,
  {
    room,
    counts,
    n,
    at,
  }: { readonly room: LivesRoom; readonly counts: Counts; readonly n: number; readonly at: number },
): void {
  const { summary, stageValue, tally, world, size } = block;
  const S = world.stages.length;
  copySummary(summary, n, room.summary, at);
  room.stageValue.set(stageValue.subarray(0, n * S), at * S);
  addTally(tally, counts.tally);
  if (size > n) counts.brought.push(referredOf(block));
}

/** The lives of customers from .. to-1 of a room, whose counts are these; the columns may be the room's own. */
export function livesOf(
  { summary, stageValue }: LivesRoom,
  { tally, brought }: Counts,
  [from, to]: readonly [number, number],
): Lives {
  const S = tally.value.length;
  sumByStage(stageValue.subarray(from * S, to * S), tally.value);
  const columns = Object.entries(summary).map(([name, column]) => [name, column.subarray(from, to)]);
  const own = Object.fromEntries(columns) as Summary;
  const customers = to - from;
  if (brought.length === 0) return { summary: own, tally, customers, referred: new Uint32Array(0) };
  const referred = inIdOrder(brought);
  addStageValues(referred, tally.value);
  return { summary: joinSummaries(own, referred.summary), tally, customers, referred: referred.idHigh };
}
