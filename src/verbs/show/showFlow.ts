import type { StageFlow } from '../../evaluation/comparison.ts';
import { figure, number, textTable } from './textTable.ts';

/** Where customers went: each stage with its moves, the losses marked. */
export function flowTable({ stages, moves }: StageFlow): string[] {
  const rows = stages.map(({ stage, entered, atEnd, medianDays, lost }) => {
    const to = moves.filter(({ from, count }) => from === stage && count > 0);
    const text = to.map(({ to: target, count, loss }) => `${target} ${count}${loss ? ' (loss)' : ''}`);
    return [stage, String(entered), String(atEnd), figure(medianDays), String(lost), text.join(', ')];
  });
  const columns = [number('entered'), number('at the end'), number('median days'), number('lost')];
  return textTable([{ title: 'stage' }, ...columns, { title: 'moves' }], rows);
}
