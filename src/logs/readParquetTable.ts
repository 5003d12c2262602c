import { failed, issue, ok, type Result } from '../core/issue.ts';
import { readParquetColumns } from './parquetFile.ts';

/** A table of text whose rows stand in no lines. */
export type ParquetTable = {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly fields: readonly string[] }[];
};

/** Reads a whole Parquet file of flat columns as text: a date by ISO 8601, nothing where a value is missing. */
export async function readParquetTable(file: string): Promise<Result<ParquetTable>> {
  try {
    const { columns, values } = await readParquetColumns(file);
    const count = values[0]?.length ?? 0;
    const rows = Array.from({ length: count }, (_, i) => ({
      fields: values.map((column) => textOf(column[i])),
    }));
    return ok({ file, columns, rows });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const got = code === 'ENOENT' ? 'no such file' : `a file that cannot be read (${code ?? message})`;
    return failed(
      issue('parquet/unreadable', `got ${got}, wanted a Parquet file of flat columns`, { at: { file } }),
    );
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}
