import type { Comparison, StageFlow } from '../../evaluation/comparison.ts';
import { count, share } from '../amounts.ts';
import { arcLabels } from '../arcLabels.ts';
import { type Arc, arcLayers } from '../arcs.ts';
import type { ChartDefinition } from '../chart.ts';
import { boxes, canvas, type Text, texts } from '../layers.ts';
import { PITCH, portsOf, reachesOf } from '../moveLanes.ts';
import { capitalised, label, words } from '../names.ts';
import { beforeOf, flowOf, pairOf } from '../pair.ts';
import { perTenThousand } from '../perTenThousand.ts';
import type { Spec } from '../render.ts';
import { textWidth, wrap } from '../wrap.ts';

type Move = StageFlow['moves'][number] & {
  readonly before: number | null;
  readonly i: number;
  readonly j: number;
};
/** Moves below this share of the largest are in the table alone. */
const LEAST = 0.01;
const BOX = 44;

/** The stages as boxes from first to last, with an arrow for each move, as thick as it is frequent. */
export const moves: ChartDefinition<Comparison> = {
  name: 'moves',
  place: 'stages',
  chart(comparison) {
    const pair = pairOf(comparison);
    const { flows } = comparison;
    const other = beforeOf(
      comparison,
      flows.map((one) => one.policy),
    );
    const own = flowOf(comparison, pair.agent);
    const was = other === null ? null : flowOf(comparison, other.title);
    const flow = own ?? was;
    if (flow === null) return null;
    const scaled = perTenThousand(flow);
    const before = own === null || was === null ? null : perTenThousand(was);
    const all = movesOf(scaled, before);
    if (all.length === 0) return null;
    const largest = Math.max(...all.map((move) => move.count));
    const shown = all.filter((move) => move.count >= LEAST * largest);
    const under = own === null ? other!.text : pair.agentText;
    return {
      title: movesInWords(all),
      caption:
        `How 10,000 customers move under ${under}: arrows down on the right, back up on the left, vermilion where the ` +
        `scenario marks the exit as a loss.${before === null ? '' : ` “Was” is the count under ${other!.text}.`}`,
      alt: `Stages with arrows. ${all.map((m) => `${words(m.from)} to ${words(m.to)}: ${count(m.count)}`).join('; ')}.`,
      table: {
        caption: 'Moves between stages, for 10,000 customers',
        columns: [
          { title: 'From' },
          { title: 'To' },
          { title: capitalised(under.replace(/^the /, '')), numeric: true },
          ...(before === null ? [] : [{ title: other!.label, numeric: true }]),
          { title: 'For the worse' },
        ],
        rows: all.map((m) => [
          label(m.from),
          label(m.to),
          count(m.count),
          ...(m.before === null ? [] : [count(m.before)]),
          m.loss ? 'yes' : 'no',
        ]),
      },
      spec: (width) => draw(scaled, shown, width),
    };
  },
};

function movesOf(flow: StageFlow, before: StageFlow | null): Move[] {
  const at = (stage: string) => flow.stages.findIndex((s) => s.stage === stage);
  return flow.moves
    .map((move) => {
      const same = before?.moves.find(
        (m) => m.from === move.from && m.to === move.to && m.loss === move.loss,
      );
      return {
        ...move,
        before: before === null ? null : (same?.count ?? 0),
        i: at(move.from),
        j: at(move.to),
      };
    })
    .filter((move) => move.i >= 0 && move.j >= 0 && move.i !== move.j);
}

type Boxes = { readonly centre: number; readonly half: number; readonly box: number };

function draw(flow: StageFlow, shown: readonly Move[], width: number): Spec {
  const small = width < 500;
  const half = small ? 56 : 90;
  const box = BOX + (flow.stages.some(({ stage }) => textWidth(label(stage), 12.5) > 2 * half - 10) ? 14 : 0);
  const centre = width / 2;
  const ports = portsOf(shown, flow.stages.length, box);
  const largest = Math.max(...shown.map((m) => m.count));
  const reach = reachesOf(shown, centre - half - 34);
  const arcs = shown.map((move, i): Arc => {
    const down = move.j > move.i;
    return {
      x: centre + (down ? half : -half),
      y: ports(move, move.i),
      y2: ports(move, move.j),
      reach: reach[i] * (down ? 1 : -1),
      thickness: Math.round(10 * (1.5 + (11 * move.count) / largest)) / 10,
      tone: move.loss ? 'vermilion' : down ? 'sky' : 'grey',
    };
  });
  const nodes = flow.stages.map(({ stage }, i) => {
    const into = shown.filter((move) => move.to === stage);
    const tone = into.length > 0 && into.every((move) => move.loss) ? ('loss1' as const) : ('mist' as const);
    return { x: centre - half, x2: centre + half, y: i * PITCH, y2: i * PITCH + box, tone };
  });
  const labels = shown.map((move) => ({
    text: count(move.count),
    note: move.before === null || small ? '' : `was ${count(move.before)}`,
    tone: move.loss ? ('vermilion' as const) : ('ink' as const),
  }));
  const height = (flow.stages.length - 1) * PITCH + box;
  const margins = { left: 0, right: 0, top: 6, bottom: 6 };
  return canvas(width, height, margins, [
    ...arcLayers(arcs),
    ...arcLabels(arcs, labels),
    boxes(nodes, { radius: 6 }),
    ...stageLabels(flow, { centre, half, box }),
  ]);
}

function stageLabels(flow: StageFlow, { centre, half, box }: Boxes): Spec[] {
  const names: Text[] = [];
  const numbers: Text[] = [];
  flow.stages.forEach(({ stage, entered }, i) => {
    const lines = wrap(label(stage), 2 * half - 10, { size: 12.5, most: 2 });
    const first = i * PITCH + box / 2 - 4 - (lines.length - 1) * 7;
    lines.forEach((text, line) => {
      names.push({ x: centre, y: first + 14 * line, text, tone: 'ink' });
    });
    const y = first + 14 * lines.length + 1;
    numbers.push({ x: centre, y, text: `${count(entered)} ever`, tone: 'quiet' });
  });
  return [texts(names, { align: 'center', bold: true }), texts(numbers, { align: 'center', size: 11 })];
}

function movesInWords(all: readonly Move[]): string {
  const losses = all.filter((m) => m.loss);
  const sum = (some: readonly Move[]) => some.reduce((total, m) => total + m.count, 0);
  const lost = sum(losses);
  if (lost === 0) return 'No move between the stages is for the worse';
  const stages = [...new Set(losses.map((m) => m.from))];
  const from = (stage: string) => sum(losses.filter((m) => m.from === stage));
  const worst = stages.reduce((a, b) => (from(b) > from(a) ? b : a));
  const back = sum(all.filter((m) => m.j < m.i && !m.loss));
  const returning = back === 0 ? '' : `; ${count(back)} moves per 10,000 customers lead back`;
  return `${share(from(worst), lost)} of the moves for the worse start in ${words(worst)}${returning}`;
}
