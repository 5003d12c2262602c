import { issue, NextmoveError } from './issue.ts';
import { DAY_MS, dayOfMonthOfDay, dayOfYearOfDay, hourOfWall, makeZone, weekdayOfDay } from './zone.ts';

export { type Duration, formatDuration, parseDuration } from './duration.ts';
export { dayOfYear, isZone, localDayStart, makeZone, minuteOfDay, weekday, type Zone } from './zone.ts';

const MINUTE_MS = 60_000;

/**
 * The ticks of a world. A tick is a step of the civil calendar: a tick of a day is a local day, of 23 or 25 hours
 * where clocks change; a shorter tick is that many minutes on the clock on the wall. So weekday and day of the year
 * follow from date and tick alone; only `timeOf` and `tickOf` ask the machine's time zone data.
 */
export type Calendar = {
  /** UTC ms at which the tick begins. */
  readonly timeOf: (tick: number) => number;
  /** The tick in which a moment (UTC ms) falls; below 0 before the start. */
  readonly tickOf: (time: number) => number;
  /** Monday = 1 .. Sunday = 7. */
  readonly weekday: (tick: number) => number;
  /** 1 .. 366. */
  readonly dayOfYear: (tick: number) => number;
  /** 1 .. 31. */
  readonly dayOfMonth: (tick: number) => number;
  /** 0 .. 23, on the clock on the wall when the tick begins. */
  readonly hourOfDay: (tick: number) => number;
};

/**
 * `start` is the local date of tick 0, YYYY-MM-DD, which begins at local midnight; `tickDays` comes to whole minutes;
 * `zone` is an IANA name. Throws NextmoveError where one of them is not so.
 */
export function makeCalendar(options: {
  readonly start: string;
  readonly tickDays: number;
  readonly zone: string;
}): Calendar {
  const zone = makeZone(options.zone);
  const startDay = parseDate(options.start);
  if (startDay === null) throw wrong('start', options.start, 'a date as YYYY-MM-DD');
  const tickMinutes = Math.round(options.tickDays * 1440);
  if (!(tickMinutes >= 1 && Math.abs(options.tickDays * 1440 - tickMinutes) < 1e-6)) {
    throw wrong('tickDays', options.tickDays, 'whole minutes, at least one');
  }
  const startWall = startDay * DAY_MS;
  const wallOfTick = (tick: number) => startWall + tick * tickMinutes * MINUTE_MS;
  const dayOfTick = (tick: number) => Math.floor(wallOfTick(tick) / DAY_MS);
  const times = new Map<number, number>();
  return {
    timeOf(tick) {
      const known = times.get(tick);
      if (known !== undefined) return known;
      const time = zone.timeOf(wallOfTick(tick));
      times.set(tick, time);
      return time;
    },
    tickOf: (time) => Math.floor((zone.wallOf(time) - startWall) / (tickMinutes * MINUTE_MS)),
    weekday: (tick) => weekdayOfDay(dayOfTick(tick)),
    dayOfYear: (tick) => dayOfYearOfDay(dayOfTick(tick)),
    dayOfMonth: (tick) => dayOfMonthOfDay(dayOfTick(tick)),
    hourOfDay: (tick) => hourOfWall(wallOfTick(tick)),
  };
}

/** Days from 1970-01-01 to a date written YYYY-MM-DD, or null where there is no such date. */
export function parseDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || formatDate(time / DAY_MS) !== text) return null;
  return time / DAY_MS;
}

/** YYYY-MM-DD of a day counted from 1970-01-01. */
export function formatDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function wrong(path: string, got: unknown, wanted: string): NextmoveError {
  return new NextmoveError(
    issue('calendar/range', `got ${JSON.stringify(got)}, wanted ${wanted}`, { at: { path } }),
  );
}
