import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import type { JourneyBlock, JourneyLog, LogSchema } from '../journey/records.ts';
import { makeFolder } from './makeFolder.ts';
import {
  type FileValues,
  joinValues,
  openParquetReader,
  openParquetWriter,
  type ParquetFileReader,
  type ParquetFileWriter,
} from './parquetFile.ts';
import { readLogSchema, SCHEMA_FILE, writeLogSchema } from './schemaFile.ts';
import {
  ALL_TABLES,
  extrasOf,
  makeTable,
  type Table,
  type TableExtras,
  type TableField,
  type TableName,
  tableFields,
  tablesOf,
} from './tableFields.ts';
import { writeWholeFile } from './wholeFile.ts';

/** Which rows of the files belong together: row groups of blocks, each block with its rows a table. */
type LogIndex = {
  readonly format: 1;
  readonly extras: TableExtras;
  readonly tables: readonly TableName[];
  /** [group][block] rows by table, in the order of `tables`. */
  readonly groups: readonly (readonly (readonly number[])[])[];
};
const INDEX_FILE = 'blocks.json';

/** Rows from which pending blocks are written as a row group, unless a caller says otherwise. */
const GROUP_ROWS = 50_000;

const fileOf = (table: TableName) => `${table}.parquet`;

/**
 * Writes a log into a folder: a Parquet file a table (decisions, outcomes, events, endings; hidden where there is one),
 * `blocks.json` and `schema.json`, other files of the folder untouched. Streams, holding one row group. The log appears
 * whole or not at all: files are renamed when all are complete, `schema.json` last, and a folder without it is no log.
 */
export async function writeParquetLog(
  folder: string,
  log: JourneyLog,
  { groupRows = GROUP_ROWS }: { readonly groupRows?: number } = {},
): Promise<void> {
  const takeAway = await makeFolder(folder);
  const partial = (table: TableName) => join(folder, `${fileOf(table)}.partial`);
  const state: Writing = { log, partial, groupRows, open: null, pending: [], pendingRows: 0, groups: [] };
  try {
    for await (const block of log.blocks()) takeBlock(state, block);
    state.open ??= openTables(state, null);
    flush(state);
    const { tables, extras, writers } = state.open;
    for (const table of tables) writers[table]!.finish();
    await rm(join(folder, SCHEMA_FILE), { force: true });
    for (const table of tables) await rename(partial(table), join(folder, fileOf(table)));
    const index: LogIndex = { format: 1, extras, tables, groups: state.groups };
    await writeWholeFile(join(folder, INDEX_FILE), JSON.stringify(index));
    await writeLogSchema(folder, log.schema);
  } catch (error) {
    for (const table of ALL_TABLES) await rm(partial(table), { force: true });
    await takeAway();
    throw error;
  }
}

type Writing = {
  readonly log: JourneyLog;
  readonly partial: (table: TableName) => string;
  readonly groupRows: number;
  open: OpenTables | null;
  /** Blocks taken since the last group: their values by table and field. */
  pending: { readonly [T in TableName]?: readonly FileValues[] }[];
  pendingRows: number;
  readonly groups: number[][][];
};
type OpenTables = {
  readonly tables: readonly TableName[];
  readonly extras: TableExtras;
  readonly fields: { readonly [T in TableName]?: readonly TableField[] };
  readonly writers: { readonly [T in TableName]?: ParquetFileWriter };
};

/** The first block says what the log holds beside its schema. */
function openTables({ log, partial }: Writing, first: JourneyBlock | null): OpenTables {
  const tables = tablesOf(first);
  const extras = extrasOf(first);
  const fields = Object.fromEntries(tables.map((table) => [table, tableFields(table, log.schema, extras)]));
  const writers = Object.fromEntries(
    tables.map((table) => [table, openParquetWriter(partial(table), fields[table])]),
  );
  return { tables, extras, fields, writers };
}

/** Copies the values, since a log may use a block's arrays again. */
function takeBlock(state: Writing, block: JourneyBlock): void {
  state.open ??= openTables(state, block);
  const { tables, fields } = state.open;
  const values = tables.map((table) => {
    const rows = block[table] as unknown as Table;
    return [table, fields[table]!.map((field) => field.take(rows))] as const;
  });
  state.pending.push(Object.fromEntries(values));
  state.pendingRows += tables.reduce((sum, table) => sum + block[table]!.n, 0);
  if (state.pendingRows >= state.groupRows) flush(state);
}

function flush(state: Writing): void {
  const { tables, fields, writers } = state.open!;
  if (state.pending.length === 0) return;
  for (const table of tables) {
    const columns = fields[table]!.map((_, j) => joinValues(state.pending.map((block) => block[table]![j])));
    writers[table]!.writeGroup(columns);
  }
  state.groups.push(state.pending.map((block) => tables.map((table) => block[table]![0].length)));
  state.pending = [];
  state.pendingRows = 0;
}

/** Opens a log that {@link writeParquetLog} wrote; blocks() reads it row group by row group each time. */
export async function openParquetLog(folder: string): Promise<Result<JourneyLog>> {
  const schema = await readLogSchema(folder);
  if (!schema.ok) return schema;
  const index = await readIndex(folder);
  if (!index.ok) return index;
  const issues = await checkFiles(folder, schema.value, index.value);
  if (issues.length > 0) return failed(issues);
  return ok({ schema: schema.value, blocks: () => readBlocks(folder, schema.value, index.value) });
}

async function readIndex(folder: string): Promise<Result<LogIndex>> {
  const path = join(folder, INDEX_FILE);
  try {
    const index = JSON.parse(await readFile(path, 'utf8')) as LogIndex;
    if (index.format === 1) return ok(index);
  } catch {
    // Said below: whatever is wrong with the file, the remedy is the same.
  }
  return failed(
    issue('log/no-index', 'missing or broken', { at: { file: path }, hint: 'Write the log again.' }),
  );
}

/** Every file must be there with the columns and rows that schema and index tell of. */
async function checkFiles(
  folder: string,
  schema: LogSchema,
  { tables, extras, groups }: LogIndex,
): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const [t, table] of tables.entries()) {
    const file = join(folder, fileOf(table));
    const complain = (message: string) =>
      issues.push(issue('log/broken', message, { at: { file }, hint: 'Write the log again.' }));
    const reader = await openParquetReader(file).catch((error: Error) => error);
    if (reader instanceof Error) {
      complain(
        `cannot be read (${((error) => error.code ?? error.message)(reader as NodeJS.ErrnoException)})`,
      );
      continue;
    }
    const rows = groups.flat().reduce((sum, counts) => sum + counts[t], 0);
    if (reader.rows !== rows) complain(`has ${reader.rows} rows, ${INDEX_FILE} tells of ${rows}`);
    const missing = tableFields(table, schema, extras).find(({ name }) => !reader.columns.includes(name));
    if (missing) complain(`has no column \`${missing.name}\``);
  }
  return issues;
}

async function* readBlocks(folder: string, schema: LogSchema, index: LogIndex): AsyncGenerator<JourneyBlock> {
  const { tables, extras, groups } = index;
  const readers: ParquetFileReader[] = [];
  for (const table of tables) readers.push(await openParquetReader(join(folder, fileOf(table))));
  const fields = tables.map((table) => tableFields(table, schema, extras));
  const from = tables.map(() => 0);
  for (const blocks of groups) {
    const values: FileValues[][] = [];
    for (const t of tables.keys()) {
      const rows = blocks.reduce((sum, counts) => sum + counts[t], 0);
      values.push(await readers[t].readGroup(fields[t], from[t], from[t] + rows));
      from[t] += rows;
    }
    const at = tables.map(() => 0);
    for (const counts of blocks) {
      const block: { [T in TableName]?: Table } = {};
      tables.forEach((table, t) => {
        const rows = makeTable(table, schema, extras, counts[t]);
        const end = at[t] + counts[t];
        fields[t].forEach((field, j) => {
          field.put(rows, part(values[t][j], at[t], end));
        });
        at[t] = end;
        block[table] = rows;
      });
      yield { hidden: null, ...block } as unknown as JourneyBlock;
    }
  }
}

function part(values: FileValues, from: number, to: number): FileValues {
  return Array.isArray(values) ? values.slice(from, to) : (values as Float64Array).subarray(from, to);
}
