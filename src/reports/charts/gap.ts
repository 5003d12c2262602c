import type { Comparison } from '../../evaluation/comparison.ts';
import { percent, stepOfMeans, write, writeInterval, writeMean } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { type IntervalRow, intervalPlot } from '../intervalPlot.ts';
import { label, words } from '../names.ts';
import { pairOf } from '../pair.ts';

/** How much of what could be gained over today's rules is gained, and at which stages. */
export const gap: ChartDefinition<Comparison> = {
  name: 'gap',
  place: 'policies',
  chart(comparison) {
    const { byStage } = comparison.gap;
    if (byStage.length === 0) return null;
    const pair = pairOf(comparison);
    const means = byStage.map(({ difference }) => difference);
    const step = stepOfMeans(means, pair.money);
    const bare = { ...pair.money, suffix: '' };
    const rows = byStage.map(({ stage, difference }): IntervalRow => {
      const [low, high] = difference.interval;
      const tone = high < 0 ? 'vermilion' : low > 0 ? 'blue' : 'grey';
      return {
        label: label(stage),
        value: writeMean(difference, bare, { step, signed: true }),
        marks: [{ value: difference.mean, low, high, tone }],
      };
    });
    const title = `${comparison.scenario.currency} a customer more than today’s rules, by the stage in which it is earned`;
    return {
      title: gapInWords(comparison),
      caption:
        'The gap runs from today’s rules to the oracle, which sees the hidden traits too. Grey where the sign is not clear.',
      alt: `Dots with intervals. ${rows.map((row) => `${row.label}: ${row.value}`).join('; ')}.`,
      table: {
        caption: title,
        columns: [
          { title: 'Earned in' },
          { title: 'Difference a customer', numeric: true },
          { title: 'Interval', numeric: true },
        ],
        rows: byStage.map(({ stage, difference }) => [
          label(stage),
          write(difference.mean, pair.money, { step, signed: true }),
          writeInterval(difference.interval, pair.money, step),
        ]),
      },
      spec: (width) =>
        intervalPlot(rows, { width, title, valueTitle: 'Difference (interval)', reference: 0 }),
    };
  },
};

/** The headline share, or why it is withheld. */
export function gapInWords(comparison: Comparison): string {
  const { share, interval, withheld, byStage } = comparison.gap;
  const { agentLabel } = pairOf(comparison);
  if (share !== null && withheld === null) {
    const mean = { mean: share, interval: interval ?? ([share, share] as const) };
    const written = interval === null ? write(share, percent, { step: 1 }) : writeMean(mean, percent);
    return `${agentLabel} closes ${written} of the gap from today’s rules to the oracle`;
  }
  if (byStage.length === 0)
    return `No share of the gap is given: ${(withheld ?? 'it was not measured').replace(/\.$/, '')}`;
  const best = byStage.reduce((a, b) => (b.difference.mean > a.difference.mean ? b : a));
  if (!(best.difference.interval[0] > 0)) return `${agentLabel} gains clearly over today’s rules in no stage`;
  return `${agentLabel} gains most over today’s rules from customers in ${words(best.stage)}`;
}
