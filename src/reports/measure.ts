import type { Measure } from '../evaluation/comparison.ts';
import { each, money, percent, perHundred, points, type Unit } from './amounts.ts';

/** How a report names a measure and writes it: the mean in `unit`, differences of means in `change`. */
export type MeasureForm = {
  readonly title: string;
  readonly unit: Unit;
  readonly change: Unit;
  /** Whether more is better. Fewer contacts, costs and opt-outs are no merit by themselves: doing nothing has fewest. */
  readonly better: 'more' | null;
};

export function measureForm(measure: Measure, currency: string): MeasureForm {
  const bare = { ...money(currency), suffix: '' };
  const forms: { readonly [M in Measure]: MeasureForm } = {
    value: { title: `Value, ${currency} a customer`, unit: bare, change: bare, better: 'more' },
    conversion: {
      title: 'Conversions per 100 customers',
      unit: { ...perHundred, suffix: '' },
      change: { ...perHundred, suffix: '' },
      better: 'more',
    },
    retention: { title: 'Retained at the end', unit: percent, change: points, better: 'more' },
    contacts: { title: 'Contacts a customer', unit: each, change: each, better: null },
    cost: { title: `Cost, ${currency} a customer`, unit: bare, change: bare, better: null },
    optOuts: {
      title: 'Opt-outs per 100 customers',
      unit: { ...perHundred, suffix: '' },
      change: { ...perHundred, suffix: '' },
      better: null,
    },
  };
  return forms[measure];
}
