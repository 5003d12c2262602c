import type { Comparison, Mean, PolicyRole } from '../../evaluation/comparison.ts';
import { write, writeInterval, writeMean } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { type IntervalRow, intervalPlot } from '../intervalPlot.ts';
import { policyLabel } from '../names.ts';
import { differenceOf, type Pair, pairOf, valueStep } from '../pair.ts';
import type { Tone } from '../palette.ts';

/** What each policy earns more or less than the one the agent is held against, on the same luck. */
export const advantage: ChartDefinition<Comparison> = {
  name: 'advantage',
  place: 'policies',
  chart(comparison) {
    const pair = pairOf(comparison);
    const differences = comparison.policies.flatMap(({ title, role }) => {
      const difference = differenceOf(comparison, title, pair.reference, 'value');
      return difference === null || title === pair.reference ? [] : [{ ...difference, role }];
    });
    if (differences.length === 0) return null;
    const { scenario, policies, method } = comparison;
    const step = valueStep(comparison);
    const rows = differences.map((difference): IntervalRow => {
      const [low, high] = difference.interval;
      const mark = { value: difference.mean, low, high, tone: toneOf(difference.role) };
      return {
        label: policyLabel(policies, difference.policy),
        value: writeMean(difference, { ...pair.money, suffix: '' }, { step, signed: true }),
        strong: difference.policy === pair.agent,
        marks: [{ ...mark, hollow: difference.role === 'oracle' }],
      };
    });
    const title = `${scenario.currency} a customer more or less than ${pair.referenceText}`;
    return {
      title: advantageInWords(pair, comparison.headline.perCustomer, step),
      caption:
        `Value a customer over ${scenario.horizonDays} days, discounted, minus that of ${pair.referenceText} on the same ` +
        `luck. Lines are ${Math.round(100 * method.level)}% intervals. The oracle (hollow) sees what no business can.`,
      alt: `Dots with intervals. ${rows.map((row) => `${row.label}: ${row.value}`).join('; ')}.`,
      table: {
        caption: title,
        columns: [
          { title: 'Policy' },
          { title: 'Difference', numeric: true },
          { title: 'Interval', numeric: true },
          { title: 'Counted over' },
        ],
        rows: differences.map((d) => [
          policyLabel(policies, d.policy),
          write(d.mean, pair.money, { step, signed: true }),
          writeInterval(d.interval, pair.money, step),
          `${d.units} ${d.unit}s`,
        ]),
      },
      spec: (width) =>
        intervalPlot(rows, { width, title, valueTitle: 'Difference (interval)', reference: 0 }),
    };
  },
};

/** `The learned policy earns 4.10 EUR more a customer than tuned rules (3.20 to 5.00)`. */
export function advantageInWords(pair: Pair, perCustomer: Mean, step: number): string {
  const [low, high] = perCustomer.interval;
  const interval = writeInterval(perCustomer.interval, pair.money, step);
  const amount = write(Math.abs(perCustomer.mean), pair.money, { step });
  const than = `a customer than ${pair.referenceText}`;
  if (low > 0) return `${pair.agentLabel} earns ${amount} more ${than} (${interval})`;
  if (high < 0)
    return `${pair.agentLabel} earns ${amount} less ${than} (${writeInterval([-high, -low], pair.money, step)})`;
  const signed = write(perCustomer.mean, pair.money, { step, signed: true });
  return `${pair.agentLabel} and ${pair.referenceText} are not clearly apart: ${signed} a customer (${interval})`;
}

function toneOf(role: PolicyRole): Tone {
  if (role === 'agent') return 'blue';
  return role === 'oracle' ? 'purple' : 'grey';
}
