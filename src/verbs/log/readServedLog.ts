import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issue, issue } from '../../core/issue.ts';
import { parseRecord } from '../../logs/segmentShapes.ts';
import { SEGMENT_ENDING } from '../../logs/segments.ts';
import type { ServedDecision, ServedRecord } from '../../serving/index.ts';

/** Where a record lies: segment, first byte, bytes without the line break. */
export type RecordPlace = { readonly segment: string; readonly at: number; readonly bytes: number };

const LINE_BREAK = 10;

/**
 * Reads a service's records in the order in which they were appended, each with its place. Lines that are no record
 * of a service are left out, with a warning a segment; a last line that was cut off was never acknowledged.
 */
export async function readServedLog(
  folder: string,
  take: (record: ServedRecord, place: RecordPlace) => void,
): Promise<Issue[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(SEGMENT_ENDING)).sort();
  const warnings: Issue[] = [];
  for (const segment of names) {
    const rejected = readSegment(await readFile(join(folder, segment)), segment, take);
    if (rejected > 0) warnings.push(leftOut(join(folder, segment), rejected));
  }
  return warnings;
}

/** Returns the number of whole lines that are no record of a service. */
function readSegment(
  bytes: Buffer,
  segment: string,
  take: (record: ServedRecord, place: RecordPlace) => void,
): number {
  let rejected = 0;
  let at = 0;
  for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, at)) {
    const record = parseRecord(bytes.toString('utf8', at, end));
    if (isServed(record)) take(record, { segment, at, bytes: end - at });
    else rejected++;
    at = end + 1;
  }
  return rejected;
}

function isServed(record: ReturnType<typeof parseRecord>): record is ServedRecord {
  if ('problem' in record) return false;
  if (record.record === 'outcome') return true;
  const { served } = record as Partial<ServedDecision>;
  return Array.isArray(served?.charges) && typeof served?.consent === 'object';
}

function leftOut(file: string, lines: number): Issue {
  const message = `${lines} line${lines === 1 ? ' is' : 's are'} no record of a service and left out`;
  const hint = 'What they said of contacts, consent and budgets is not known to this service.';
  return issue('log/rejected', message, { at: { file }, hint, severity: 'warning' });
}
