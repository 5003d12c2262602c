import type { Comparison, Treatment } from '../../evaluation/comparison.ts';
import { count, percent, write } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { type IntervalRow, intervalPlot } from '../intervalPlot.ts';
import { actionLabel, actionName, label, words } from '../names.ts';
import { type Before, beforeOf, type Pair, pairOf } from '../pair.ts';

type Change = { stage: string; action: string; before: number; after: number; decisions: number };
/** Actions that neither policy takes in so many of a stage's decisions are in the table alone. */
const LEAST = 0.02;
/** Rows that a picture holds: those that change most. */
const ROWS = 24;
const written = (x: number) => write(x, percent, { step: 1 });

/** What each policy does in each stage: share of the decisions, from the reference to the agent. */
export const treatments: ChartDefinition<Comparison> = {
  name: 'treatments',
  place: 'interventions',
  chart(comparison) {
    const pair = pairOf(comparison);
    const before = beforeOf(
      comparison,
      comparison.treatments.map((t) => t.policy),
    );
    if (before === null) return null;
    const changes = changesOf(comparison.treatments, pair.agent, before.title);
    const shown = mostChanged(
      changes.filter((c) => c.action !== 'none' && Math.max(c.before, c.after) >= LEAST),
    );
    if (shown.length === 0) return null;
    const rows = shown.map(
      ({ stage, action, before, after }): IntervalRow => ({
        group: label(stage),
        label: actionLabel(action),
        value: `${written(before)} → ${written(after)}`,
        marks: [
          { value: 100 * before, tone: 'grey', hollow: true },
          { value: 100 * after, tone: 'blue' },
        ],
      }),
    );
    const title = '% of the decisions in the stage';
    return {
      title: changeInWords(shown, pair, before),
      caption: `From ${before.text} (hollow) to ${pair.agentText} (blue), by the stage that the business sees. The rest of the decisions contact nobody.`,
      alt: `Dots joined by lines. ${shown.map((c, i) => `${rows[i].label} in ${words(c.stage)}: ${rows[i].value}`).join('; ')}.`,
      table: {
        caption: 'What each policy does, as shares of the decisions in a stage',
        columns: [
          { title: 'Stage' },
          { title: 'Action' },
          { title: before.label, numeric: true },
          { title: pair.agentLabel, numeric: true },
          { title: 'Decisions of the latter', numeric: true },
        ],
        rows: changes.map((c) => [
          label(c.stage),
          actionLabel(c.action),
          written(c.before),
          written(c.after),
          count(c.decisions),
        ]),
      },
      spec: (width) =>
        intervalPlot(rows, { width, title, valueTitle: 'Before → after', reference: 0, joined: true }),
    };
  },
};

function changesOf(all: readonly Treatment[], agent: string, before: string): Change[] {
  const kept = all.filter((t) => t.policy === agent || t.policy === before);
  const stages = [...new Set(kept.map((t) => t.stage))];
  return stages.flatMap((stage) => {
    const here = kept.filter((t) => t.stage === stage);
    return [...new Set(here.map((t) => t.action))].map((action): Change => {
      const of = (policy: string) => here.find((t) => t.policy === policy && t.action === action);
      return {
        stage,
        action,
        decisions: of(agent)?.decisions ?? 0,
        before: of(before)?.share ?? 0,
        after: of(agent)?.share ?? 0,
      };
    });
  });
}

const size = (change: Change) => Math.abs(change.after - change.before);

function mostChanged(changes: readonly Change[]): Change[] {
  const kept = new Set([...changes].sort((a, b) => size(b) - size(a)).slice(0, ROWS));
  return changes.filter((change) => kept.has(change));
}

function changeInWords(shown: readonly Change[], pair: Pair, before: Before): string {
  const most = shown.reduce((a, b) => (size(b) > size(a) ? b : a));
  if (size(most) < 0.005) return `${pair.agentLabel} does in every stage what ${before.text} do`;
  return (
    `In ${words(most.stage)}, ${pair.agentText} chooses ${actionName(most.action)} in ${written(most.after)} of the ` +
    `decisions, against ${written(most.before)} under ${before.text}`
  );
}
