import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import { failed, issue, ok, type Result } from '../core/issue.ts';
import { type CsvRow, linesOf } from './csv.ts';

/** A table of text with the names of its columns. */
export type Table = {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
};

/**
 * Reads a whole CSV file (RFC 4180, with a header; tabs for commas where its name ends in `.tsv`; a gzip file is unpacked).
 * Empty lines are no rows. What is wrong with it becomes issues with file and line.
 */
export function readTable(file: string): Result<Table> {
  let bytes: Uint8Array;
  try {
    bytes = unpacked(readFileSync(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const got = code === 'ENOENT' ? 'no such file' : `a file that cannot be read (${code ?? message})`;
    return failed(issue('csv/unreadable', `got ${got}, wanted a CSV file`, { at: { file } }));
  }
  try {
    const delimiter = /\.tsv(\.gz)?$/i.test(file) ? '\t' : ',';
    return tableOf(file, parse(bytes, { bom: true, delimiter, relax_column_count: true }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as { readonly lines?: number }).lines) || 1;
    const hint = 'A quote inside a quoted field is written twice.';
    const message = `cannot tell where this row ends (${error.message})`;
    return failed(issue('csv/syntax', message, { at: { file, line }, hint }));
  }
}

function unpacked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

function tableOf(file: string, records: readonly string[][]): Result<Table> {
  let line = 1;
  const all: CsvRow[] = [];
  for (const fields of records) {
    if (fields.length > 1 || fields[0] !== '') all.push({ line, fields });
    line += linesOf(fields);
  }
  const [header, ...rows] = all;
  if (header === undefined) {
    return failed(issue('csv/empty', 'got an empty file, wanted a header and rows', { at: { file } }));
  }
  const columns = header.fields.map((name) => name.trim());
  const odd = rows.find(({ fields }) => fields.length !== columns.length);
  if (odd !== undefined) {
    const message = `got ${odd.fields.length} fields, wanted ${columns.length}, as in the header`;
    return failed(issue('csv/fields', message, { at: { file, line: odd.line } }));
  }
  return ok({ file, columns, rows });
}
