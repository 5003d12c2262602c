import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { issue, NextmoveError } from '../core/issue.ts';
import type { JourneyLog } from '../journey/records.ts';
import { type EventRow, eventRows } from './eventRows.ts';
import { type FileColumn, type FileType, type FileValues, openParquetWriter } from './parquetFile.ts';
import { openWholeFile } from './wholeFile.ts';

/** The columns of an event log, in order. */
const COLUMNS: { readonly [C in keyof EventRow]: FileType } = {
  case: 'u64',
  activity: 'text',
  timestamp: 'time',
  channel: 'text',
  kind: 'text',
  intervention: 'text',
  stage: 'text',
  count: 'i32',
  value: 'f64',
};
const columns = Object.entries(COLUMNS).map(([name, type]) => ({ name, type })) as readonly (FileColumn & {
  readonly name: keyof EventRow;
})[];

/** Rows of a Parquet row group. */
const GROUP_ROWS = 100_000;

/** What was written. */
export type EventCount = { readonly events: number; readonly cases: number };

/** Takes rows one block after another; the file appears with `commit`. */
type EventWriter = {
  write(rows: readonly EventRow[]): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
};

/**
 * Writes what happened in a log as an event log for process mining, as CSV or Parquet by the path's ending, one block at
 * a time: nothing is held but the rows of a block, or of a row group. The file appears whole or not at all. Throws
 * NextmoveError where the path ends otherwise.
 */
export async function writeEventLog(path: string, log: JourneyLog): Promise<EventCount> {
  const writer = await openEventWriter(path);
  let [events, cases] = [0, 0];
  try {
    for await (const block of log.blocks()) {
      const rows = eventRows(log.schema, block);
      await writer.write(rows);
      events += rows.length;
      for (let i = 0; i < rows.length; i++) if (i === 0 || rows[i].case !== rows[i - 1].case) cases++;
    }
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return { events, cases };
}

/** Throws NextmoveError where a path is no event log's. */
export function checkEventPath(path: string): void {
  if (/\.(csv|parquet)$/i.test(path)) return;
  const message = 'got a file for events of neither kind, wanted one that ends in .csv or .parquet';
  throw new NextmoveError(issue('events/format', message, { at: { file: path } }));
}

async function openEventWriter(path: string): Promise<EventWriter> {
  checkEventPath(path);
  return /\.csv$/i.test(path) ? openCsv(path) : openParquet(path);
}

async function openCsv(path: string): Promise<EventWriter> {
  const file = await openWholeFile(path);
  await file.write(`${columns.map(({ name }) => name).join(',')}\n`);
  const lineOf = (row: EventRow) => columns.map(({ name, type }) => csvField(row[name], type)).join(',');
  return {
    write: (rows) => file.write(rows.map((row) => `${lineOf(row)}\n`).join('')),
    commit: file.commit,
    discard: file.discard,
  };
}

/** Missing values are empty; times are ISO 8601 in UTC. */
function csvField(value: EventRow[keyof EventRow], type: FileType): string {
  if (value === null || Number.isNaN(value)) return '';
  const text = type === 'time' ? new Date(Number(value)).toISOString() : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function openParquet(path: string): Promise<EventWriter> {
  const partial = `${path}.partial`;
  await mkdir(dirname(path), { recursive: true });
  const writer = openParquetWriter(partial, columns);
  let pending: EventRow[] = [];
  const flush = () => {
    if (pending.length > 0) writer.writeGroup(columns.map(({ name, type }) => valuesOf(pending, name, type)));
    pending = [];
  };
  return {
    async write(rows) {
      for (const row of rows) pending.push(row);
      if (pending.length >= GROUP_ROWS) flush();
    },
    async commit() {
      flush();
      writer.finish();
      await rename(partial, path);
    },
    discard: () => rm(partial, { force: true }),
  };
}

function valuesOf(rows: readonly EventRow[], name: keyof EventRow, type: FileType): FileValues {
  const values = rows.map((row) => row[name]);
  if (type === 'u64') return BigUint64Array.from(values as bigint[]);
  if (type === 'i32') return Int32Array.from(values as number[]);
  return type === 'text' ? (values as (string | null)[]) : Float64Array.from(values as number[]);
}
