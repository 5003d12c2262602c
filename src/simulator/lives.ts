import type { World } from '../scenario/world.ts';
import type { Block } from './block.ts';
import type { Buffers } from './buffers.ts';
import { copySummary, makeSummary, resetSummary, type Summary } from './summary.ts';
import { addTally, sumByStage, type Tally } from './tally.ts';

/** What every customer's life came to, and the counts of the run; no log is kept. */
export type Lives = { readonly summary: Summary; readonly tally: Tally; readonly customers: number };

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

/** Takes the lives of a block's first n rows, whose place among all is `at`, and adds its counts. */
export function takeLives(
  { summary, stageValue, tally, world }: Block,
  {
    room,
    total,
    n,
    at,
  }: { readonly room: LivesRoom; readonly total: Tally; readonly n: number; readonly at: number },
): void {
  const S = world.stages.length;
  copySummary(summary, n, room.summary, at);
  room.stageValue.set(stageValue.subarray(0, n * S), at * S);
  addTally(tally, total);
}

/** The lives of customers from .. to-1 of a room, whose counts are these; the columns are the room's own. */
export function livesOf(
  { summary, stageValue }: LivesRoom,
  tally: Tally,
  [from, to]: readonly [number, number],
): Lives {
  const S = tally.value.length;
  sumByStage(stageValue.subarray(from * S, to * S), tally.value);
  const columns = Object.entries(summary).map(([name, column]) => [name, column.subarray(from, to)]);
  return { summary: Object.fromEntries(columns) as Summary, tally, customers: to - from };
}
