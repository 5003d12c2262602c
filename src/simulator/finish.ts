import { EndingCode } from '../journey/records.ts';
import { type Block, behavingCount, type ObservationRoom } from './block.ts';
import { fallDueOnEntry } from './due.ts';
import { awaitNotice, letArrive } from './join.ts';
import type { Journal } from './journal.ts';
import { observeRows } from './observe.ts';
import { closeOffers } from './offers.ts';
import { endConsents } from './optOut.ts';
import { moneyOf } from './post.ts';
import { letReferredIn } from './referrals.ts';
import { evaluateSlots } from './runner.ts';
import { moveSlot } from './slots.ts';
import { beginTick } from './tick.ts';

/** Lets new stages and lost consents hold, moves to the next tick, lets customers come, and ends the journeys that are seen to be over. */
export function finishTick(block: Block, journal: Journal | null, room: ObservationRoom): void {
  const { world, movers, reached } = block;
  for (let i = 0; i < reached.n; i++) reached.action[reached.rows[i]] = 0;
  reached.n = 0;
  endConsents(block);
  block.triggered.fill(0);
  [block.triggered, block.triggeredNext] = [block.triggeredNext, block.triggered];
  block.tick++;
  for (let i = 0; i < movers.n; i++) enter(block, journal, movers.rows[i]);
  movers.n = 0;
  letArrive(block);
  letReferredIn(block);
  beginTick(block);
  endSeen(block, journal, room);
  if (block.tick >= world.clock.ticks) endAll(block, journal, room);
}

/** The exit that the row took leads to its stage from this tick on. */
function enter(block: Block, journal: Journal | null, row: number): void {
  const { world, stage, own, tally, entered, movers, tick, summary, slots } = block;
  const from = stage[row];
  const { to } = world.stages[from].exits[movers.exit[row]];
  const S = world.stages.length;
  tally.moves[from * S + to]++;
  tally.entered[to]++;
  countStay(block, row);
  stage[row] = to;
  entered[slots.of[row]] = tick;
  own.trueStage[slots.of[row]] = to;
  moveSlot(slots, row, from, world.stages[to].terminal ? S : to);
  block.backend.entered(block, row);
  if (world.stages[to].lost) summary.retained[row] = 0;
  if (world.stages[to].terminal) closeOffers(block, row);
  awaitNotice(block, row);
  journal?.left(block, row, to);
  if (world.seenOf[from] !== world.seenOf[to]) see(block, journal, row, world.seenOf[to]);
}

function see(block: Block, journal: Journal | null, row: number, seenStage: number): void {
  const slot = block.slots.of[row];
  block.seenSince[slot] = block.tick;
  block.own.seenStage[slot] = seenStage;
  fallDueOnEntry(block, row, seenStage);
  journal?.seen(block, row, seenStage);
}

function countStay({ world, tally, stage, entered, tick, slots }: Block, row: number): void {
  const stayed = tick - entered[slots.of[row]];
  tally.stays[stage[row] * (world.clock.ticks + 1) + stayed]++;
}

/** Counts a row that is followed no longer. */
function countEnd(block: Block, row: number): void {
  block.tally.atEnd[block.stage[row]]++;
  countStay(block, row);
}

/** Ends the journeys of customers who are gone and noticed to be: their rows are followed no longer. */
function endSeen(block: Block, journal: Journal | null, room: ObservationRoom): void {
  const ended = listNoticed(block, room.rows);
  if (ended === 0) return;
  dropRows(block, { ended, from: room.rows });
  for (let i = 0; i < ended; i++) countEnd(block, room.rows[i]);
  if (journal) journal.ended(block, observeRows(block, room, ended), EndingCode.left);
}

/** Lists who is gone and noticed to be at this tick, rising; they are waited for no longer. */
function listNoticed({ world, stage, tick, entered, slots, departed }: Block, into: Int32Array): number {
  let waiting = 0;
  let noticed = 0;
  for (let i = 0; i < departed.n; i++) {
    const row = departed.rows[i];
    const { seenAfter } = world.stages[stage[row]];
    if (seenAfter !== null && tick - entered[slots.of[row]] >= seenAfter) into[noticed++] = row;
    else departed.rows[waiting++] = row;
  }
  departed.n = waiting;
  into.subarray(0, noticed).sort();
  return noticed;
}

/** Takes rows, which rise, out of those that are followed. */
function dropRows(
  block: Block,
  { ended, from }: { readonly ended: number; readonly from: Int32Array },
): void {
  const { rows } = block;
  let kept = rows.indexOf(from[0]);
  for (let next = 0; next < ended; next++) {
    const after = rows.indexOf(from[next], kept + next) + 1;
    const until = next + 1 < ended ? rows.indexOf(from[next + 1], after) : block.n;
    rows.copyWithin(kept, after, until);
    kept += until - after;
  }
  block.n = kept;
}

/** The horizon: everybody still followed ends by truncation, worth the terminal value if not gone. */
function endAll(block: Block, journal: Journal | null, room: ObservationRoom): void {
  const { slots, rows, runners, summary, discount, tick } = block;
  const worth = { outcome: block.outcomes.terminalValue, purpose: block.purposes.terminalValue };
  const n = behavingCount(block);
  if (runners.terminalValue !== null && n > 0) {
    const values = evaluateSlots(runners.terminalValue, 0, n, block)[0];
    for (let i = 0; i < n; i++) {
      const row = slots.row[i];
      const money = moneyOf(block, row, values[i], 'terminalValue');
      summary.terminal[row] = (discount[tick] * money) / 10_000;
      if (money !== 0) journal?.outcome(block, row, { ...worth, amount: money });
    }
  }
  for (let i = 0; i < block.n; i++) {
    countEnd(block, rows[i]);
    room.rows[i] = rows[i];
  }
  if (journal) journal.ended(block, observeRows(block, room, block.n), EndingCode.horizon);
}
