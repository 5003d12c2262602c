import type { Block } from './block.ts';
import { fallDueByClock } from './due.ts';
import * as memory from './memory.ts';

/** Brings every column that moves by itself to the block's tick: ages, calendar, times in stages. Windows end at t - 1. */
export function beginTick(block: Block): void {
  const { tick, size, memories, calendarColumns } = block;
  for (const happening of memories.all) memory.beginTick(happening, tick, size);
  for (const { column, byTick } of calendarColumns) column.fill(byTick[tick], 0, size);
  block.backend.begin(block);
  fallDueByClock(block);
}
