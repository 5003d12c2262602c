import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { issue, NextmoveError } from '../core/issue.ts';

/** A record of the file: the line it begins on, from 1, and its fields. */
export type CsvRow = { readonly line: number; readonly fields: readonly string[] };

const BATCH = 1024;

/**
 * Streams a CSV file (RFC 4180; a gzip file is unpacked on the way), its header first, in batches of at most 1,024
 * rows. Empty lines are no rows. Throws NextmoveError where the file cannot be read or its quotes are broken: from
 * there on nobody knows where a row begins.
 */
async function* readRecords(path: string, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  const records = await openRecords(path, delimiter);
  let batch: CsvRow[] = [];
  let line = 1;
  try {
    for await (const fields of records as AsyncIterable<string[]>) {
      if (fields.length > 1 || fields[0] !== '') batch.push({ line, fields });
      line += linesOf(fields);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw readable(error, path, line);
  } finally {
    records.destroy();
  }
  if (batch.length > 0) yield batch;
}

/** The names of a CSV file's columns. Throws NextmoveError where there are none. */
export async function readHeader(path: string, delimiter = ','): Promise<readonly string[]> {
  for await (const batch of readRecords(path, delimiter)) return batch[0].fields;
  throw new NextmoveError(
    issue('csv/empty', 'the file is empty, wanted a header and rows', { at: { file: path } }),
  );
}

/** The rows below the header, in batches of at most 1,024. Throws as {@link readHeader}, and where quotes are broken. */
export async function* readRows(path: string, delimiter = ','): AsyncGenerator<readonly CsvRow[]> {
  let first = true;
  for await (const batch of readRecords(path, delimiter)) {
    yield first ? batch.slice(1) : batch;
    first = false;
  }
}

async function openRecords(path: string, delimiter: string) {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    const what = error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error.code})`;
    const hint = 'Give the path of a CSV file, plain or gzip, as it is seen from the current folder.';
    throw new NextmoveError(issue('csv/unreadable', what, { at: { file: path }, hint }));
  });
  const { bytesRead, buffer } = await file.read(new Uint8Array(2), 0, 2, 0);
  const gzipped = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  const bytes = file.createReadStream({ start: 0, highWaterMark: 1 << 18 });
  const parser = parse({ bom: true, delimiter, relax_column_count: true, max_record_size: 1 << 24 });
  // Failures reach the loop over the parser, which pipeline destroys with the error.
  const ignored = () => {};
  if (gzipped) pipeline(bytes, createGunzip(), parser, ignored);
  else pipeline(bytes, parser, ignored);
  return parser;
}

/** One line, and those within quoted fields. */
export function linesOf(fields: readonly string[]): number {
  let lines = 1;
  for (const field of fields) {
    if (!field.includes('\n')) continue;
    lines += field.split('\n').length - 1;
  }
  return lines;
}

function readable(error: unknown, path: string, line: number): unknown {
  if (error instanceof NextmoveError) return error;
  if (error instanceof CsvError) {
    const hint = 'A quote inside a quoted field is written twice; check the delimiter too.';
    const message = `cannot tell where this row ends (${error.message})`;
    return new NextmoveError(issue('csv/syntax', message, { at: { file: path, line }, hint }));
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return new NextmoveError(
    issue('csv/unreadable', `reading stopped after line ${line - 1} (${code ?? message})`, {
      at: { file: path },
    }),
  );
}
