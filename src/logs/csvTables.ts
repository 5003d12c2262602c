import { join } from 'node:path';
import type { JourneyBlock, JourneyLog } from '../journey/records.ts';
import { csvHeading, csvRows } from './csvText.ts';
import {
  extrasOf,
  type Table,
  type TableField,
  type TableName,
  tableFields,
  tablesOf,
} from './tableFields.ts';
import { openWholeFile, type WholeFile } from './wholeFile.ts';

type OpenTable = {
  readonly name: TableName;
  readonly fields: readonly TableField[];
  readonly file: WholeFile;
};

/**
 * Writes a log into a folder as CSV, a file a table with the columns of the Parquet files: `decisions.csv`, `outcomes.csv`,
 * `events.csv`, `endings.csv`, and `hidden.csv` where the log holds what is hidden. Streams, holding the text of one block.
 * For programs that read no Parquet: a log is opened from Parquet alone. The files appear when all are complete.
 */
export async function writeCsvTables(folder: string, log: JourneyLog): Promise<void> {
  const open: OpenTable[] = [];
  try {
    for await (const block of log.blocks()) {
      if (open.length === 0) await openTables(open, folder, { log, first: block });
      for (const table of open) await writeRows(table, block);
    }
    if (open.length === 0) await openTables(open, folder, { log, first: null });
    for (const { file } of open) await file.commit();
  } catch (error) {
    for (const { file } of open) await file.discard();
    throw error;
  }
}

type Beginning = { readonly log: JourneyLog; readonly first: JourneyBlock | null };

/** Opens one after another, so that whoever fails knows which are open. */
async function openTables(open: OpenTable[], folder: string, { log, first }: Beginning): Promise<void> {
  const extras = extrasOf(first);
  for (const name of tablesOf(first)) {
    const fields = tableFields(name, log.schema, extras);
    const file = await openWholeFile(join(folder, `${name}.csv`));
    open.push({ name, fields, file });
    await file.write(csvHeading(fields));
  }
}

async function writeRows({ name, fields, file }: OpenTable, block: JourneyBlock): Promise<void> {
  const rows = block[name] as unknown as Table;
  await file.write(
    csvRows(
      fields,
      fields.map((field) => field.take(rows)),
    ),
  );
}
