import { issue, NextmoveError } from '../../core/issue.ts';
import { recordLine } from '../../journey/jsonRecords.ts';
import type { ServedDecision, ServedRecord } from '../../serving/index.ts';
import type { RecordPlace } from './readServedLog.ts';
import { beginSegment, type SegmentFile } from './segmentFile.ts';

/**
 * When a record counts as kept. `disk`: when the system says that it is on the disk (fdatasync); it survives a power
 * cut. `system`: when the system has taken it; it survives the end of the process.
 */
export type Durability = 'disk' | 'system';

export type GroupWriterOptions = {
  readonly folder: string;
  readonly now: () => number;
  readonly durability: Durability;
  /** A segment that is longer is followed by a new one. */
  readonly segmentBytes?: number;
  /** Told where each decision lies, once it is kept. */
  readonly placed: (decisionId: string, place: RecordPlace) => void;
  /** Waited for after each group. */
  readonly afterwards: () => Promise<void>;
};

/** Appends records in groups: while one group is being written, the next gathers. */
export type GroupWriter = {
  /** Takes a record for the next group; throws NextmoveError once a group could not be kept. */
  append(record: ServedRecord): void;
  /** A decision that is not kept yet. */
  waiting(decisionId: string): ServedDecision | undefined;
  /** Returns when everything appended so far is kept. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

type Line = { readonly record: ServedRecord; readonly bytes: Buffer };

const SEGMENT_BYTES = 64 * 2 ** 20;

export async function makeGroupWriter(options: GroupWriterOptions): Promise<GroupWriter> {
  const { folder, afterwards } = options;
  const write = await makeLineWriter(options);
  const waiting = new Map<string, ServedDecision>();
  let lines: Line[] = [];
  let broken: NextmoveError | null = null;
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const begin = (): Promise<void> => {
    const group = lines;
    lines = [];
    current = write
      .lines(group)
      .then(afterwards)
      .then(() => {
        for (const { record } of group) if (record.record === 'decision') waiting.delete(record.decisionId);
      })
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
    append(record) {
      if (broken !== null) throw broken;
      lines.push({ record, bytes: Buffer.from(recordLine(record)) });
      if (record.record === 'decision') waiting.set(record.decisionId, record);
    },
    waiting: (decisionId) => waiting.get(decisionId),
    flush,
    async close() {
      try {
        await flush();
        await afterwards();
      } finally {
        await write.close();
      }
    },
  };
}

/** Appends lines to the segment of the day, durably where asked to. */
async function makeLineWriter({
  folder,
  now,
  durability,
  segmentBytes = SEGMENT_BYTES,
  placed,
}: GroupWriterOptions) {
  let segment: SegmentFile = await beginSegment(folder, now());
  return {
    async lines(group: readonly Line[]): Promise<void> {
      if (segment.length > segmentBytes) {
        await segment.close();
        segment = await beginSegment(folder, now());
      }
      let at = segment.length;
      await segment.append(Buffer.concat(group.map(({ bytes }) => bytes)));
      if (durability === 'disk') await segment.sync();
      for (const { record, bytes } of group) {
        const place = { segment: segment.name, at, bytes: bytes.length - 1 };
        if (record.record === 'decision') placed(record.decisionId, place);
        at += bytes.length;
      }
    },
    close: () => segment.close(),
  };
}

function notKept(folder: string, { message }: Error): NextmoveError {
  const hint =
    'Nothing is decided until the service is started again: see that the folder can be written to.';
  return new NextmoveError(
    issue('log/not-kept', `the log cannot be kept: ${message}`, { at: { file: folder }, hint }),
  );
}
