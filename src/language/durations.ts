/** Units of durations, by the number of them in a day. */
const PER_DAY = { d: 1, h: 24, m: 1440 } as const;

/** The units that a duration may carry: weeks, days, hours, minutes. */
export type DurationUnit = 'w' | 'd' | 'h' | 'm';

/** A number with its unit in days: 12 h is 0.5. */
export function toDays(amount: number, unit: DurationUnit): number {
  return unit === 'w' ? amount * 7 : amount / PER_DAY[unit];
}

/**
 * Text of a duration of at least 0 in the language: in the largest of d, h and m that gives a whole number, else in
 * decimals of a day. `digits` writes the days; values that it writes alike count as equal.
 */
export function durationText(days: number, digits: (days: number) => string = String): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    const amount = Math.round(days * PER_DAY[unit]);
    if (digits(toDays(amount, unit)) === digits(days)) return `${amount}${unit}`;
  }
  return `${digits(days)}d`;
}

/** The whole number of minutes that is `days` as f32, in exact days; `days` itself where there is none. */
export function exactDays(days: number): number {
  const exact = toDays(Math.round(days * PER_DAY.m), 'm');
  return Math.fround(exact) === Math.fround(days) ? exact : days;
}
