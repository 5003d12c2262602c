import type { Comparison, StageFlow } from '../../evaluation/comparison.ts';
import { count, share } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { spans } from '../layers.ts';
import { label, words } from '../names.ts';
import { flowOf, type Pair, pairOf } from '../pair.ts';
import type { Spec } from '../render.ts';
import { framed, rowFrame } from '../rowFrame.ts';
import { scaleOf } from '../ticks.ts';

/** What became of the stays in a stage: `moved` on, lost, or still `there` at the end. */
type Stays = { stage: string; policy: string; moved: number; there: number; lost: number; all: number };

/** Where customers leak: what becomes of the stays in each stage, under both policies. */
export const leaks: ChartDefinition<Comparison> = {
  name: 'leaks',
  place: 'stages',
  chart(comparison) {
    const pair = pairOf(comparison);
    const after = flowOf(comparison, pair.agent);
    const before = flowOf(comparison, pair.reference);
    const flows = [before, after].filter((flow) => flow !== null);
    if (flows.length === 0) return null;
    const rows = flows[0].stages.flatMap(({ stage }) => flows.map((flow) => staysIn(flow, stage)));
    const shown = rows.filter((row) => row.moved + row.lost > 0);
    if (shown.length === 0) return null;
    const name = (title: string) => (title === pair.agent ? pair.agentLabel : pair.referenceLabel);
    return {
      title: leaksInWords(shown, pair),
      caption:
        'Every stay in a stage, by how it ended: moved on to another stage (blue), lost (vermilion), or still there at the end ' +
        '(grey). At the right, how many were lost. Stages that nobody leaves are not shown.',
      alt: `Stacked bars. ${shown.map((r) => `${words(r.stage)} under ${name(r.policy)}: ${count(r.lost)} of ${count(r.all)} lost`).join('; ')}.`,
      table: {
        caption: 'Stays by stage and how they ended',
        columns: [
          { title: 'Stage' },
          { title: 'Policy' },
          { title: 'Stays', numeric: true },
          { title: 'Moved on', numeric: true },
          { title: 'Still there', numeric: true },
          { title: 'Lost', numeric: true },
          { title: 'Median days', numeric: true },
        ],
        rows: shown.map((r) => [
          label(r.stage),
          name(r.policy),
          ...[r.all, r.moved, r.there, r.lost].map(count),
          count(flowOf(comparison, r.policy)?.stages.find((s) => s.stage === r.stage)?.medianDays ?? 0),
        ]),
      },
      spec: (width) => draw(shown, name, width),
    };
  },
};

function staysIn({ policy, stages, moves }: StageFlow, stage: string): Stays {
  const leaving = (loss: boolean) =>
    moves
      .filter((move) => move.from === stage && move.loss === loss)
      .reduce((sum, move) => sum + move.count, 0);
  const there = stages.find((s) => s.stage === stage)?.atEnd ?? 0;
  const [moved, lost] = [leaving(false), leaving(true)];
  return { stage, policy, moved, there, lost, all: moved + there + lost };
}

function draw(stays: readonly Stays[], name: (title: string) => string, width: number): Spec {
  const rows = stays.map((r) => ({
    group: label(r.stage),
    label: name(r.policy),
    value: r.lost === 0 ? 'none' : `${count(r.lost)} (${share(r.lost, r.all)})`,
    valueTone: r.lost === 0 ? ('quiet' as const) : ('vermilion' as const),
  }));
  const frame = rowFrame(rows, { width, mark: 16, title: 'Stays in the stage', valueTitle: 'Lost' });
  const scale = scaleOf([0, ...stays.map((r) => r.all)], frame.plotWidth / 90);
  const parts = stays.flatMap((r, i) => [
    { from: 0, to: r.moved, y: frame.at[i], tone: 'sky' as const },
    { from: r.moved, to: r.moved + r.lost, y: frame.at[i], tone: 'vermilion' as const },
    { from: r.moved + r.lost, to: r.all, y: frame.at[i], tone: 'rest' as const },
  ]);
  return framed(frame, scale, [
    spans(
      parts.filter((part) => part.to > part.from),
      13,
    ),
  ]);
}

function leaksInWords(stays: readonly Stays[], pair: Pair): string {
  const of = (policy: string, stage: string) =>
    stays.find((r) => r.policy === policy && r.stage === stage)?.lost ?? 0;
  const stages = [...new Set(stays.map((r) => r.stage))];
  const both = stages.map((stage) => ({
    stage,
    before: of(pair.reference, stage),
    after: of(pair.agent, stage),
  }));
  const worst = both.reduce((a, b) => (Math.max(b.before, b.after) > Math.max(a.before, a.after) ? b : a));
  if (Math.max(worst.before, worst.after) === 0) return 'No customer is lost in any stage';
  const where = `Most customers are lost in ${words(worst.stage)}`;
  if (!stays.some((r) => r.policy === pair.reference)) return `${where}: ${count(worst.after)}`;
  return `${where}: ${count(worst.after)} under ${pair.agentText}, ${count(worst.before)} under ${pair.referenceText}`;
}
