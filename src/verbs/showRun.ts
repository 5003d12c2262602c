import { type Comparison, measures } from '../evaluation/comparison.ts';
import type { Run } from './readRun.ts';
import type { LoggedEvaluation, RunEstimates } from './runEstimates.ts';
import { section } from './showScenario.ts';
import { figure, figuresOf, textTable, written } from './textTable.ts';

const number = (title: string) => ({ title, right: true });

/** A run folder in words: what made it, how it learned, what it measured. */
export async function showRun(run: Run): Promise<string[]> {
  const { manifest } = run;
  const { scenario, agent, policy, seeds, versions, seconds, size } = manifest;
  const pairs = (record: { readonly [name: string]: unknown }) =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const comparison = await run.comparison();
  const estimates = await run.estimates();
  const learning = await run.learning();
  return [
    `${manifest.title} (${run.path})`,
    `a run of \`${manifest.verb}\` with nextmove ${versions.nextmove}, ${manifest.startedAt}, ${seconds.toFixed(0)} s on ${manifest.machine}`,
    ...(manifest.complete ? [] : ['It was stopped before its end.']),
    ...(scenario ? [`scenario ${scenario.name}, hash ${scenario.hash}`] : []),
    ...(scenario && Object.keys(scenario.set).length > 0 ? [`set: ${pairs(scenario.set)}`] : []),
    ...(agent
      ? [
          `agent ${agent.title} (${agent.kind}, version ${agent.version}): ${pairs(agent.options) || 'no options'}`,
        ]
      : []),
    ...(policy ? [`policy ${policy.title}, ${policy.id}`] : []),
    `seeds: ${pairs(seeds) || 'none'}; size: ${pairs(size) || 'as the log'}`,
    ...section('Learning on validation luck', learningTable(learning)),
    ...(estimates ? showEstimates(estimates) : []),
    ...(comparison ? showComparison(comparison) : []),
    ...section('Notes', manifest.notes),
  ];
}

function learningTable(points: Awaited<ReturnType<Run['learning']>>): string[] {
  if (points.length === 0) return [];
  const rows = points.map(({ round, decisions, value, reference }) => [
    String(round + 1),
    String(decisions),
    figure(value),
    figure(reference),
  ]);
  return textTable([number('round'), number('decisions'), number('value'), number("today's rules")], rows);
}

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
      { title: `${written(100 * level)} % interval` },
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
      { title: `${written(100 * level)} % interval` },
      number('over'),
    ],
    rows,
  );
}

/** Every estimate with its interval, or why it is withheld; then the simulated truth where there is one. */
export function evaluationTable({ estimates, truth }: LoggedEvaluation): string[] {
  const rows = estimates.map((one) => [
    one.estimator,
    ...(one.withheld === null ? figuresOf(one.value, one.interval) : ['withheld', '']),
    one.effectiveSampleSize === null ? '' : figure(one.effectiveSampleSize),
    String(one.decisions),
    String(one.clusters),
  ]);
  if (truth) {
    const [value, interval] = figuresOf(truth.value, truth.interval);
    rows.push(['truth', value, interval, '', String(truth.decisions), String(truth.clusters)]);
  }
  const table = textTable(
    [
      { title: 'estimator' },
      number('value'),
      { title: 'interval' },
      number('effective size'),
      number('decisions'),
      number('clusters'),
    ],
    rows,
  );
  const withheld = estimates.flatMap((one) =>
    one.withheld === null ? [] : [`${one.estimator} is withheld: ${one.withheld}`],
  );
  const estimand = [...new Set(estimates.map((one) => one.estimand))].map((text) => `of: ${text}`);
  return [...table, ...withheld, ...estimand, ...(truth ? [`truth: ${truth.how}`] : [])];
}

/** A comparison's verdict and its table of policies. */
export function showComparison(comparison: Comparison): string[] {
  const { headline, gap, harm, policies, assumptions, advice, scenario } = comparison;
  const [mean, interval] = figuresOf(headline.perCustomer.mean, headline.perCustomer.interval);
  const [year, yearInterval] = figuresOf(
    headline.perTenThousandAYear.mean,
    headline.perTenThousandAYear.interval,
  );
  const { currency } = scenario;
  return [
    ...section('Verdict', [
      `${headline.agent} against ${headline.reference}: ${mean} ${currency} a customer (${interval}), ${headline.clearOfZero ? 'clear of zero' : 'not clear of zero'}`,
      `for 10,000 customers over a year: ${year} ${currency} (${yearInterval})`,
      gap.share === null
        ? `gap closed: withheld, ${gap.withheld}`
        : `gap from today's rules to the oracle closed: ${gapText(comparison)}`,
      `worse off: ${harm.worseOff} of ${harm.customers} customers, better off: ${harm.betterOff}; ${harm.method}`,
    ]),
    ...section('Policies', policyTable(policies)),
    ...section(
      'What to do',
      advice.map(({ stage, sentence }) => `${stage}: ${sentence}`),
    ),
    ...section('What moves it most', assumptionTable(assumptions)),
  ];
}

function gapText({ gap }: Comparison): string {
  const [share, interval] = figuresOf(100 * (gap.share as number), scaled(gap.interval ?? [NaN, NaN]));
  return `${share} % (${interval})`;
}

const scaled = ([low, high]: readonly [number, number]): [number, number] => [100 * low, 100 * high];

function policyTable(policies: Comparison['policies']): string[] {
  const rows = policies.map(({ title, means, truncatedShare }) => [
    title,
    ...measures.map((measure) => figuresOf(means[measure].mean, means[measure].interval)[0]),
    `${written(Number((100 * truncatedShare).toFixed(1)))} %`,
  ]);
  return textTable([{ title: 'policy' }, ...measures.map(number), number('beyond horizon')], rows);
}

function assumptionTable(assumptions: Comparison['assumptions']): string[] {
  const rows = assumptions
    .slice(0, 5)
    .map(({ parameter, low, high, atLow, atHigh, flips }) => [
      parameter,
      `${written(low)} to ${written(high)}`,
      `${figure(atLow)} to ${figure(atHigh)}`,
      flips ? 'flips the winner' : '',
    ]);
  if (rows.length === 0) return [];
  return textTable(
    [{ title: 'assumption' }, { title: 'moved' }, { title: 'advantage' }, { title: '' }],
    rows,
  );
}
