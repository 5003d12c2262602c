import type { FileColumn, FileType } from './parquetFile.ts';

type Value = string | number | bigint | null;

/** The heading of a CSV file, with its line end. */
export const csvHeading = (columns: readonly FileColumn[]): string =>
  `${columns.map(({ name }) => csvField(name, 'text')).join(',')}\n`;

/** Rows as CSV, given the values of each column: missing ones are empty, times ISO 8601 in UTC. */
export function csvRows(columns: readonly FileColumn[], values: readonly ArrayLike<Value>[]): string {
  const fields = columns.map(({ type }, c) => csvFields(values[c], type));
  const rows = fields[0]?.length ?? 0;
  let text = '';
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < fields.length; c++) text += (c > 0 ? ',' : '') + fields[c][i];
    text += '\n';
  }
  return text;
}

/** A column's values as text; each value that comes again is written once. */
function csvFields(values: ArrayLike<Value>, type: FileType): string[] {
  const known = new Map<Value, string>();
  return Array.from(values, (value) => {
    const text = known.get(value) ?? csvField(value, type);
    known.set(value, text);
    return text;
  });
}

function csvField(value: Value, type: FileType): string {
  if (value === null || Number.isNaN(value)) return '';
  if (type === 'time') return new Date(Number(value)).toISOString();
  const text = type === 'f32' ? shortestSingle(Number(value)) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The fewest digits that give the same number of single precision again: `0.1`, not `0.10000000149011612`. */
function shortestSingle(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
