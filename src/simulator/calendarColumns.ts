import { makeCalendar } from '../core/calendar.ts';
import type { LeafSource } from '../language/graph.ts';
import type { World } from '../scenario/world.ts';
import { type LeafColumns, sourceKey } from './leafColumns.ts';

const KINDS = ['weekday', 'dayOfYear', 'dayOfMonth', 'hourOfDay', 'elapsed'] as const;

/** Whether a source is the same for everybody in a tick. */
export function isOfCalendar({ kind }: LeafSource): boolean {
  return KINDS.some((one) => one === kind);
}

/** What a formula may read of the calendar alone, [ticks] each: place t holds what every customer reads in tick t. */
export function calendarColumns(clock: World['clock'], ticks = clock.ticks): LeafColumns {
  const calendar = makeCalendar(clock);
  const tickMinutes = Math.round(clock.tickDays * 1440);
  const valueAt = { ...calendar, elapsed: (tick: number) => (tick * tickMinutes) / 1440 };
  const byTick = (of: (tick: number) => number) => Float32Array.from({ length: ticks }, (_, t) => of(t));
  return new Map(KINDS.map((kind) => [sourceKey({ kind }), byTick(valueAt[kind])]));
}
