import type { Comparison } from '../../evaluation/comparison.ts';
import { count, share, stepOfMeans, write, writeInterval } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { type IntervalRow, intervalPlot } from '../intervalPlot.ts';
import { label, words } from '../names.ts';
import { pairOf } from '../pair.ts';

/** Who gains and who loses by the change: the difference by segment, with the number worse off. */
export const harm: ChartDefinition<Comparison> = {
  name: 'harm',
  place: 'harm',
  chart(comparison) {
    const { segments, worseOff, customers } = comparison.harm;
    if (segments.length === 0) return null;
    const pair = pairOf(comparison);
    const step = stepOfMeans(
      segments.map((segment) => segment.difference),
      pair.money,
    );
    const rows = segments.map(({ segment, difference, ...counts }): IntervalRow => {
      const [low, high] = difference.interval;
      const tone = high < 0 ? 'vermilion' : low > 0 ? 'blue' : 'grey';
      return {
        label: label(segment),
        value: `${count(counts.worseOff)} of ${count(counts.customers)}`,
        valueTone: counts.worseOff > 0 ? 'vermilion' : 'quiet',
        marks: [{ value: difference.mean, low, high, tone }],
      };
    });
    const most = segments.reduce((a, b) => (b.worseOff > a.worseOff ? b : a));
    const where =
      worseOff === 0 ? '' : `, ${share(most.worseOff, worseOff)} of them in “${words(most.segment)}”`;
    const title = `${comparison.scenario.currency} a customer more or less than ${pair.referenceText}`;
    return {
      title: `${worseOff === 0 ? 'Nobody is' : `${share(worseOff, customers)} of customers are`} worse off${where}`,
      caption: `Expected difference in value by segment, with intervals. Worse off: a customer whose own expected difference is clearly below zero.`,
      alt: `Dots with intervals. ${segments.map((s, i) => `${rows[i].label}: ${write(s.difference.mean, pair.money, { step, signed: true })}, worse off ${rows[i].value}`).join('; ')}.`,
      table: {
        caption: 'Who gains and who loses',
        columns: [
          { title: 'Segment' },
          { title: 'Customers', numeric: true },
          { title: 'Worse off', numeric: true },
          { title: 'Difference a customer', numeric: true },
          { title: 'Interval', numeric: true },
        ],
        rows: segments.map((s) => [
          label(s.segment),
          count(s.customers),
          count(s.worseOff),
          write(s.difference.mean, pair.money, { step, signed: true }),
          writeInterval(s.difference.interval, pair.money, step),
        ]),
      },
      spec: (width) => intervalPlot(rows, { width, title, valueTitle: 'Worse off', reference: 0 }),
    };
  },
};
