import type { Comparison, Harm } from '../../evaluation/comparison.ts';
import { count, share, stepOfMeans, type Unit, write, writeInterval } from '../amounts.ts';
import type { Chart, ChartDefinition } from '../chart.ts';
import { type IntervalRow, intervalPlot } from '../intervalPlot.ts';
import { label, words } from '../names.ts';
import { pairOf } from '../pair.ts';

type Segment = Harm['segments'][number];
/** What a picture holds besides everybody: the segments with the largest share worse off. */
const ROWS = 3;

/** Who gains and who loses by the change: the difference by segment, with the number worse off. */
export const harm: ChartDefinition<Comparison> = {
  name: 'harm',
  place: 'harm',
  chart(comparison) {
    const { segments } = comparison.harm;
    if (segments.length === 0) return null;
    const { money, agentText } = pairOf(comparison);
    const shown = worst(comparison.harm);
    const step = stepOfMeans(
      segments.map((segment) => segment.difference),
      money,
    );
    const rows = shown.map(rowOf);
    const title = `${comparison.scenario.currency} a customer gained or lost by the change to ${agentText}`;
    const rest = segments.length > shown.length ? ' The numbers have all segments.' : '';
    return {
      title: harmInWords(comparison.harm),
      caption: `Expected difference in value by segment, with intervals; vermilion and blue where its sign is clear.${rest}`,
      alt: `Dots with intervals. ${shown.map((s, i) => `${rows[i].label}: ${write(s.difference.mean, money, { step, signed: true })}, worse off ${rows[i].value}`).join('; ')}.`,
      table: tableOf(segments, money, step),
      spec: (width) => intervalPlot(rows, { width, title, valueTitle: 'Worse off', reference: 0 }),
    };
  },
};

const rate = ({ worseOff, customers }: Segment) => (customers > 0 ? worseOff / customers : 0);
const isEverybody = (harm: Harm) => (segment: Segment) => segment.customers >= harm.customers;

function worst(harm: Harm): Segment[] {
  const parts = harm.segments.filter((segment) => !isEverybody(harm)(segment));
  const kept = new Set([...parts].sort((a, b) => rate(b) - rate(a)).slice(0, ROWS));
  return harm.segments.filter((segment) => kept.has(segment) || isEverybody(harm)(segment));
}

function rowOf({ segment, difference, worseOff, customers }: Segment): IntervalRow {
  const [low, high] = difference.interval;
  const tone = high < 0 ? 'vermilion' : low > 0 ? 'blue' : 'grey';
  return {
    label: label(segment),
    value: `${count(worseOff)} of ${count(customers)}`,
    valueTone: worseOff > 0 ? 'vermilion' : 'quiet',
    marks: [{ value: difference.mean, low, high, tone }],
  };
}

function harmInWords(harm: Harm): string {
  if (harm.worseOff === 0) return 'Nobody is clearly worse off';
  const who = `${share(harm.worseOff, harm.customers)} of customers are clearly worse off`;
  const parts = harm.segments.filter((segment) => !isEverybody(harm)(segment));
  if (parts.length === 0) return who;
  const most = parts.reduce((a, b) => (rate(b) > rate(a) ? b : a));
  return `${who}, most often in “${words(most.segment)}” (${share(most.worseOff, most.customers)})`;
}

function tableOf(segments: readonly Segment[], unit: Unit, step: number): Chart['table'] {
  const numeric = true;
  return {
    caption: 'Who gains and who loses',
    columns: [
      { title: 'Segment' },
      { title: 'Customers', numeric },
      { title: 'Worse off', numeric },
      { title: 'Difference a customer', numeric },
      { title: 'Interval', numeric },
    ],
    rows: segments.map((s) => [
      label(s.segment),
      count(s.customers),
      count(s.worseOff),
      write(s.difference.mean, unit, { step, signed: true }),
      writeInterval(s.difference.interval, unit, step),
    ]),
  };
}
