import { makeCalendar } from '../core/calendar.ts';
import type { World } from '../scenario/world.ts';
import { type LeafColumns, sourceKey } from './leafColumns.ts';

/** What a formula may read of the calendar alone, [ticks] each: place t holds what every customer reads in tick t. */
export function calendarColumns(clock: World['clock'], ticks = clock.ticks): LeafColumns {
  const calendar = makeCalendar(clock);
  const tickMinutes = Math.round(clock.tickDays * 1440);
  const byTick = (of: (tick: number) => number) => Float32Array.from({ length: ticks }, (_, t) => of(t));
  return new Map([
    [sourceKey({ kind: 'weekday' }), byTick(calendar.weekday)],
    [sourceKey({ kind: 'dayOfYear' }), byTick(calendar.dayOfYear)],
    [sourceKey({ kind: 'dayOfMonth' }), byTick(calendar.dayOfMonth)],
    [sourceKey({ kind: 'elapsed' }), byTick((t) => (t * tickMinutes) / 1440)],
  ]);
}
