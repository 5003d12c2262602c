import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Issue, issue, NextmoveError, ok, type Result } from '../core/issue.ts';
import { canonicalJson } from '../core/json.ts';
import { hash64, hex64 } from '../core/luck.ts';
import { makeActionSet } from '../journey/actions.ts';
import { type Feature, makeFeatureSchema } from '../journey/features.ts';
import { type JourneyBlock, type JourneyLog, type LogSchema, SCHEMA_VERSION } from '../journey/records.ts';
import { sortDecisions } from './canonicalOrder.ts';
import { planColumns } from './columnPlan.ts';
import { readHeader, readRows } from './csv.ts';
import { appendCsvRow, type CsvBlockContext, makeCsvBlock } from './csvBlock.ts';
import { type CsvScan, scanCsv } from './csvScan.ts';
import { decodeRow, makeRow } from './decodeRow.ts';
import type { Mapping } from './mapping.ts';
import { type Assigned, partitionLines } from './partition.ts';
import type { Rejects } from './rejects.ts';

export type CsvLogOptions = {
  /** Where rejected rows are written; null for nowhere (they are counted all the same). */
  readonly rejects?: string | null;
  /** Rows of a block, and how many are held at once where a file is not sorted by customer; more go by way of disk. */
  readonly rowsInMemory?: number;
};

/** How rows of one customer are brought together: as the file has them, in one piece in memory, or by way of disk. */
export type Grouping = 'alone' | 'sorted' | 'memory' | 'disk';

export type ImportReport = {
  readonly file: string;
  readonly rows: number;
  readonly kept: number;
  readonly rejects: Rejects;
  readonly actions: readonly { readonly name: string; readonly rows: number }[];
  /** ISO times of the first and last row; null without a time column. */
  readonly period: readonly [string, string] | null;
  readonly grouping: Grouping;
};

export type ImportedLog = { readonly log: JourneyLog; readonly report: ImportReport };

const ROWS_IN_MEMORY = 200_000;
const ROWS_A_BLOCK = 16_384;

/**
 * A CSV file of logged decisions as a JourneyLog. A first pass counts rows, rejects and values; blocks() reads the file
 * again each time, so that it need not fit in memory. Where customers are named and the file is not sorted by them,
 * up to `rowsInMemory` rows are one block in memory, and more are brought together by temporary files, one pass over
 * the disk each time. Throws NextmoveError where the file cannot be read or changed between passes.
 */
export async function openCsvLog(
  path: string,
  mapping: Mapping,
  options: CsvLogOptions = {},
): Promise<Result<ImportedLog>> {
  const { rejects = null, rowsInMemory = ROWS_IN_MEMORY } = options;
  const { delimiter = ',' } = mapping;
  const planned = planColumns(mapping, await readHeader(path, delimiter), path);
  if (!planned.ok) return planned;
  const before = await fingerprint(path);
  const scanned = await scanCsv(path, planned.value, { delimiter, rejects });
  if (!scanned.ok) return scanned;
  const scan = scanned.value;
  const start = mapping.clock ? Math.floor(scan.firstTime / 86_400_000) * 86_400_000 : null;
  const schema = schemaOf(path, mapping, scan, start);
  const buckets =
    scan.plan.customer === null || scan.sortedByCustomer ? 0 : Math.ceil(scan.kept / rowsInMemory);
  const source: Source = {
    path,
    delimiter,
    before,
    buckets,
    context: { schema, plan: scan.plan, start },
    rowsABlock: Math.min(ROWS_A_BLOCK, rowsInMemory),
  };
  const log: JourneyLog = {
    schema,
    blocks: () => (buckets === 0 ? streamBlocks(source) : bucketBlocks(source)),
  };
  const report = reportOf(path, scan, buckets);
  return ok({ log, report }, [...rejectWarnings(report), ...shareWarnings(path, scan)]);
}

type Source = {
  readonly path: string;
  readonly delimiter: string;
  readonly before: string;
  /** 0: rows of a customer stand together already. */
  readonly buckets: number;
  readonly context: CsvBlockContext;
  readonly rowsABlock: number;
};

type Numbered = { readonly fields: readonly string[]; readonly number: number };

async function* numberedRows({ path, delimiter, before }: Source): AsyncGenerator<readonly Numbered[]> {
  if ((await fingerprint(path)) !== before) {
    throw new NextmoveError(
      issue('import/changed', 'the file changed after it was opened', {
        at: { file: path },
        hint: 'Import it again.',
      }),
    );
  }
  let number = 0;
  for await (const batch of readRows(path, delimiter))
    yield batch.map(({ fields }) => ({ fields, number: ++number }));
}

/** Blocks of whole customers, in the order of the file. */
async function* streamBlocks(source: Source): AsyncGenerator<JourneyBlock> {
  const { context, rowsABlock } = source;
  const { customer } = context.plan;
  let pending: Numbered[] = [];
  let last: string | undefined;
  for await (const batch of numberedRows(source)) {
    for (const row of batch) {
      const sameCustomer = customer !== null && row.fields[customer] === last;
      if (pending.length >= rowsABlock && !sameCustomer) {
        yield blockOf(context, pending);
        pending = [];
      }
      if (customer !== null) last = row.fields[customer];
      pending.push(row);
    }
  }
  if (pending.length > 0) yield blockOf(context, pending);
}

/** Blocks of the customers of one bucket each, where the file has their rows in any order. */
async function* bucketBlocks(source: Source): AsyncGenerator<JourneyBlock> {
  const { context, buckets } = source;
  for await (const lines of partitionLines(assignedRows(source), buckets)) {
    const rows = lines.map((line) => JSON.parse(line) as Numbered);
    if (rows.length > 0) yield blockOf(context, rows);
  }
}

async function* assignedRows(source: Source): AsyncGenerator<readonly Assigned[]> {
  const { buckets, context } = source;
  for await (const batch of numberedRows(source)) {
    yield batch.map((row) => {
      const customer = row.fields[context.plan.customer!] ?? '';
      return { bucket: buckets === 1 ? 0 : hash64(customer)[0] % buckets, text: JSON.stringify(row) };
    });
  }
}

/** The rows that can be read; the others were counted by the first pass. */
function blockOf(context: CsvBlockContext, rows: readonly Numbered[]): JourneyBlock {
  const row = makeRow(context.plan);
  const block = makeCsvBlock(context, rows.length);
  for (const { fields, number } of rows) {
    if (decodeRow(context.plan, fields, row) === null) appendCsvRow(context, block, row, number);
  }
  sortDecisions(block, context.schema);
  return block;
}

/** Size and time of change: what tells a file that was written to. */
async function fingerprint(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size}/${mtimeMs}`;
}

function schemaOf(
  path: string,
  mapping: Mapping,
  { plan, lastTime }: CsvScan,
  start: number | null,
): LogSchema {
  const kinds = { number: 'real', count: 'count', bool: 'bool', category: 'category' } as const;
  const features = plan.context.map(
    ({ name, kind, levels }): Feature => ({
      name,
      kind: kinds[kind],
      ...(levels && { levels: levels.values }),
    }),
  );
  const tickDays = mapping.clock?.tickDays ?? 1;
  return {
    schemaVersion: SCHEMA_VERSION,
    source: 'import',
    title: mapping.title ?? basename(path),
    originHash: hex64(...hash64(canonicalJson(JSON.parse(JSON.stringify(mapping))))),
    actions: makeActionSet(plan.actions.values),
    features: makeFeatureSchema(features),
    stages: plan.stages.values,
    signals: [],
    outcomes: plan.outcomes.map(({ name, unit, sign }) => ({ name, unit, sign })),
    triggers: ['row'],
    policies: ['logging policy'],
    arms: [],
    cohorts: [],
    trueStages: [],
    hidden: [],
    legality: typeof mapping.legality === 'string' ? mapping.legality : 'declared',
    clock:
      start === null
        ? null
        : {
            start: new Date(start).toISOString().slice(0, 10),
            zone: 'UTC',
            tickDays,
            ticks: Math.floor((lastTime - start) / (tickDays * 86_400_000)) + 1,
          },
    currency: mapping.currency ?? null,
    contended: false,
    cluster: plan.customer === null ? 'row' : 'customer',
  };
}

function reportOf(file: string, scan: CsvScan, buckets: number): ImportReport {
  const { plan, rows, kept, rejects, firstTime, lastTime } = scan;
  const grouping =
    plan.customer === null ? 'alone' : buckets === 0 ? 'sorted' : buckets === 1 ? 'memory' : 'disk';
  return {
    file,
    rows,
    kept,
    rejects,
    actions: plan.actions.values.map((name, a) => ({ name, rows: scan.actionCounts[a] })),
    period: Number.isNaN(firstTime)
      ? null
      : [new Date(firstTime).toISOString(), new Date(lastTime).toISOString()],
    grouping,
  };
}

function rejectWarnings({ file, rows, rejects }: ImportReport): Issue[] {
  if (rejects.count === 0) return [];
  const { line, column, wanted, got } = rejects.first[0];
  const where = rejects.file
    ? `They are in ${rejects.file}.`
    : '`nextmove import` writes the rows that are left out into a file beside its log.';
  const first = `the first: ${column && `${column} `}got ${JSON.stringify(got)}, wanted ${wanted}`;
  return [
    issue('import/rejected', `${rejects.count} of ${rows} rows are left out; ${first}`, {
      at: { file, line },
      hint: where,
      severity: 'warning',
    }),
  ];
}

/** Declared shares that the file does not bear out: more than five standard errors away. */
function shareWarnings(file: string, { plan, kept, actionCounts }: CsvScan): Issue[] {
  if (!plan.shares) return [];
  const shares = plan.shares;
  return plan.actions.values.flatMap((name, a) => {
    const share = shares[name] ?? 0;
    const seen = actionCounts[a] / kept;
    if (Math.abs(seen - share) <= 5 * Math.sqrt((share * (1 - share)) / kept)) return [];
    const message = `\`${name}\` was declared to have a share of ${share}, but has ${seen.toFixed(4)} of ${kept} rows`;
    return [
      issue('import/shares', message, {
        at: { file, path: `propensity.randomised.${name}` },
        hint: 'If it was not randomised so, leave the propensity out.',
        severity: 'warning',
      }),
    ];
  });
}
