import { deriveKey, type Key } from '../core/luck.ts';
import { type Block, NEVER } from './block.ts';
import { arrivalsOf, type Cohort, idOf, referralRoom } from './cohort.ts';
import { greet } from './join.ts';
import { resetMemory } from './memory.ts';
import { resetOffers } from './offerColumns.ts';
import { drawPeople } from './people.ts';
import { drawPhases } from './phases.ts';
import { resetReferring } from './referralColumns.ts';
import { groupSlots, resetSlots } from './slots.ts';
import type { Streams } from './streams.ts';
import { resetSummary } from './summary.ts';
import { resetTally } from './tally.ts';
import { beginTick } from './tick.ts';

export type { Cohort } from './cohort.ts';

/** Puts customers into the block at tick 0, as they are before anything happened; those who come later wait. */
export function resetBlock(block: Block, streams: Streams, cohort: Cohort): void {
  if (cohort.count > block.capacity) {
    throw new RangeError(`a block of ${block.capacity} customers cannot hold ${cohort.count}`);
  }
  block.size = block.cohortSize = cohort.count;
  block.tick = 0;
  block.streams = streams;
  block.idKey = decisionIdKey(streams);
  for (let row = 0; row < cohort.count; row++) {
    block.idLow[row] = idOf(cohort, row);
    block.idHigh[row] = 0;
  }
  resetSlots(block.slots, block.size);
  block.backend.reset(block);
  clearColumns(block);
  resetReferring(block.referring, referralRoom(block.world, cohort));
  drawEverybody(block, cohort);
  drawPhases(block);
  block.backend.born(block);
  groupByStage(block);
  for (let i = 0; i < block.n; i++) greet(block, block.rows[i]);
  block.admitter?.reset();
  beginTick(block);
}

/** Who the customers are, and who of them is there from the start: the first rows, since ids follow the order of coming. */
function drawEverybody(block: Block, cohort: Cohort): void {
  const { world, size, listed, rows, arriving } = block;
  for (let row = 0; row < size; row++) listed[row] = row;
  const arrivalOf = arrivalsOf(world, block.streams.population, cohort);
  const later = world.arrivals?.start ?? world.start;
  drawPeople(block, { rows: listed, n: size }, (row) => (arrivalOf(row).later ? later : world.start));
  arriving.next = 0;
  for (let row = 0; row < size; row++) {
    const { tick } = arrivalOf(row);
    if (world.arrivals !== null) arriving.at[row] = tick;
    if (tick === 0) rows[arriving.next++] = row;
  }
  block.n = arriving.next;
}

function groupByStage({ world: { stages }, slots, size, stage, arriving }: Block): void {
  groupSlots(slots, size, (row) =>
    row >= arriving.next || stages[stage[row]].terminal ? stages.length : stage[row],
  );
}

/** Key of decision ids: a function of the world's luck alone, so that policies compared on one luck share them. */
export function decisionIdKey(streams: Streams): Key {
  return deriveKey(streams.luck, 'decision');
}

function clearColumns(block: Block): void {
  for (const memory of block.memories.all) resetMemory(memory);
  for (const column of [block.entered, block.seenSince, block.decisions, block.stageValue]) column.fill(0);
  for (const column of [block.triggered, block.triggeredNext, block.reached.action]) column.fill(0);
  for (const column of [block.lastDecision, ...block.lastSent]) column.fill(NEVER);
  block.reached.n = block.movers.n = block.optingOut.n = block.departed.n = 0;
  resetOffers(block.offers);
  resetSummary(block.summary);
  resetTally(block.tally);
}
