import type { LearningPoint } from '../../evaluation/comparison.ts';
import type { Run } from '../run/readRun.ts';
import { showComparison } from './showComparison.ts';
import { showEstimates } from './showEstimates.ts';
import { section } from './showScenario.ts';
import { sparkline } from './sparkline.ts';
import { figure, number, textTable } from './textTable.ts';

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

/** Rounds as lines, each with the values so far as little bars; a heading first. */
export function learningTable(points: readonly LearningPoint[]): string[] {
  if (points.length === 0) return [];
  const values = points.map(({ value }) => value);
  const rows = points.map(({ round, decisions, value, reference }, k) => [
    String(round + 1),
    String(decisions),
    figure(value),
    figure(reference),
    sparkline(values.slice(0, k + 1)),
  ]);
  const columns = [number('round'), number('decisions'), number('value'), number("today's rules")];
  return textTable([...columns, { title: '' }], rows);
}

/** The heading before the first round, and the line of the last one, in columns of fixed width. */
export function roundLines(points: readonly LearningPoint[]): string[] {
  const { round, decisions, value, reference } = points[points.length - 1];
  const cells = (texts: readonly string[]) =>
    [5, 10, 10, 13].map((width, c) => texts[c].padStart(width)).join('  ');
  const bars = sparkline(points.map((point) => point.value));
  const line = cells([String(round + 1), String(decisions), figure(value), figure(reference)]);
  const heading = cells(['round', 'decisions', 'value', "today's rules"]);
  return points.length === 1 ? [heading, `${line}  ${bars}`] : [`${line}  ${bars}`];
}
