import type { Block } from './block.ts';
import { fallDueOnEntry } from './due.ts';
import { moveSlot } from './slots.ts';

/** Lets those in who come in the block's tick: before anything happens in it. */
export function letArrive(block: Block): void {
  const { arriving, tick, cohortSize } = block;
  while (arriving.next < cohortSize && arriving.at[arriving.next] <= tick) join(block, arriving.next++);
}

/** Lets a row in whose customer has been drawn: as at tick 0, but now. Its slot lies among those who are gone. */
export function join(block: Block, row: number): void {
  const { world, slots, stage, entered, seenSince, tick, backend } = block;
  const slot = slots.of[row];
  entered[slot] = seenSince[slot] = tick;
  follow(block, row);
  if (!world.stages[stage[row]].terminal) moveSlot(slots, row, world.stages.length, stage[row]);
  backend.joined(block, row);
  greet(block, row);
}

/** What comes of being there: counts, and what falls due on entry. */
export function greet(block: Block, row: number): void {
  const { world, stage, summary, tally } = block;
  const at = stage[row];
  tally.entered[at]++;
  if (world.stages[at].lost) summary.retained[row] = 0;
  awaitNotice(block, row);
  fallDueOnEntry(block, row, world.seenOf[at]);
}

/** Waits for a row that is gone to be noticed, if it ever is. */
export function awaitNotice({ world, stage, departed }: Block, row: number): void {
  const { terminal, seenAfter } = world.stages[stage[row]];
  if (terminal && seenAfter !== null) departed.rows[departed.n++] = row;
}

/** Adds a row to those that are followed, which rise. */
function follow(block: Block, row: number): void {
  const { rows } = block;
  let at = block.n;
  while (at > 0 && rows[at - 1] > row) at--;
  rows.copyWithin(at + 1, at, block.n);
  rows[at] = row;
  block.n++;
}
