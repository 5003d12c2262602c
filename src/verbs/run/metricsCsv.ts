import type { TrainedRound } from '../train/train.ts';

/** The columns of metrics.csv before the agent's own. */
const COLUMNS = ['round', 'decisions', 'value', 'reference'] as const;

/** The lines of metrics.csv, header first; a number that a round lacks is left empty. */
export function metricsLines(rounds: readonly Pick<TrainedRound, 'point' | 'metrics'>[]): string[] {
  const own = [...new Set(rounds.flatMap(({ metrics }) => Object.keys(metrics)))];
  const rows = rounds.map(({ point, metrics }) => [
    ...COLUMNS.map((column) => point[column]),
    ...own.map((name) => metrics[name] ?? ''),
  ]);
  return [[...COLUMNS, ...own], ...rows].map((row) => `${row.join(',')}\n`);
}
