import type { Block } from './block.ts';
import { fallDueByClock } from './due.ts';
import * as memory from './memory.ts';

/** Brings every column that moves by itself to the block's tick: ages, calendar, times in stages. Windows end at t - 1. */
export function beginTick(block: Block): void {
  const { tick, size, own, memories, calendar } = block;
  for (const happening of memories.all) memory.beginTick(happening, tick);
  own.weekday.fill(calendar.weekday(tick), 0, size);
  own.dayOfYear.fill(calendar.dayOfYear(tick), 0, size);
  block.backend.begin(block);
  fallDueByClock(block);
}

/** The times that an observation may read, for its rows alone: they may be gone without being noticed. */
export function fillObserved(block: Block, rows: Int32Array, n: number): void {
  const { tick: t, own, entered, seenSince, days, memories, slots } = block;
  for (const happening of memories.all) {
    memory.fillAges(happening.observedAges, happening, { t, rows, n, days });
    memory.fillAges(happening.behaviourAges, happening, { t, rows, n, days });
  }
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    const slot = slots.of[row];
    own.inSeenStage[slot] = days[t - seenSince[row]];
    own.inTrueStage[slot] = days[t - entered[slot]];
  }
}
