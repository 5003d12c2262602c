import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import { hash64 } from '../core/luck.ts';
import { canonicalBlock } from '../journey/canonical.ts';
import type { JsonRecord } from '../journey/jsonRecords.ts';
import type { JourneyBlock, JourneyLog, LogSchema } from '../journey/records.ts';
import { type Assigned, partitionLines } from './partition.ts';
import { readLogSchema, writeLogSchema } from './schemaFile.ts';
import { blockOfRecords, misfitOf } from './segmentBlock.ts';
import { parseRecord } from './segmentShapes.ts';

/** Lines of one segment are appended; segments are read in the order of their names. */
export const SEGMENT_ENDING = '.jsonl';

export type SegmentsReport = {
  readonly decisions: number;
  readonly outcomes: number;
  /** Lines that are no record of this log, and the first of them. */
  readonly rejected: number;
  readonly first: readonly { readonly file: string; readonly line: number; readonly problem: string }[];
  /** Segments whose last line was cut off while it was written: that record is lost, and was never acknowledged. */
  readonly torn: readonly string[];
};

export type SegmentsOptions = {
  /** Records held at once; more are brought together by customer by way of temporary files. */
  readonly recordsInMemory?: number;
};

const RECORDS_IN_MEMORY = 200_000;
const FIRST = 10;

/**
 * Makes sure that the folder may take records of this schema: writes it where there is none, else compares. A service
 * whose features or actions changed starts a new folder.
 */
export async function prepareSegments(folder: string, schema: LogSchema): Promise<Result<null>> {
  const known = await readLogSchema(folder);
  if (!known.ok) {
    if (known.issues[0].code !== 'log/no-schema') return known;
    await writeLogSchema(folder, schema);
    return ok(null);
  }
  const actionsOf = ({ actions }: LogSchema) => actions.actions.map(({ name }) => name).join(', ');
  const same =
    known.value.features.hash === schema.features.hash && actionsOf(known.value) === actionsOf(schema);
  if (same) return ok(null);
  return failed(
    issue('log/other-schema', 'the folder holds records of other features or actions', {
      at: { file: folder },
      hint: 'Give this service a folder of its own; `evaluate` reads one folder at a time.',
    }),
  );
}

/**
 * The JSON-lines segments of a service as a JourneyLog. A first pass counts records, names what it cannot read and
 * grows the schema's dictionaries; a torn last line is reported. What is appended afterwards is left for the next time.
 */
export async function readSegments(
  folder: string,
  options: SegmentsOptions = {},
): Promise<Result<{ readonly log: JourneyLog; readonly report: SegmentsReport }>> {
  const known = await readLogSchema(folder);
  if (!known.ok) return known;
  const files = (await readdir(folder)).filter((name) => name.endsWith(SEGMENT_ENDING)).sort();
  const scan = await scanSegments(folder, files, known.value);
  const { recordsInMemory = RECORDS_IN_MEMORY } = options;
  const records = scan.report.decisions + scan.report.outcomes;
  const source: Source = {
    folder,
    lengths: scan.lengths,
    schema: scan.schema,
    buckets: Math.max(1, Math.ceil(records / recordsInMemory)),
  };
  const log: JourneyLog = { schema: scan.schema, blocks: () => readBlocks(source) };
  return ok({ log, report: scan.report }, warningsOf(folder, scan.report));
}

type Source = {
  readonly folder: string;
  /** Bytes of each file that the first pass read: what is appended later waits for the next opening. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly schema: LogSchema;
  readonly buckets: number;
};

type Scan = Pick<Source, 'schema' | 'lengths'> & { readonly report: SegmentsReport };

async function scanSegments(folder: string, files: readonly string[], known: LogSchema): Promise<Scan> {
  const names = collectNames(known);
  const lengths = new Map<string, number>();
  const first: { file: string; line: number; problem: string }[] = [];
  const torn: string[] = [];
  const counts = { decision: 0, outcome: 0 };
  let rejected = 0;
  for (const file of files) {
    let number = 0;
    for await (const { text, whole, end } of readLines(join(folder, file))) {
      number += 1;
      const record = parseRecord(text);
      const broken = 'problem' in record;
      if (broken && !whole) {
        torn.push(file);
        break;
      }
      lengths.set(file, end);
      const problem = broken ? record.problem : misfitOf(known, record);
      if (problem === null) {
        names.note(record as JsonRecord);
        counts[(record as JsonRecord).record] += 1;
        continue;
      }
      rejected += 1;
      if (first.length < FIRST) first.push({ file, line: number, problem });
    }
  }
  const report = { decisions: counts.decision, outcomes: counts.outcome, rejected, first, torn };
  return { schema: names.schema(), report, lengths };
}

/** Grows the dictionaries that records may add to. */
function collectNames(known: LogSchema) {
  const { triggers, stages, policies, arms, cohorts } = known;
  const found = {
    triggers: new Set(triggers),
    stages: new Set(stages),
    policies: new Set(policies),
    arms: new Set(arms),
    cohorts: new Set(cohorts),
  };
  const add = (names: Set<string>, name: string | null) => name !== null && names.add(name);
  return {
    note(record: JsonRecord) {
      if (record.record !== 'decision') return;
      add(found.triggers, record.trigger);
      add(found.stages, record.stage);
      add(found.policies, record.policyId);
      add(found.arms, record.arm);
      add(found.cohorts, record.cohort);
    },
    schema: (): LogSchema => ({
      ...known,
      triggers: [...found.triggers],
      stages: [...found.stages],
      policies: [...found.policies],
      arms: [...found.arms],
      cohorts: [...found.cohorts],
    }),
  };
}

async function* readBlocks(source: Source): AsyncGenerator<JourneyBlock> {
  const { schema, buckets } = source;
  for await (const lines of partitionLines(assignedLines(source), buckets)) {
    const records = lines.map((line) => JSON.parse(line) as JsonRecord);
    if (records.length > 0) yield canonicalBlock(schema, blockOfRecords(schema, records));
  }
}

async function* assignedLines({
  folder,
  lengths,
  schema,
  buckets,
}: Source): AsyncGenerator<readonly Assigned[]> {
  for (const [file, length] of lengths) {
    for await (const { text } of readLines(join(folder, file), length)) {
      const record = parseRecord(text);
      if ('problem' in record || misfitOf(schema, record) !== null) continue;
      yield [{ bucket: buckets === 1 ? 0 : hash64(record.customer)[0] % buckets, text }];
    }
  }
}

/** `whole`: its line break was written; `end`: bytes of the file up to here. */
type Line = { readonly text: string; readonly whole: boolean; readonly end: number };

async function* readLines(path: string, length = Number.POSITIVE_INFINITY): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  let end = 0;
  const options = { end: length - 1, highWaterMark: 1 << 18 };
  for await (const bytes of createReadStream(path, options)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const text of lines) {
      end += Buffer.byteLength(text) + 1;
      yield { text, whole: true, end };
    }
  }
  if (rest !== '') yield { text: rest, whole: false, end: end + Buffer.byteLength(rest) };
}

function warningsOf(folder: string, { rejected, first, torn }: SegmentsReport): Issue[] {
  const warn = (code: string, message: string, file: string, line?: number) =>
    issue(code, message, { at: { file, line }, severity: 'warning' });
  const found = torn.map((name) =>
    warn('log/torn', 'the last line was cut off while it was written and is left out', join(folder, name)),
  );
  if (rejected === 0) return found;
  const [{ file, line, problem }] = first;
  return [
    ...found,
    warn('log/rejected', `${rejected} lines are left out; the first: ${problem}`, join(folder, file), line),
  ];
}
