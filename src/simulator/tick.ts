import type { Block } from './block.ts';
import { fallDueByClock } from './due.ts';
import * as memory from './memory.ts';

/** Brings every column that moves by itself to the block's tick: ages, calendar, times in stages. Windows end at t - 1. */
export function beginTick(block: Block): void {
  const { tick, size, own, memories, calendar, days } = block;
  for (const happening of memories.all) memory.beginTick(happening, tick);
  own.weekday.fill(calendar.weekday(tick), 0, size);
  own.dayOfYear.fill(calendar.dayOfYear(tick), 0, size);
  own.dayOfMonth.fill(calendar.dayOfMonth(tick), 0, size);
  own.elapsed.fill(days[tick], 0, size);
  block.backend.begin(block);
  fallDueByClock(block);
}
