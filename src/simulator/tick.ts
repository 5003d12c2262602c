import { type Block, NEVER } from './block.ts';
import * as memory from './memory.ts';

/** Brings every column that moves by itself to the block's tick: ages, calendar, stages. Windows end at t-1. */
export function beginTick(block: Block): void {
  const { tick, rows, n, world } = block;
  const { tickDays } = world.clock;
  for (const happening of block.memories) memory.beginTick(happening, tick, rows, n, tickDays);
  fillDays(block);
  fillStages(block);
  let behaving = 0;
  for (let i = 0; i < n; i++) {
    if (!world.stages[block.stage[rows[i]]].terminal) block.behaving[behaving++] = rows[i];
  }
  block.behavingCount = behaving;
}

function fillDays(block: Block): void {
  const { columns, tick, rows, n, calendar } = block;
  const weekday = columns.get(memory.sourceKey({ kind: 'weekday' }));
  const dayOfYear = columns.get(memory.sourceKey({ kind: 'dayOfYear' }));
  const day = weekday ? calendar.weekday(tick) : 0;
  const ofYear = dayOfYear ? calendar.dayOfYear(tick) : 0;
  for (let i = 0; i < n; i++) {
    if (weekday) weekday[rows[i]] = day;
    if (dayOfYear) dayOfYear[rows[i]] = ofYear;
  }
}

function fillStages(block: Block): void {
  const { columns, tick, rows, n, stage, world } = block;
  const { tickDays } = world.clock;
  const trueStage = columns.get(memory.sourceKey({ kind: 'stage', view: 'true' }));
  const seenStage = columns.get(memory.sourceKey({ kind: 'stage', view: 'seen' }));
  const inTrue = columns.get(memory.sourceKey({ kind: 'inStage', view: 'true' }));
  const inSeen = columns.get(memory.sourceKey({ kind: 'inStage', view: 'seen' }));
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    if (trueStage) trueStage[row] = stage[row];
    if (seenStage) seenStage[row] = world.seenOf[stage[row]];
    if (inTrue) inTrue[row] = (tick - block.entered[row]) * tickDays;
    if (inSeen) inSeen[row] = (tick - block.seenSince[row]) * tickDays;
  }
}

/** The first trigger, in the scenario's order, that makes a row due at this tick, or NEVER. */
export function dueTrigger(block: Block, row: number): number {
  const { triggers } = block.world;
  for (let k = 0; k < triggers.length; k++) {
    const trigger = triggers[k];
    if (trigger.kind === 'every') {
      if (block.tick % trigger.ticks === block.phase[row] % trigger.ticks) return k;
    } else if (trigger.kind === 'cooldown') {
      const last = block.lastSent[trigger.intervention][row];
      if (last !== NEVER && block.tick - last === trigger.ticks) return k;
    } else if ((block.triggered[row] >>> k) & 1) return k;
  }
  return NEVER;
}
