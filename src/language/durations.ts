/** Units of durations, by the number of them in a day. */
const PER_DAY = { d: 1, h: 24, m: 1440 } as const;

/** The units that a duration may carry, largest first. */
export const DURATION_UNITS = ['w', 'd', 'h', 'm'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

/** A number with its unit in days: 12 h is 0.5. */
export function toDays(amount: number, unit: DurationUnit): number {
  return unit === 'w' ? amount * 7 : amount / PER_DAY[unit];
}

/**
 * Text of a duration in the language: the largest of d, h and m that gives a whole number, else decimals of a day.
 * `same` says which days are equal to the value's: exact equality, or equality as f32.
 */
export function durationText(days: number, same = (other: number) => other === days): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    const amount = Math.round(days * PER_DAY[unit]);
    if (same(toDays(amount, unit))) return `${amount}${unit}`;
  }
  return `${days}d`;
}

/** The whole number of minutes whose days are `days` as f32, in exact days; `days` itself where there is none. */
export function exactDays(days: number): number {
  const exact = toDays(Math.round(days * PER_DAY.m), 'm');
  return Math.fround(exact) === Math.fround(days) ? exact : days;
}
