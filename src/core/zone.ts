import { issue, NextmoveError } from './issue.ts';

export const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
/** No zone has changed its clock between quarters of an hour since 1972. */
const QUARTER_MS = 900_000;

/**
 * A time zone. `time` is UTC in ms since 1970; `wall` is what clocks there show, in ms since 1970-01-01T00:00 on the
 * same clocks, so that floor(wall / DAY_MS) counts civil days.
 */
export type Zone = {
  readonly name: string;
  readonly wallOf: (time: number) => number;
  /** Of a wall time that comes twice the first; of one that is skipped the moment of the skip. Never falls. */
  readonly timeOf: (wall: number) => number;
};

/** Throws NextmoveError where this machine knows no such IANA zone. */
export function makeZone(name: string): Zone {
  const format = formatterOf(name);
  if (format === undefined) {
    throw new NextmoveError(
      issue('calendar/zone', `got time zone ${JSON.stringify(name)}, wanted an IANA name`, {
        hint: 'For example Europe/London or UTC.',
      }),
    );
  }
  let quarter = Number.NaN;
  let offset = 0;
  const offsetAt = (time: number) => {
    if (Math.floor(time / QUARTER_MS) === quarter) return offset;
    offset = readOffset(format, time);
    quarter = time >= 0 ? Math.floor(time / QUARTER_MS) : Number.NaN;
    return offset;
  };
  return { name, wallOf: (time) => time + offsetAt(time), timeOf: (wall) => timeOfWall(offsetAt, wall) };
}

export function isZone(name: string): boolean {
  return formatterOf(name) !== undefined;
}

/** Monday = 1 .. Sunday = 7. */
export function weekday(time: number, zone: Zone): number {
  return weekdayOfDay(Math.floor(zone.wallOf(time) / DAY_MS));
}

/** 1 .. 366. */
export function dayOfYear(time: number, zone: Zone): number {
  return dayOfYearOfDay(Math.floor(zone.wallOf(time) / DAY_MS));
}

/** Minutes on the clock since midnight, 0 .. 1439. */
export function minuteOfDay(time: number, zone: Zone): number {
  const wall = zone.wallOf(time);
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / 60_000);
}

/** UTC ms at which the local day of `time` began. */
export function localDayStart(time: number, zone: Zone): number {
  return zone.timeOf(Math.floor(zone.wallOf(time) / DAY_MS) * DAY_MS);
}

/** Monday = 1 .. Sunday = 7, of a civil day counted from 1970-01-01, a Thursday. */
export function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** 1 .. 31, of a civil day counted from 1970-01-01. */
export function dayOfMonthOfDay(day: number): number {
  return new Date(day * DAY_MS).getUTCDate();
}

/** Whole hours since midnight, 0 .. 23, of a wall time in ms. */
export function hourOfWall(wall: number): number {
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / 3_600_000);
}

/** 1 .. 366, of a civil day counted from 1970-01-01. */
export function dayOfYearOfDay(day: number): number {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  return day - Date.UTC(year, 0, 1) / DAY_MS + 1;
}

function formatterOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

/** What clocks show less UTC, in ms, a whole number of seconds. */
function readOffset(format: Intl.DateTimeFormat, time: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(time / SECOND_MS) * SECOND_MS;
}

function timeOfWall(offsetAt: (time: number) => number, wall: number): number {
  const before = offsetAt(wall - DAY_MS);
  const after = offsetAt(wall + DAY_MS);
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  if (early + offsetAt(early) === wall) return early;
  if (late + offsetAt(late) === wall) return late;
  // skipped: find the moment of the skip, the first with another offset than the day before
  let low = wall - DAY_MS - before;
  let high = wall + DAY_MS - after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
