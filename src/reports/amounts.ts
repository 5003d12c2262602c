import type { Mean } from '../evaluation/comparison.ts';

/** How a quantity is written: times `scale`, then `suffix`; never finer than `finest`, after scaling. */
export type Unit = {
  readonly scale: number;
  readonly suffix: string;
  readonly finest: number;
  /** Amounts have either no decimals or both. */
  readonly cents?: true;
};

/** Amounts of money, with the currency's code behind a space that does not break. */
export const money = (currency: string): Unit => ({
  scale: 1,
  suffix: `\u00a0${currency}`,
  finest: 0.01,
  cents: true,
});
export const percent: Unit = { scale: 100, suffix: '%', finest: 0.1 };
/** Differences of shares. */
export const points: Unit = { scale: 100, suffix: ' points', finest: 0.1 };
/** Things counted for each customer, written for a hundred of them so that small ones stay readable. */
export const perHundred: Unit = { scale: 100, suffix: ' per 100', finest: 0.01 };
export const each: Unit = { scale: 1, suffix: '', finest: 0.01 };
/** Numbers of unknown nature, such as an estimate from an imported log. */
export const plain: Unit = { scale: 1, suffix: '', finest: 0 };

export type WriteOptions = {
  /** Rounds to multiples of it, after scaling; by default what {@link stepOf} finds for the value alone. */
  readonly step?: number;
  /** Writes + before what is above zero. */
  readonly signed?: boolean;
  readonly bare?: boolean;
};

/** `-1234.5` as `−1,234.50 EUR`: thousands apart, a true minus, the unit behind unless `bare`. */
export function write(value: number, unit: Unit, options: WriteOptions = {}): string {
  if (!Number.isFinite(value)) return Math.abs(value) === Infinity ? `${value < 0 ? '−' : ''}∞` : 'not known';
  const scaled = value * unit.scale;
  const text = writeNumber(scaled, options.step ?? stepOf([scaled], unit));
  const sign = options.signed && /[1-9]/.test(text) && scaled > 0 ? '+' : '';
  return `${sign}${text}${options.bare ? '' : unit.suffix}`;
}

/** The two ends as `3.20 to 5.00`, without the unit, which stands beside the mean; `no interval` where neither bounds. */
export function writeInterval(interval: readonly [number, number], unit: Unit, step: number): string {
  if (interval[0] === -Infinity && interval[1] === Infinity) return 'no interval';
  return interval.map((end) => write(end, unit, { step, bare: true })).join(' to ');
}

/** `4.10 EUR (3.20 to 5.00)`, rounded as the width of the interval allows. */
export function writeMean(mean: Mean, unit: Unit, options: WriteOptions = {}): string {
  const step = options.step ?? stepOfMeans([mean], unit);
  return `${write(mean.mean, unit, { ...options, step })} (${writeInterval(mean.interval, unit, step)})`;
}

/**
 * One step for a column of means, so that all have the same decimals: the finest that any interval deserves (3 to 30
 * steps in its half-width), but at most four digits of the largest number.
 */
export function stepOfMeans(means: readonly Mean[], unit: Unit): number {
  const scaled = (x: number) => x * unit.scale;
  const halves = means
    .map(({ interval: [low, high] }) => scaled(high - low) / 2)
    .filter((half) => half > 0 && half < Infinity);
  const ends = means.flatMap(({ mean, interval }) => [mean, ...interval].map(scaled));
  if (halves.length === 0) return stepOf(ends, unit);
  const deserved = Math.min(...halves.map((half) => powerOfTen(half / 3)));
  return settle(Math.max(deserved, powerOfTen(largest(ends)) / 1000), unit);
}

/** One step for plain numbers (already scaled): three digits of the largest. */
export function stepOf(scaled: readonly number[], unit: Unit): number {
  const top = largest(scaled);
  return settle(top === 0 ? 1 : powerOfTen(top) / 100, unit);
}

/** A count of customers or decisions: whole, thousands apart. */
export function count(value: number): string {
  return Number.isFinite(value) ? writeNumber(value, 1) : 'not known';
}

/** A share as a whole per cent, with one decimal below ten; never 0% for something nor 100% for less than all. */
export function share(part: number, whole: number): string {
  if (!(whole > 0)) return '0%';
  const value = (100 * part) / whole;
  if (value === 0 || value === 100) return `${value}%`;
  if (value < 0.1) return 'under 0.1%';
  if (value > 99.9) return 'over 99.9%';
  return `${writeNumber(value, value < 9.95 || value > 99 ? 0.1 : 1)}%`;
}

function writeNumber(value: number, step: number): string {
  const rounded = Math.round(value / step) * step;
  const [whole, fraction] = Math.abs(rounded).toFixed(decimalsOf(step)).split('.');
  const digits = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`;
  return rounded < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

function settle(step: number, unit: Unit): number {
  return unit.cents && step < 1 ? unit.finest : Math.max(step, unit.finest);
}

const decimalsOf = (step: number) => Math.min(12, Math.max(0, Math.round(-Math.log10(step))));
const largest = (values: readonly number[]) => Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
const powerOfTen = (value: number) => 10 ** Math.floor(Math.log10(value) + 1e-9);
