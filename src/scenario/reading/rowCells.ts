import type { Issue } from '../../core/issue.ts';
import type { ScenarioInput } from '../schema.ts';
import type { Finding, Path } from './finding.ts';
import { find, onlyKey, type Resolving } from './resolving.ts';

export type RowsInput = NonNullable<ScenarioInput['population']['rows']>;

/** A table of text, by column, that knows where each cell stands. */
export type RowCells = {
  readonly names: readonly string[];
  cells(column: string): readonly string[];
  /** What a finding about the i-th cell needs beside its message. */
  where(column: string, i: number): Pick<Finding, 'path' | 'place'>;
};

const PATH: Path = ['population', 'rows'];

/** The rows of the file that is named, or those that stand in the scenario itself; null where there are none to read. */
export function rowCells(to: Resolving, input: RowsInput): RowCells | null {
  const form = onlyKey(to, input, ['file', 'data'], PATH);
  if (form === null) return null;
  return form === 'file' ? ofFile(to, input) : ofData(to, input.data!);
}

function ofFile(to: Resolving, { file, columns }: RowsInput): RowCells | null {
  const path = [...PATH, 'file'];
  const opened = to.table(file!);
  if (!opened.ok) {
    // What follows from traits of an unknown type is not told.
    const refersTo = [...PATH, 'columns', ...Object.keys(columns)];
    for (const one of opened.issues) to.findings.push(unopened(one, path, refersTo));
    return null;
  }
  const { columns: names, rows, file: place } = opened.value;
  return {
    names,
    cells: (column) => {
      const k = names.indexOf(column);
      return rows.map(({ fields }) => (fields[k] ?? '').trim());
    },
    where(column, i) {
      const { line } = rows[i];
      const at = line === undefined ? { path: `${column}[${i}]` } : { line, path: column };
      return { path, place: { file: place, ...at } };
    },
  };
}

function unopened({ code, message, hint, at }: Issue, path: Path, refersTo: Path): Finding {
  return { code, path, message, hint, refersTo, ...(at?.line === undefined ? {} : { place: at }) };
}

function ofData(to: Resolving, data: NonNullable<RowsInput['data']>): RowCells | null {
  const path = [...PATH, 'data'];
  const lengths = new Set(Object.values(data).map((cells) => cells.length));
  if (lengths.size > 1) {
    const got = [...lengths].join(' and ');
    find(to, 'value', path, `got columns of ${got} cells, wanted one length`, { at: 'key' });
    return null;
  }
  return {
    names: Object.keys(data),
    cells: (column) => data[column].map((cell) => String(cell).trim()),
    where: (column, i) => ({ path: [...path, column, i] }),
  };
}
