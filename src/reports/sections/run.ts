import type { LearningPoint, Mean } from '../../evaluation/comparison.ts';
import {
  count,
  each,
  money,
  percent,
  plain,
  points,
  stepOfMeans,
  type Unit,
  write,
  writeInterval,
} from '../amounts.ts';
import type { Evaluation } from '../charts/estimates.ts';
import { learningCharts } from '../charts/index.ts';
import { tableHtml } from '../dataTable.ts';
import { figuresAt } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { policyInWords } from '../names.ts';
import { pairs } from '../page.ts';
import { evaluationSection } from './evaluation.ts';

/** A number of a run, with its interval where it has one. */
export type Metric = {
  readonly title: string;
  /** `points` for differences of shares. */
  readonly unit: 'money' | 'share' | 'points' | 'each' | 'count' | 'plain';
  readonly value: number;
  readonly interval?: readonly [number, number];
};

/** One training run, as its folder tells it: plain JSON. */
export type TrainingRun = {
  readonly title: string;
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly currency: string;
  readonly agent: {
    readonly title: string;
    readonly kind: string;
    readonly options: { readonly [name: string]: number };
  };
  readonly seed: string;
  readonly learning: readonly LearningPoint[];
  readonly metrics: readonly Metric[];
  readonly evaluations: readonly Evaluation[];
  readonly notes: readonly string[];
  readonly version: string;
  readonly machine: string;
  readonly seconds: number;
};

/** How a run learned, what it reached, and what it takes to get it again. */
export async function runSection(run: TrainingRun): Promise<Html> {
  const curve = await figuresAt(learningCharts, 'learning', run);
  const evaluations = await Promise.all(
    run.evaluations.map((evaluation) =>
      evaluationSection(evaluation, `From the log: ${policyInWords(evaluation.title)}`),
    ),
  );
  const options = Object.entries(run.agent.options).map(([name, value]) => `${name} ${value}`);
  return html`<h3>How it learned</h3>
${curve.length === 0 ? html`<p>The run was not watched on validation luck, so there is no learning curve.</p>` : curve}
${metricsTable(run)}
${evaluations}
<h3>What it takes to get it again</h3>
<ul>${run.notes.map((note) => html`<li>${note}</li>`)}</ul>
${pairs('facts', [
  ['Scenario', `${run.scenario.name}, ${run.scenario.hash}`],
  ['Agent', `${run.agent.title} (${run.agent.kind})`],
  ['Options', options.length === 0 ? 'none' : options.join(', ')],
  ['Seed', run.seed],
  ['Version', `nextmove ${run.version}`],
  ['Machine', `${run.machine}, ${count(run.seconds)} seconds`],
])}`;
}

function metricsTable({ metrics, currency }: TrainingRun): Html | null {
  if (metrics.length === 0) return null;
  const units: { readonly [U in Metric['unit']]: Unit } = {
    money: money(currency),
    share: percent,
    points,
    each,
    count: { ...each, finest: 1 },
    plain,
  };
  return html`<h3>What it reached</h3>
${tableHtml(
  {
    caption: 'Means on fresh luck, with intervals where they were computed.',
    columns: [{ title: 'Measure' }, { title: 'Value', numeric: true }, { title: 'Interval', numeric: true }],
    rows: metrics.map(({ title, unit, value, interval }) => {
      if (interval === undefined) return [title, write(value, units[unit]), ''];
      const mean: Mean = { mean: value, interval };
      const step = stepOfMeans([mean], units[unit]);
      return [title, write(value, units[unit], { step }), writeInterval(interval, units[unit], step)];
    }),
  },
  'stacked',
)}`;
}
