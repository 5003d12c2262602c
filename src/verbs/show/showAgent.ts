import type { Agent } from '../../agents/agent.ts';
import { section } from './showScenario.ts';
import { number, textTable, written } from './textTable.ts';

/** An agent in words: what it follows and what it can be told. */
export function showAgent({ kind, version, title, source, family, options }: Agent): string[] {
  const rows = Object.entries(options).map(([name, { default: value, low, high, integer, description }]) => [
    name,
    written(value),
    `${written(low)} to ${written(high)}${integer ? ', whole' : ''}`,
    description,
  ]);
  const columns = [{ title: 'option' }, number('default'), { title: 'range' }, { title: '' }];
  return [
    `${kind}: ${title} (${family}, version ${version})`,
    source,
    ...section('Options, set by --option NAME=NUMBER', rows.length === 0 ? [] : textTable(columns, rows)),
  ];
}

/** Every agent of a catalogue, one a line. */
export function showAgents(agents: readonly Agent[]): string[] {
  const rows = agents.map(({ kind, family, title, options }) => [
    kind,
    family,
    title,
    Object.keys(options).join(', '),
  ]);
  return textTable([{ title: 'agent' }, { title: 'family' }, { title: '' }, { title: 'options' }], rows);
}
