const ISO = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** UTC milliseconds of an ISO 8601 time with its zone; NaN for anything else, and for days that do not exist. */
export function parseTime(value: unknown): number {
  const parts = typeof value === 'string' ? ISO.exec(value) : null;
  if (parts === null) return Number.NaN;
  const [text, year, month, day] = parts;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) > days ? Number.NaN : Date.parse(text);
}

/** ISO 8601 in UTC, to the millisecond. */
export function timeText(time: number): string {
  return new Date(time).toISOString();
}
