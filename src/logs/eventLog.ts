import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { issue, NextmoveError } from '../core/issue.ts';
import type { JourneyLog } from '../journey/records.ts';
import { csvHeading, csvRows } from './csvText.ts';
import { type EventRows, eventRows, eventWords } from './eventRows.ts';
import { makeFolder } from './makeFolder.ts';
import {
  type FileColumn,
  type FileType,
  type FileValues,
  joinValues,
  openParquetWriter,
} from './parquetFile.ts';
import { openWholeFile } from './wholeFile.ts';

/** The columns of an event log, in order. */
const COLUMNS: { readonly [C in keyof EventRows]: FileType } = {
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
  readonly name: keyof EventRows;
})[];

/** Rows of a Parquet row group. */
const GROUP_ROWS = 100_000;

/** What was written. */
export type EventCount = { readonly events: number; readonly cases: number };

/** Takes rows one block after another; the file appears with `commit`. */
type EventWriter = {
  write(rows: EventRows): Promise<void>;
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
  const words = eventWords(log.schema);
  let [events, cases] = [0, 0];
  try {
    for await (const block of log.blocks()) {
      const rows = eventRows(words, block);
      await writer.write(rows);
      events += rows.case.length;
      for (let i = 0; i < rows.case.length; i++) if (i === 0 || rows.case[i] !== rows.case[i - 1]) cases++;
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
  await file.write(csvHeading(columns));
  return {
    write: (rows) =>
      file.write(
        csvRows(
          columns,
          columns.map(({ name }) => rows[name]),
        ),
      ),
    commit: file.commit,
    discard: file.discard,
  };
}

async function openParquet(path: string): Promise<EventWriter> {
  const partial = `${path}.partial`;
  const takeAway = await makeFolder(dirname(path));
  const writer = openParquetWriter(partial, columns);
  let pending: EventRows[] = [];
  let rows = 0;
  const flush = () => {
    if (rows > 0)
      writer.writeGroup(columns.map(({ name }) => joinValues(pending.map((part): FileValues => part[name]))));
    pending = [];
    rows = 0;
  };
  return {
    async write(part) {
      pending.push(part);
      rows += part.case.length;
      if (rows >= GROUP_ROWS) flush();
    },
    async commit() {
      flush();
      writer.finish();
      await rename(partial, path);
    },
    async discard() {
      await rm(partial, { force: true });
      await takeAway();
    },
  };
}
