import { toMoney } from '../core/money.ts';
import { EndingCode } from '../journey/records.ts';
import { type Block, NEVER } from './block.ts';
import type { Journal } from './journal.ts';
import { postPays, redeem } from './ledger.ts';
import { rowsInStage } from './move.ts';
import { type ObservationRoom, observeRows } from './observe.ts';
import { flagEntry } from './reset.ts';
import { evaluate } from './runner.ts';
import { beginTick } from './tick.ts';

/** Pays what staying in a stage pays, by the stage held at the tick's start, and offers whose day has come. */
export function payTick(block: Block, journal: Journal | null): void {
  const { world, tick, behaving, behavingCount } = block;
  for (let stage = 0; stage < world.stages.length; stage++) {
    const runner = block.runners.stagePays[stage];
    if (!runner) continue;
    const n = rowsInStage(block, stage);
    if (n > 0)
      postPays(block, journal, world.stages[stage].pays, {
        runner,
        rows: block.scratchRows,
        n,
        perDay: true,
      });
  }
  journal?.swept(block);
  block.redeemAt.forEach((when, intervention) => {
    for (let i = 0; i < behavingCount; i++) {
      if (when[behaving[i]] === tick) redeem(block, journal, intervention, behaving[i]);
    }
  });
}

/** Lets the new stages hold, moves to the next tick, and ends the journeys that are seen to be over. */
export function finishTick(block: Block, journal: Journal | null, room: ObservationRoom): void {
  const { world, stage, nextStage, behaving, behavingCount, rows } = block;
  const next = block.tick + 1;
  for (let i = 0; i < block.n; i++) {
    block.triggered[rows[i]] = block.triggeredNext[rows[i]];
    block.triggeredNext[rows[i]] = 0;
    block.reached[rows[i]] = 0;
  }
  for (let i = 0; i < behavingCount; i++) {
    const row = behaving[i];
    if (nextStage[row] !== stage[row]) enter(block, journal, row, next);
  }
  block.tick = next;
  beginTick(block);
  endSeen(block, journal, room);
  if (next >= world.clock.ticks) endAll(block, journal, room);
}

/** Ends the journeys of customers who are gone and noticed to be: their rows are followed no longer. */
function endSeen(block: Block, journal: Journal | null, room: ObservationRoom): void {
  const { world, stage, rows, tick } = block;
  let kept = 0;
  let ended = 0;
  for (let i = 0; i < block.n; i++) {
    const row = rows[i];
    const { terminal, seenAfter } = world.stages[stage[row]];
    if (terminal && seenAfter !== null && tick - block.entered[row] >= seenAfter) room.rows[ended++] = row;
    else rows[kept++] = row;
  }
  if (ended === 0) return;
  block.n = kept;
  for (let i = 0; i < ended; i++) count(block, room.rows[i], false);
  if (journal) journal.ended(block, observeRows(block, room, ended), EndingCode.left);
}

function enter(block: Block, journal: Journal | null, row: number, tick: number): void {
  const { world, stage, nextStage, tally } = block;
  const from = stage[row];
  const to = nextStage[row];
  const { length } = world.stages;
  tally.moves[from * length + to]++;
  tally.stays[from * (world.clock.ticks + 1) + (tick - block.entered[row])]++;
  tally.entered[to]++;
  stage[row] = to;
  block.entered[row] = tick;
  if (world.stages[to].lost) block.summary.retained[row] = 0;
  if (world.stages[to].terminal) for (const when of block.redeemAt) when[row] = NEVER;
  if (world.seenOf[from] === world.seenOf[to]) return;
  block.seenSince[row] = tick;
  flagEntry(block, row, world.seenOf[to]);
  journal?.seen(block, row, tick, world.seenOf[to]);
}

/** Counts a row that leaves the block: where it ends, and the stay that the horizon cuts short. */
function count(block: Block, row: number, cut: boolean): void {
  const { world, stage, tally, entered, tick } = block;
  tally.atEnd[stage[row]]++;
  if (cut) tally.stays[stage[row] * (world.clock.ticks + 1) + (tick - entered[row])]++;
}

/** The horizon: everybody still followed ends by truncation, worth the terminal value if not gone. */
function endAll(block: Block, journal: Journal | null, room: ObservationRoom): void {
  const { world, behaving, behavingCount: n, rows } = block;
  if (block.runners.terminalValue && n > 0) {
    const values = evaluate(block.runners.terminalValue, behaving, n, block)[0];
    for (let i = 0; i < n; i++) {
      block.summary.terminal[behaving[i]] = (block.discount[world.clock.ticks] * toMoney(values[i])) / 10_000;
    }
  }
  for (let i = 0; i < block.n; i++) {
    count(block, rows[i], true);
    room.rows[i] = rows[i];
  }
  if (journal) journal.ended(block, observeRows(block, room, block.n), EndingCode.horizon);
}
