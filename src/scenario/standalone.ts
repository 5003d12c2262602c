import { stringify } from 'yaml';
import { hasPath, isMapping, type Mapping, merge } from './reading/merge.ts';
import { readLayers } from './reading/readLayers.ts';
import type { ScenarioSources, SourceTable } from './sources.ts';

const ROWS = ['population', 'rows'];

/**
 * The text of a scenario that asks for nothing beside itself, with the same hash: the text as it is where that is so
 * already, else what it comes to together with the files that it names. For texts that parse.
 */
export function standaloneText(text: string, file: string, sources: ScenarioSources): string {
  const { value, source, extended } = readLayers(text, file, sources);
  const namesFile = hasPath(value, [...ROWS, 'file']);
  if (!extended && !namesFile) return text;
  if (!namesFile) return stringify(value);
  const { rows } = (value as { readonly population: { readonly rows: RowsOfFile } }).population;
  const from = source.at([...ROWS, 'file']).file ?? file;
  const table = sources.table?.(rows.file, from);
  if (!table?.ok) return text;
  const change = { population: { rows: { file: null, data: dataOf(rows, table.value) } } };
  return stringify(merge(value, change));
}

type RowsOfFile = { readonly file: string; readonly columns: Mapping };

/** The columns that are used, as text. */
function dataOf({ columns }: RowsOfFile, table: SourceTable): { [column: string]: string[] } {
  const used = Object.values(columns).map((column) => String(isMapping(column) ? column.column : column));
  return Object.fromEntries(
    [...new Set(used)].map((name) => {
      const k = table.columns.indexOf(name);
      return [name, table.rows.map(({ fields }) => fields[k])];
    }),
  );
}
