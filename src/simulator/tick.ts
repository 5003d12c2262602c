import { type Block, behavingCount } from './block.ts';
import { fallDueByClock } from './due.ts';
import * as memory from './memory.ts';

/** Brings every column that moves by itself to the block's tick: ages, calendar, times in stages. Windows end at t - 1. */
export function beginTick(block: Block): void {
  const { tick, size, own, memories, calendar } = block;
  for (const happening of memories.all) memory.beginTick(happening, tick, size);
  own.weekday.fill(calendar.weekday(tick), 0, size);
  own.dayOfYear.fill(calendar.dayOfYear(tick), 0, size);
  fillBehaviour(block);
  fallDueByClock(block);
}

/** The times that behaviour may read, for all whose behaviour goes on. */
function fillBehaviour(block: Block): void {
  const { tick: t, own, entered, days, behaving: rows, memories } = block;
  const n = behavingCount(block);
  for (const happening of memories.all) {
    memory.fillAges(happening.behaviourAges, happening, { t, rows, n, days });
  }
  for (let i = 0; i < n; i++) own.inTrueStage[rows[i]] = days[t - entered[rows[i]]];
}

/** The times that an observation may read, for its rows alone: they may be gone without being noticed. */
export function fillObserved(block: Block, rows: Int32Array, n: number): void {
  const { tick: t, own, entered, seenSince, days, memories } = block;
  for (const happening of memories.all) {
    memory.fillAges(happening.observedAges, happening, { t, rows, n, days });
    memory.fillAges(happening.behaviourAges, happening, { t, rows, n, days });
  }
  for (let i = 0; i < n; i++) {
    own.inSeenStage[rows[i]] = days[t - seenSince[rows[i]]];
    own.inTrueStage[rows[i]] = days[t - entered[rows[i]]];
  }
}

/** Groups the rows whose behaviour goes on by true stage, in the order of the rows within each (a counting sort). */
export function groupRows({ world, rows, n, stage, behaving, groups }: Block): void {
  groups.fill(0);
  const goesOn = (row: number) => !world.stages[stage[row]].terminal;
  for (let i = 0; i < n; i++) if (goesOn(rows[i])) groups[stage[rows[i]] + 1]++;
  for (let s = 1; s < groups.length; s++) groups[s] += groups[s - 1];
  const next = groups.slice();
  for (let i = 0; i < n; i++) if (goesOn(rows[i])) behaving[next[stage[rows[i]]]++] = rows[i];
}
