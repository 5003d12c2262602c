import type { LearningPoint } from '../../evaluation/comparison.ts';
import { count, money, type Unit, write } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { axis, canvas, type Text, texts } from '../layers.ts';
import { colour, distinct } from '../palette.ts';
import type { Spec } from '../render.ts';
import { scaleOf } from '../ticks.ts';
import { shortened, textWidth } from '../wrap.ts';
import { zeroLine } from '../zeroLine.ts';

/** What has learned, and in which currency it earns. */
export type Learned = {
  readonly learning: readonly LearningPoint[];
  readonly currency: string;
  /** Title of the agent that the title is about; else of the one that ends best. */
  readonly chosen?: string | undefined;
};

type Step = { readonly decisions: number; readonly gain: number };
type Curve = {
  readonly agent: string;
  readonly seeds: readonly (readonly Step[])[];
  readonly mean: readonly Step[];
};

/** Learning curves on validation luck, over the best baseline: thin for each training seed, thick for their mean. */
export const learning: ChartDefinition<Learned> = {
  name: 'learning',
  place: 'learning',
  chart({ learning: points, currency, chosen }) {
    const curves = curvesOf(points);
    if (curves.length === 0) return null;
    const unit = money(currency);
    const told =
      curves.find(({ agent }) => agent === chosen) ??
      curves.reduce((a, b) => (lastGain(b) > lastGain(a) ? b : a));
    const title = `${currency} a customer above the best baseline`;
    return {
      title: endInWords(told, unit),
      caption:
        'Value a customer on validation luck minus that of the best baseline on the same luck, as training goes on. ' +
        'Thin: one training seed. Thick: their mean.',
      alt: `Line chart. ${curves.map((c) => `${c.agent}: from ${write(c.mean[0].gain, unit, { step: 0.01, signed: true })} to ${write(c.mean.at(-1)!.gain, unit, { step: 0.01, signed: true })}`).join('; ')}.`,
      table: {
        caption: `Mean of the training seeds, ${title}`,
        columns: [
          { title: 'Agent' },
          { title: 'Decisions', numeric: true },
          { title: 'Above the baseline', numeric: true },
        ],
        rows: curves.flatMap((curve) =>
          curve.mean.map((s) => [
            curve.agent,
            count(s.decisions),
            write(s.gain, unit, { step: 0.01, signed: true }),
          ]),
        ),
      },
      spec: (width) => draw(strongest(curves), title, width),
    };
  },
};

function curvesOf(points: readonly LearningPoint[]): Curve[] {
  return [...new Set(points.map((p) => p.agent))].map((agent) => {
    const own = points.filter((p) => p.agent === agent).sort((a, b) => a.round - b.round);
    const seeds = [...new Set(own.map((p) => p.seed))].map((seed) =>
      own.filter((p) => p.seed === seed).map(stepOfPoint),
    );
    const rounds = [...new Set(own.map((p) => p.round))];
    const mean = rounds.map((round) => meanOf(own.filter((p) => p.round === round).map(stepOfPoint)));
    return { agent, seeds, mean };
  });
}

const stepOfPoint = ({ decisions, value, reference }: LearningPoint): Step => ({
  decisions,
  gain: value - reference,
});
const average = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const meanOf = (steps: readonly Step[]): Step => ({
  decisions: average(steps.map((s) => s.decisions)),
  gain: average(steps.map((s) => s.gain)),
});

const lastGain = ({ mean }: Curve) => mean[mean.length - 1].gain;

/** As many as there are colours, in their order; the rest is in the table. */
function strongest(curves: readonly Curve[]): Curve[] {
  const kept = new Set([...curves].sort((a, b) => lastGain(b) - lastGain(a)).slice(0, distinct.length));
  return curves.filter((curve) => kept.has(curve));
}

function draw(curves: readonly Curve[], title: string, width: number): Spec {
  const names = curves.map((curve) => shortened(curve.agent, width / 3, 12));
  const right = curves.length === 1 ? 6 : 12 + Math.max(...names.map((name) => textWidth(name, 12)));
  const left = 44;
  const height = 220;
  const steps = curves.flatMap((curve) => curve.seeds.flat());
  const x = scaleOf([0, ...steps.map((s) => s.decisions)], (width - left - right) / 110);
  const y = scaleOf([0, ...steps.map((s) => s.gain)], 5);
  const down = (gain: number) => (height * (y.high - gain)) / (y.high - y.low);
  const line = (i: number, seed: string) => (s: Step) => ({
    x: s.decisions,
    y: s.gain,
    line: `${i}/${seed}`,
    colour: colour(distinct[i]),
  });
  const thin = curves.flatMap((curve, i) => curve.seeds.flatMap((seed, k) => seed.map(line(i, String(k)))));
  const thick = curves.flatMap((curve, i) => curve.mean.map(line(i, 'mean')));
  const ends =
    curves.length === 1
      ? []
      : curves.map(
          (curve, i): Text => ({
            ...{
              x: width - left - right + 6,
              y: down(curve.mean.at(-1)!.gain) + 4,
              text: names[i],
              tone: distinct[i],
            },
          }),
        );
  return canvas(width, height, { left, right, top: 26, bottom: 40 }, [
    axis(x, height, { at: 'bottom', flush: true }),
    zeroLine(y),
    lines(thin, y, { width: 1, opacity: 0.35 }),
    lines(thick, y, { width: 2.5, opacity: 1 }),
    texts([{ x: -left, y: -12, text: title, tone: 'quiet' }], { size: 11 }),
    texts([{ x: 0, y: height + 34, text: 'Decisions learned from', tone: 'quiet' }], { size: 11 }),
    texts(apart(ends)),
  ]);
}

function lines(
  points: readonly object[],
  y: ReturnType<typeof scaleOf>,
  style: { width: number; opacity: number },
): Spec {
  return {
    data: { values: points },
    mark: { type: 'line', strokeWidth: style.width, opacity: style.opacity },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative', scale: { domain: [y.low, y.high] } },
      detail: { field: 'line', type: 'nominal' },
      stroke: { field: 'colour', type: 'nominal', scale: null },
    },
  };
}

/** Labels pushed down until none stands on another. */
function apart(labels: readonly Text[]): Text[] {
  const placed: Text[] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y))
    placed.push({ ...label, y: Math.max(label.y, (placed.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + 15) });
  return placed;
}

function endInWords({ agent, mean }: Curve, unit: Unit): string {
  const last = mean.at(-1)!;
  const gain = write(Math.abs(last.gain), unit, { step: 0.01 });
  if (last.gain <= 0) return `${agent} ends ${gain} a customer below the best baseline on validation luck`;
  const below = mean.findLastIndex((step) => step.gain <= 0);
  const passed = below < 0 ? 'from the first round' : `after ${count(mean[below + 1].decisions)} decisions`;
  return `${agent} ends ${gain} a customer above the best baseline on validation luck, ahead of it ${passed}`;
}
