const MINUTES = { w: 10_080, d: 1440, h: 60, m: 1 } as const;

/** A length of time: `minutes` is whole, `days` is minutes / 1440. */
export type Duration = { readonly days: number; readonly minutes: number };

/**
 * Reads `30m`, `12h`, `7d`, `2w` or, with decimals that come to whole minutes, `1.5d`; anything else is null.
 * Months and years have no fixed length and are not read.
 */
export function parseDuration(text: string): Duration | null {
  const match = /^(\d+(?:\.\d+)?)([wdhm])$/.exec(text.trim());
  if (!match) return null;
  const exact = Number(match[1]) * MINUTES[match[2] as keyof typeof MINUTES];
  const minutes = Math.round(exact);
  if (Math.abs(exact - minutes) > 1e-6) return null;
  return { days: minutes / MINUTES.d, minutes };
}

/** Days in the largest of d, h and m that gives a whole number: `14d`, `12h`, `90m`; rounded to minutes. */
export function formatDuration(days: number): string {
  const minutes = Math.round(days * MINUTES.d);
  if (minutes % MINUTES.d === 0) return `${minutes / MINUTES.d}d`;
  if (minutes % MINUTES.h === 0) return `${minutes / MINUTES.h}h`;
  return `${minutes}m`;
}
