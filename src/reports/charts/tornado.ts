import type { Assumption, Comparison } from '../../evaluation/comparison.ts';
import { plain, stepOf, write } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { rimmed, type Span, spans, type Text } from '../layers.ts';
import { capitalised, inWords, label, listed, words } from '../names.ts';
import { type Pair, pairOf, valueStep } from '../pair.ts';
import type { Tone } from '../palette.ts';
import type { Spec } from '../render.ts';
import { framed, type Row, rowFrame, through } from '../rowFrame.ts';
import { scaleOf } from '../ticks.ts';
import { textWidth } from '../wrap.ts';

const MOST = 5;
const swing = ({ base, atLow, atHigh }: Assumption) =>
  Math.max(base, atLow, atHigh) - Math.min(base, atLow, atHigh);
/** An assumption’s own number, which has no unit that a report knows of. */
export const writeOwn = (value: number) =>
  write(value, plain, { step: stepOf([value], plain) })
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

/** The assumptions that move the result most, each to its low and its high. */
export const tornado: ChartDefinition<Comparison> = {
  name: 'tornado',
  place: 'flips',
  chart(comparison) {
    const top = [...comparison.assumptions].sort((a, b) => swing(b) - swing(a)).slice(0, MOST);
    if (top.length === 0) return null;
    const pair = pairOf(comparison);
    const axisTitle = `${comparison.scenario.currency} a customer more than ${pair.referenceText}`;
    const step = valueStep(comparison);
    const written = (x: number) => write(x, pair.money, { step, signed: true });
    return {
      title: flipsInWords(top, pair, step),
      caption:
        'The thick line is the headline. Each bar adds to it what moving one assumption to its stated low (grey) or high ' +
        '(blue) changes, all else and all luck as they were, without training again; vermilion where the winner changes.' +
        (comparison.headline.clearOfZero ? '' : ' The headline itself is not clear of zero.'),
      alt: `Tornado chart. ${top.map((a) => `${words(a.parameter)}: ${written(a.atLow)} at ${writeOwn(a.low)}, ${written(a.atHigh)} at ${writeOwn(a.high)}`).join('; ')}.`,
      table: {
        caption: axisTitle,
        columns: [
          { title: 'Assumption' },
          { title: 'Assumed', numeric: true },
          { title: 'Low', numeric: true },
          { title: 'High', numeric: true },
          { title: 'Result at low', numeric: true },
          { title: 'Result at high', numeric: true },
        ],
        rows: top.map((a) => [
          label(a.parameter),
          writeOwn(a.value),
          writeOwn(a.low),
          writeOwn(a.high),
          written(a.atLow),
          written(a.atHigh),
        ]),
      },
      spec: (width) => draw(top, axisTitle, width),
    };
  },
};

function draw(top: readonly Assumption[], title: string, width: number): Spec {
  const rows = top.map(
    (a): Row => ({
      label: label(a.parameter),
      value: a.flips ? 'can flip it' : 'cannot',
      valueTone: a.flips ? 'vermilion' : 'quiet',
    }),
  );
  const gutter = LABEL_GAP + Math.max(...top.flatMap((a) => [a.low, a.high].map(labelWidth)));
  const frame = rowFrame(rows, { width, mark: 20, title, valueTitle: 'The result', gutter });
  const scale = scaleOf([0, ...top.flatMap((a) => [a.base, a.atLow, a.atHigh])], frame.plotWidth / 75);
  const across = (value: number) => (frame.plotWidth * (value - scale.low)) / (scale.high - scale.low);
  return framed(frame, scale, [
    spans(
      top.flatMap((a, i) => barsOf(a, frame.at[i])),
      14,
    ),
    through(frame, 0, 'quiet'),
    through(frame, top[0].base, 'ink', 2),
    ...endLabels(top, frame.at, across),
  ]);
}

type End = { readonly result: number; readonly moved: number; readonly tone: Tone };

/** The two ends of an assumption, the farther first, so that the nearer is drawn over it where both lie on one side. */
function endsOf({ base, ...a }: Assumption): readonly [End, End] {
  const low: End = { result: a.atLow, moved: a.low, tone: 'grey' };
  const high: End = { result: a.atHigh, moved: a.high, tone: 'blue' };
  return Math.abs(low.result - base) > Math.abs(high.result - base) ? [low, high] : [high, low];
}

const barsOf = (a: Assumption, y: number) => endsOf(a).flatMap(({ result, tone }) => bar(a, result, y, tone));

/** From the result as it stands to the moved one; what lies beyond zero in the colour of loss. */
function bar({ base }: Assumption, moved: number, y: number, tone: Tone): Span[] {
  if (base === moved) return [];
  if (base < 0 === moved < 0) return [{ from: base, to: moved, y, tone }];
  return [
    { from: base, to: 0, y, tone },
    { from: 0, to: moved, y, tone: 'vermilion' },
  ];
}

const LABEL_GAP = 5;
const SMALL = 11;
const labelWidth = (moved: number) => textWidth(writeOwn(moved), SMALL);

/** The moved value beside each end of a bar; the nearer of two ends on one side has no room for its own. */
function endLabels(
  top: readonly Assumption[],
  at: readonly number[],
  across: (value: number) => number,
): Spec[] {
  const labels = top.flatMap((a, i) => {
    const [far, near] = endsOf(a);
    const apart = far.result > a.base !== near.result > a.base && near.result !== a.base;
    return (apart ? [far, near] : [far]).map(({ result, moved }) => ({
      right: result > a.base,
      text: {
        x: across(result) + (result > a.base ? LABEL_GAP : -LABEL_GAP),
        y: at[i] + 4,
        text: writeOwn(moved),
        tone: 'quiet',
      } as Text,
    }));
  });
  const side = (right: boolean) => labels.filter((one) => one.right === right).map((one) => one.text);
  return [...rimmed(side(true), { size: SMALL }), ...rimmed(side(false), { size: SMALL, align: 'right' })];
}

function flipsInWords(top: readonly Assumption[], pair: Pair, step: number): string {
  const flipping = top.filter((a) => a.flips);
  const most = words(top[0].parameter);
  const low = Math.min(top[0].atLow, top[0].atHigh);
  const high = Math.max(top[0].atLow, top[0].atHigh);
  const range = `${write(low, pair.money, { step, signed: true, bare: true })} to ${write(high, pair.money, { step, signed: true })}`;
  if (flipping.length === 0)
    return `No assumption alone flips the result; “${most}” moves it most, from ${range}`;
  const names = listed(flipping.map((a) => `“${words(a.parameter)}”`));
  if (flipping.length === 1) return `One assumption can flip the result: ${names}`;
  return `${capitalised(inWords(flipping.length))} assumptions can each flip the result: ${names}`;
}
