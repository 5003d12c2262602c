import type { Issue } from '../../core/issue.ts';
import type { LoggedEvaluation, RunEstimates } from '../evaluate/runEstimates.ts';
import { section } from './showScenario.ts';
import { figure, figuresOf, number, textTable, written } from './textTable.ts';

/** Measures of each policy, paired differences and estimates from logs, as sections. */
export function showEstimates({ level, measures: means, differences, evaluations }: RunEstimates): string[] {
  return [
    ...section('Measures a customer on fresh luck', meansTable(means, level)),
    ...section('Paired differences', differencesTable(differences, level)),
    ...evaluations.flatMap((one) => section(`${one.title}, from ${one.log}`, evaluationTable(one))),
  ];
}

export function meansTable(means: RunEstimates['measures'], level: number): string[] {
  const rows = means.map(({ policy, measure, mean, interval, unit, units }) => [
    policy,
    measure,
    ...figuresOf(mean, interval),
    `${units} ${unit}s`,
  ]);
  if (rows.length === 0) return [];
  return textTable(
    [
      { title: 'policy' },
      { title: 'measure' },
      number('mean'),
      { title: `${written(100 * level)}% interval` },
      number('over'),
    ],
    rows,
  );
}

export function differencesTable(differences: RunEstimates['differences'], level: number): string[] {
  const rows = differences.map(({ policy, reference, measure, mean, interval, unit, units }) => [
    `${policy} minus ${reference}`,
    measure,
    ...figuresOf(mean, interval),
    `${units} ${unit}s`,
  ]);
  if (rows.length === 0) return [];
  return textTable(
    [
      { title: 'difference' },
      { title: 'measure' },
      number('mean'),
      { title: `${written(100 * level)}% interval` },
      number('over'),
    ],
    rows,
  );
}

/**
 * Every estimate with its interval and its ratio to what the logged policy earned on the same rows, or why it is
 * withheld; then the simulated truth where there is one. Values have six significant digits, ratios seven, so that
 * they can be held against published ones.
 */
export function evaluationTable({ estimates, truth }: LoggedEvaluation): string[] {
  const rows = estimates.map((one) => [
    one.estimator,
    ...(one.withheld === null
      ? [written(one.value), figuresOf(one.value, one.interval)[1]]
      : ['withheld', '']),
    one.withheld === null ? ratioOf(one.value, one.behaviourValue) : '',
    one.effectiveSampleSize === null ? '' : figure(one.effectiveSampleSize),
    String(one.decisions),
    String(one.clusters),
  ]);
  if (truth) {
    const [, interval] = figuresOf(truth.value, truth.interval);
    rows.push([
      'truth',
      written(truth.value),
      interval,
      '',
      '',
      String(truth.decisions),
      String(truth.clusters),
    ]);
  }
  const table = textTable(
    [
      { title: 'estimator' },
      number('value'),
      { title: 'interval' },
      number('over logged'),
      number('effective size'),
      number('decisions'),
      number('clusters'),
    ],
    rows,
  );
  const withheld = estimates.flatMap((one) =>
    one.withheld === null ? [] : [`${one.estimator} is withheld: ${one.withheld}`],
  );
  const logged = estimates.find(({ behaviourValue }) => Number.isFinite(behaviourValue));
  const over =
    logged === undefined
      ? []
      : [`over logged: the value over that of the logged policy, ${written(logged.behaviourValue)}`];
  const estimand = [...new Set(estimates.map((one) => one.estimand))].map((text) => `of: ${text}`);
  return [...table, ...over, ...withheld, ...estimand, ...(truth ? [`truth: ${truth.how}`] : [])];
}

/** Blank where what the logged policy earned is nothing, or a loss: a ratio to it says nothing. */
function ratioOf(value: number, behaviourValue: number): string {
  return behaviourValue > 0 ? String(Number((value / behaviourValue).toPrecision(7))) : '';
}

/** What to know beside the numbers, each once. */
export function evaluationWarnings({ estimates }: LoggedEvaluation): Issue[] {
  const codes = new Set<string>();
  return estimates
    .flatMap(({ warnings }) => warnings)
    .filter(({ code }) => !codes.has(code) && codes.add(code));
}
