import type { CsvRow } from './csv.ts';
import type { Rejection } from './decodeRow.ts';
import { openWholeFile, type WholeFile } from './wholeFile.ts';

/** A row that was left out, with the line it begins on. */
export type RejectedRow = Rejection & { readonly line: number };

/** What an import left out, and why: nothing is dropped silently. */
export type Rejects = {
  readonly count: number;
  /** By reason, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
  readonly first: readonly RejectedRow[];
  /** File that holds every rejected row, or null where none was asked for or none rejected. */
  readonly file: string | null;
};

export type RejectsCollector = {
  add(row: CsvRow, rejection: Rejection): Promise<void>;
  finish(): Promise<Rejects>;
  discard(): Promise<void>;
};

const FIRST = 10;

/**
 * Counts rejected rows and, where a path is given, writes them with line and reason: a CSV that appears whole, once
 * there is a row to write.
 */
export function collectRejects(
  path: string | null,
  header: readonly string[],
  delimiter: string,
): RejectsCollector {
  const reasons = new Map<string, number>();
  const first: RejectedRow[] = [];
  let file: WholeFile | null = null;
  const record = (fields: readonly string[]) =>
    `${fields.map((field) => quoted(field, delimiter)).join(delimiter)}\n`;
  let count = 0;
  const write = async (row: readonly string[]) => {
    if (path === null) return;
    if (file === null) {
      file = await openWholeFile(path);
      await file.write(record(['line', 'reason', ...header]));
    }
    await file.write(record(row));
  };
  return {
    async add({ line, fields }, rejection) {
      const reason = reasonOf(rejection);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      if (first.length < FIRST) first.push({ ...rejection, line });
      count += 1;
      await write([String(line), reason, ...fields]);
    },
    async finish() {
      if (count > 0) await file?.commit();
      await file?.discard();
      const sorted = [...reasons].sort(([, a], [, b]) => b - a);
      return {
        count,
        reasons: sorted.map(([reason, rows]) => ({ reason, rows })),
        first,
        file: count > 0 ? path : null,
      };
    },
    async discard() {
      await file?.discard();
    },
  };
}

function reasonOf({ column, wanted }: Rejection): string {
  return column === '' ? `wanted ${wanted}` : `${column}: wanted ${wanted}`;
}

function quoted(field: string, delimiter: string): string {
  return /["\n\r]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field;
}
