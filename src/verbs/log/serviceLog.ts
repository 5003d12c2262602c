import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, issue, NextmoveError, unwrap } from '../../core/issue.ts';
import type { LogSchema } from '../../journey/records.ts';
import { makeFolder } from '../../logs/makeFolder.ts';
import { readLogSchema, writeLogSchema } from '../../logs/schemaFile.ts';
import { prepareSegments } from '../../logs/segments.ts';
import type { DecisionLog, ServedDecision, ServedRecord } from '../../serving/index.ts';
import { lockFolder } from './folderLock.ts';
import { type Durability, makeGroupWriter } from './groupWriter.ts';
import { type RecordPlace, readServedLog } from './readServedLog.ts';

export type ServiceLogOptions = {
  readonly folder: string;
  /** What the records mean, as of a tick: the log is known up to there. */
  readonly schemaAt: (ticks: number) => LogSchema;
  /** The tick of the present. */
  readonly tickNow: () => number;
  readonly now: () => number;
  readonly durability: Durability;
  /** A segment that is longer is followed by a new one. */
  readonly segmentBytes?: number;
};

/** A service's log in a folder: JSON-lines segments that only grow, and schema.json. */
export type ServiceLog = DecisionLog & {
  readonly warnings: readonly Issue[];
  /** Records of each kind, those of earlier starts among them. */
  readonly counts: { readonly decisions: number; readonly outcomes: number };
  /** Returns when everything appended so far is kept; many callers share one write. Throws where it cannot be kept. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the folder, or makes it, and holds its lock until it is closed. `take` sees every record that lies there, in order, so that contacts can be rebuilt.
 * Each start begins a segment of its own, so that a line that was cut off is never continued. Throws NextmoveError
 * where the folder holds the log of other features or actions, or another service writes to it.
 */
export async function openServiceLog(
  options: ServiceLogOptions,
  take: (record: ServedRecord) => void,
): Promise<ServiceLog> {
  await logFolder(options.folder);
  const lock = await lockFolder(options.folder);
  try {
    const log = await openLocked(options, take);
    const close = () => log.close().finally(lock.release);
    return { ...log, warnings: [...lock.warnings, ...log.warnings], close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function logFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const inTheWay = code === 'EEXIST' || code === 'ENOTDIR';
    const what = inTheWay ? 'a file is in the way, wanted a folder' : `the folder cannot be made: ${message}`;
    const hint = 'Name another with --log.';
    throw new NextmoveError(issue('log/folder', what, { at: { file: folder }, hint }));
  }
}

async function openLocked(
  options: ServiceLogOptions,
  take: (record: ServedRecord) => void,
): Promise<ServiceLog> {
  const { folder, schemaAt, tickNow } = options;
  unwrap(await prepareSegments(folder, schemaAt(tickNow())));
  const places = new Map<string, RecordPlace>();
  const counts = { decisions: 0, outcomes: 0 };
  const warnings = await readServedLog(folder, (record, place) => {
    count(counts, record);
    if (record.record === 'decision') places.set(record.decisionId, place);
    take(record);
  });
  const writer = await makeGroupWriter({
    ...options,
    placed: (decisionId, place) => places.set(decisionId, place),
    afterwards: makeSchemaKeeper(options),
  });
  return {
    warnings,
    counts,
    append(record) {
      writer.append(record);
      count(counts, record);
    },
    decision(decisionId) {
      const place = places.get(decisionId);
      return writer.waiting(decisionId) ?? (place && readRecord(folder, place));
    },
    flush: writer.flush,
    close: writer.close,
  };
}

function count(counts: { decisions: number; outcomes: number }, { record }: ServedRecord): void {
  if (record === 'decision') counts.decisions++;
  else counts.outcomes++;
}

function readRecord(folder: string, { segment, at, bytes }: RecordPlace): ServedDecision {
  const file = openSync(join(folder, segment), 'r');
  try {
    const line = Buffer.alloc(bytes);
    readSync(file, line, 0, bytes, at);
    return JSON.parse(line.toString('utf8')) as ServedDecision;
  } finally {
    closeSync(file);
  }
}

/** Keeps schema.json at the tick up to which the log is known; what earlier starts knew stays in its lists. */
function makeSchemaKeeper({ folder, schemaAt, tickNow }: ServiceLogOptions) {
  let written = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    const ticks = tickNow();
    if (ticks <= written) return;
    written = ticks;
    const known = unwrap(await readLogSchema(folder));
    const schema = schemaAt(ticks);
    const outcomes = [...known.outcomes, ...schema.outcomes];
    await writeLogSchema(folder, {
      ...schema,
      stages: union(known.stages, schema.stages),
      policies: union(known.policies, schema.policies),
      outcomes: outcomes.filter(({ name }, k) => outcomes.findIndex((one) => one.name === name) === k),
    });
  };
}

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
