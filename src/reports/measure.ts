import type { Comparison, Mean, Measure } from '../evaluation/comparison.ts';
import {
  each,
  money,
  percent,
  perHundred,
  points,
  stepOfMeans,
  type Unit,
  writeInterval,
} from './amounts.ts';

/** How a report names a measure and writes it: the mean in `unit`, differences of means in `change`. */
export type MeasureForm = {
  readonly title: string;
  readonly unit: Unit;
  readonly change: Unit;
  /** Whether more is better. Fewer contacts, costs and opt-outs are no merit by themselves: doing nothing has fewest. */
  readonly better: 'more' | null;
  /** What a mean can be at all: intervals are shown within it. */
  readonly possible: readonly [number, number];
  /** What is said instead of an interval where nothing happened to anybody. */
  readonly nothing: string;
};

export function measureForm(measure: Measure, currency: string): MeasureForm {
  const free = { possible: [-Infinity, Infinity], nothing: 'none' } as const;
  const counted = { possible: [0, Infinity] } as const;
  const bare = { ...money(currency), suffix: '' };
  const forms: { readonly [M in Measure]: MeasureForm } = {
    value: { title: `Value, ${currency} a customer`, unit: bare, change: bare, better: 'more', ...free },
    conversion: {
      title: 'Conversions per 100 customers',
      unit: { ...perHundred, suffix: '' },
      change: { ...perHundred, suffix: '' },
      better: 'more',
      ...counted,
      nothing: 'none seen',
    },
    retention: {
      ...{ title: 'Retained at the end', unit: percent, change: points, better: 'more' },
      ...{ possible: [0, 1], nothing: 'nobody' },
    },
    contacts: {
      ...{ title: 'Contacts a customer', unit: each, change: each, better: null },
      ...{ ...counted, nothing: 'none sent' },
    },
    cost: {
      ...{ title: `Cost, ${currency} a customer`, unit: bare, change: bare, better: null },
      ...{ ...counted, nothing: 'none' },
    },
    optOuts: {
      title: 'Opt-outs per 100 customers',
      unit: { ...perHundred, suffix: '' },
      change: { ...perHundred, suffix: '' },
      better: null,
      ...counted,
      nothing: 'none seen',
    },
  };
  return forms[measure];
}

/** The interval of a measure's mean as it is shown: within what is possible, or that nothing happened. */
export function writeRange(
  { mean, interval }: Mean,
  { unit, possible, nothing }: MeasureForm,
  step: number,
): string {
  if (mean === 0 && interval.every((end) => end === 0)) return nothing;
  const [least, most] = possible;
  const within = (end: number) => Math.min(most, Math.max(least, end));
  return writeInterval([within(interval[0]), within(interval[1])], unit, step);
}

/** Amounts below it keep a decimal, or cents, however wide their intervals. */
const SMALL = 10;

/** One step for a measure all over a page, so that tile and tables agree: as the narrowest interval of a policy allows. */
export function measureStep({ policies, scenario }: Comparison, measure: Measure): number {
  const { unit } = measureForm(measure, scenario.currency);
  const means = policies.map((policy) => policy.means[measure]);
  const largest = Math.max(...means.map(({ mean }) => Math.abs(mean * unit.scale)));
  const deserved = stepOfMeans(means, unit);
  return largest < SMALL ? Math.min(deserved, unit.cents ? unit.finest : 0.1) : deserved;
}
