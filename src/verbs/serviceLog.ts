import { closeSync, openSync, readSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issue, issue, NextmoveError, unwrap } from '../core/issue.ts';
import { recordLine } from '../journey/jsonRecords.ts';
import type { LogSchema } from '../journey/records.ts';
import { readLogSchema, writeLogSchema } from '../logs/schemaFile.ts';
import { prepareSegments } from '../logs/segments.ts';
import type { DecisionLog, ServedDecision, ServedRecord } from '../serving/index.ts';
import { type RecordPlace, readServedLog } from './readServedLog.ts';
import { beginSegment, type SegmentFile } from './segmentFile.ts';

/**
 * When a record counts as kept. `disk`: when the system says that it is on the disk (fdatasync); it survives a power
 * cut. `system`: when the system has taken it; it survives the end of the process.
 */
export type Durability = 'disk' | 'system';

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

const SEGMENT_BYTES = 64 * 2 ** 20;

/**
 * Opens the folder, or makes it. `take` sees every record that lies there, in order, so that contacts can be rebuilt.
 * Each start begins a segment of its own, so that a line that was cut off is never continued. Throws NextmoveError
 * where the folder holds the log of other features or actions.
 */
export async function openServiceLog(
  options: ServiceLogOptions,
  take: (record: ServedRecord) => void,
): Promise<ServiceLog> {
  const { folder, schemaAt, tickNow } = options;
  await mkdir(folder, { recursive: true });
  unwrap(await prepareSegments(folder, schemaAt(tickNow())));
  const places = new Map<string, RecordPlace>();
  const counts = { decisions: 0, outcomes: 0 };
  const warnings = await readServedLog(folder, (record, place) => {
    count(counts, record);
    if (record.record === 'decision') places.set(record.decisionId, place);
    take(record);
  });
  const writer = await makeWriter(options, places);
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

type Line = { readonly record: ServedRecord; readonly bytes: Buffer };

/** Appends in groups: while one group is being written, the next gathers. After a failure nothing is taken any more. */
async function makeWriter(options: ServiceLogOptions, places: Map<string, RecordPlace>) {
  const { folder, now, durability, segmentBytes = SEGMENT_BYTES } = options;
  const schema = makeSchemaKeeper(options);
  const waiting = new Map<string, ServedDecision>();
  let segment: SegmentFile = await beginSegment(folder, now());
  let lines: Line[] = [];
  let broken: NextmoveError | null = null;
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    const group = lines;
    lines = [];
    if (segment.length > segmentBytes) {
      await segment.close();
      segment = await beginSegment(folder, now());
    }
    let at = segment.length;
    await segment.append(Buffer.concat(group.map(({ bytes }) => bytes)));
    if (durability === 'disk') await segment.sync();
    for (const { record, bytes } of group) {
      if (record.record === 'decision') {
        places.set(record.decisionId, { segment: segment.name, at, bytes: bytes.length - 1 });
        waiting.delete(record.decisionId);
      }
      at += bytes.length;
    }
    await schema();
  };
  const begin = (): Promise<void> => {
    current = write()
      .catch((error: Error) => {
        broken = notKept(folder, error);
        throw broken;
      })
      .finally(() => {
        current = null;
      });
    return current;
  };
  const flush = (): Promise<void> => {
    if (broken !== null) return Promise.reject(broken);
    if (lines.length === 0) return current ?? Promise.resolve();
    if (current === null) return begin();
    next ??= current.then(() => {
      next = null;
      return begin();
    });
    return next;
  };
  return {
    waiting: (decisionId: string) => waiting.get(decisionId),
    append(record: ServedRecord) {
      if (broken !== null) throw broken;
      lines.push({ record, bytes: Buffer.from(recordLine(record)) });
      if (record.record === 'decision') waiting.set(record.decisionId, record);
    },
    flush,
    async close() {
      try {
        await flush();
        await schema();
      } finally {
        await segment.close();
      }
    },
  };
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

function notKept(folder: string, { message }: Error): NextmoveError {
  const hint =
    'Nothing is decided until the service is started again: see that the folder can be written to.';
  return new NextmoveError(
    issue('log/not-kept', `the log cannot be kept: ${message}`, { at: { file: folder }, hint }),
  );
}
