const QUARTER_HOUR = 900_000;
export const DAY = 86_400_000;

/** A local calendar day. */
export type LocalDay = {
  /** Days since 1970-01-01. */
  readonly number: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly dayOfYear: number;
};

/** The local day at a UTC time in milliseconds. */
export type LocalCalendar = (time: number) => LocalDay;

/**
 * The calendar of an IANA zone. Offsets of zones in use are whole quarters of an hour, so that a day begins with one;
 * the last quarter asked for is kept, since a server asks for the present. Throws RangeError on an unknown zone.
 */
export function makeLocalCalendar(zone: string): LocalCalendar {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  let quarter = Number.NaN;
  let day: LocalDay = { number: 0, weekday: 4, dayOfYear: 1 };
  return (time) => {
    const asked = Math.floor(time / QUARTER_HOUR);
    if (asked === quarter) return day;
    day = localDay(format.formatToParts(asked * QUARTER_HOUR));
    quarter = asked;
    return day;
  };
}

function localDay(parts: readonly Intl.DateTimeFormatPart[]): LocalDay {
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const number = dayNumber(part('year'), part('month'), part('day'));
  const first = dayNumber(part('year'), 1, 1);
  // 1970-01-01 was a Thursday.
  return { number, weekday: ((((number + 3) % 7) + 7) % 7) + 1, dayOfYear: number - first + 1 };
}

function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY;
}

/** Days since 1970-01-01 of a date written YYYY-MM-DD, or NaN where it is none. */
export function dateNumber(date: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return year === undefined ? Number.NaN : dayNumber(Number(year), Number(month), Number(day));
}
