import type { Comparison, StageFlow } from '../../evaluation/comparison.ts';
import { count, share } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { spans } from '../layers.ts';
import { label, words } from '../names.ts';
import { type Before, beforeOf, flowOf, type Pair, pairOf } from '../pair.ts';
import { perTenThousand } from '../perTenThousand.ts';
import type { Spec } from '../render.ts';
import { framed, rowFrame } from '../rowFrame.ts';
import { scaleOf } from '../ticks.ts';

/** What became of the stays in a stage: `moved` on, lost, or still `there` at the end. */
type Stays = {
  readonly stage: string;
  readonly policy: string;
  readonly moved: number;
  readonly there: number;
  readonly lost: number;
  readonly all: number;
  readonly medianDays: number;
};

/** Where customers leak: what becomes of the stays in each stage, under both policies. */
export const leaks: ChartDefinition<Comparison> = {
  name: 'leaks',
  place: 'stages',
  chart(comparison) {
    const pair = pairOf(comparison);
    const before = beforeOf(
      comparison,
      comparison.flows.map((flow) => flow.policy),
    );
    const flows = [before?.title, pair.agent].flatMap((title) => {
      const flow = title === undefined ? null : flowOf(comparison, title);
      return flow === null ? [] : [perTenThousand(flow)];
    });
    const shown = (flows[0]?.stages ?? [])
      .flatMap(({ stage }) => flows.map((flow) => staysIn(flow, stage)))
      .filter((row) => row.moved + row.lost > 0);
    if (shown.length === 0) return null;
    const name = (title: string) => (title === pair.agent ? pair.agentLabel : (before?.label ?? title));
    return {
      title: leaksInWords(shown, pair, before),
      caption:
        'Every stay in a stage, for 10,000 customers, by how it ended: moved on (blue), moved for the worse, by an exit that the ' +
        'scenario marks as a loss (vermilion), or still there at the end (grey). Stages that nobody leaves are not shown.',
      alt: `Stacked bars. ${shown.map((r) => `${words(r.stage)} under ${name(r.policy)}: ${count(r.lost)} of ${count(r.all)} for the worse`).join('; ')}.`,
      table: {
        caption: 'Stays by stage and how they ended, for 10,000 customers',
        columns: [
          { title: 'Stage' },
          { title: 'Policy' },
          ...['Stays', 'Moved on', 'Still there', 'For the worse', 'Median days'].map((title) => ({
            title,
            numeric: true,
          })),
        ],
        rows: shown.map((r) => [
          label(r.stage),
          name(r.policy),
          ...[r.all, r.moved, r.there, r.lost, r.medianDays].map(count),
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
  const { atEnd: there = 0, medianDays = 0 } = stages.find((s) => s.stage === stage) ?? {};
  const [moved, lost] = [leaving(false), leaving(true)];
  return { stage, policy, moved, there, lost, all: moved + there + lost, medianDays };
}

function draw(stays: readonly Stays[], name: (title: string) => string, width: number): Spec {
  const rows = stays.map((r) => ({
    group: label(r.stage),
    label: name(r.policy),
    value: r.lost === 0 ? 'none' : `${count(r.lost)} (${share(r.lost, r.all)})`,
    valueTone: r.lost === 0 ? ('quiet' as const) : ('vermilion' as const),
  }));
  const title = 'Stays in the stage, for 10,000 customers';
  const frame = rowFrame(rows, { width, mark: 16, title, valueTitle: 'For the worse' });
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

function leaksInWords(stays: readonly Stays[], pair: Pair, before: Before | null): string {
  const of = (policy: string | undefined, stage: string) =>
    stays.find((r) => r.policy === policy && r.stage === stage)?.lost ?? 0;
  const both = [...new Set(stays.map((r) => r.stage))].map((stage) => ({
    stage,
    now: of(pair.agent, stage),
    was: of(before?.title, stage),
  }));
  const most = (row: (typeof both)[number]) => Math.max(row.now, row.was);
  const worst = both.reduce((a, b) => (most(b) > most(a) ? b : a));
  if (most(worst) === 0) return 'In no stage do customers move for the worse';
  const where = `${label(worst.stage)} leaks most: ${count(worst.now)} moves for the worse per 10,000 customers under ${pair.agentText}`;
  return before === null ? where : `${where}, ${count(worst.was)} under ${before.text}`;
}
