import { type Columns, type Layout, reserve } from './columns.ts';

/** Values of one row by column name; u64 columns take bigint or a whole number. */
export type RowValues<L extends Layout> = { readonly [K in keyof L]?: number | bigint };

/** Appends one row to a table, growing it where needed; columns that the row does not name get 0. For small logs. */
export function appendRow<L extends Layout>(table: Columns<L>, layout: L, row: RowValues<L>): void {
  const at = table.n;
  reserve(table, layout, at + 1);
  const columns = table as unknown as Record<string, { [index: number]: number | bigint }>;
  for (const name of Object.keys(layout)) {
    const value = row[name] ?? 0;
    columns[name][at] = layout[name] === 'u64' ? BigInt(value) : Number(value);
  }
  table.n = at + 1;
}
