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
  let open: readonly OpenTable[] | null = null;
  try {
    for await (const block of log.blocks()) {
      open ??= await openTables(folder, log, block);
      for (const table of open) await writeRows(table, block);
    }
    open ??= await openTables(folder, log, null);
    for (const { file } of open) await file.commit();
  } catch (error) {
    for (const { file } of open ?? []) await file.discard();
    throw error;
  }
}

async function openTables(folder: string, log: JourneyLog, first: JourneyBlock | null): Promise<OpenTable[]> {
  const extras = extrasOf(first);
  return Promise.all(
    tablesOf(first).map(async (name) => {
      const fields = tableFields(name, log.schema, extras);
      const file = await openWholeFile(join(folder, `${name}.csv`));
      await file.write(csvHeading(fields));
      return { name, fields, file };
    }),
  );
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
