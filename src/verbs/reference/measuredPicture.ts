import type { PolicyRole } from '../../evaluation/comparison.ts';
import { stepOfMeans, write, writeInterval, writeMean } from '../../reports/amounts.ts';
import { type IntervalRow, intervalPlot } from '../../reports/intervalPlot.ts';
import { policyInText, policyLabel } from '../../reports/names.ts';
import { pictureOf, type Spec } from '../../reports/render.ts';
import { titled } from '../../reports/titled.ts';
import { type Measurement, measured } from './measured.ts';

/** Policies that are drawn, in the order of a fair comparison. */
const DRAWN: readonly PolicyRole[] = ['none', 'uniform', 'tunedRules', 'responseGreedy', 'agent', 'oracle'];
const WIDTH = 720;
/** A measurement names no policy but by its role; names in words need a title. */
const named = DRAWN.concat('rules').map((role) => ({ role, title: role }));
const tones: { readonly [R in PolicyRole]?: IntervalRow['marks'][number]['tone'] } = {
  agent: 'blue',
  oracle: 'purple',
};

/** `contacting nobody`, `the learned policy`. */
export const roleInText = (role: PolicyRole): string => policyInText(named, role);
/** The unit and step in which all of a measurement's amounts are written. */
export function amountsOf({ differences, currency }: Pick<Measurement, 'differences' | 'currency'>) {
  const unit = { scale: 1, suffix: ` ${currency}`, finest: 0.01 };
  return { unit, step: stepOfMeans(differences, unit) };
}

/** What each policy earns more or less than today's rules, as an SVG: the same text for the same measurement. */
export async function measuredPicture(measurement: Measurement): Promise<string> {
  const { unit, step } = amountsOf(measurement);
  const rows = DRAWN.map((role): IntervalRow => {
    const difference = measured(measurement, role, 'rules');
    const { mean: value, interval } = difference;
    const mark = { value, low: interval[0], high: interval[1], tone: tones[role] ?? 'grey' };
    return {
      label: policyLabel(named, role),
      value: writeMean(difference, { ...unit, suffix: '' }, { step, signed: true }),
      strong: role === 'agent',
      marks: [{ ...mark, hollow: role === 'oracle' }],
    };
  });
  const chart = {
    title: findingOf(measurement),
    alt: `Dots with intervals. ${rows.map(({ label, value }) => `${label}: ${value}`).join('; ')}.`,
    spec: (width: number): Spec =>
      intervalPlot(rows, {
        ...{ width, reference: 0, valueTitle: 'Difference (interval)' },
        title: `${measurement.currency} a customer more or less than ${roleInText('rules')}`,
      }),
  };
  return pictureOf(titled(chart, WIDTH));
}

/** `The learned policy earns 4.1 EUR more a customer than today's rules (3.2 to 5.0)`. */
export function findingOf(measurement: Measurement): string {
  const { unit, step } = amountsOf(measurement);
  const { mean, interval } = measured(measurement, 'agent', 'rules');
  const range = writeInterval(interval, unit, step);
  if (interval[0] <= 0)
    return `The learned policy is not clearly better than ${roleInText('rules')}: ${write(mean, unit, { step, signed: true })} a customer (${range})`;
  return `The learned policy earns ${write(mean, unit, { step })} more a customer than ${roleInText('rules')} (${range})`;
}
