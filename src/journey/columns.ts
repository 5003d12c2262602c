/** Storage types of a column. `u64` holds ids: keyed 64-bit hashes. */
export type ColumnType = 'u8' | 'u16' | 'u32' | 'u64' | 'i32' | 'f32' | 'f64';

type Arrays = {
  u8: Uint8Array;
  u16: Uint16Array;
  u32: Uint32Array;
  u64: BigUint64Array;
  i32: Int32Array;
  f32: Float32Array;
  f64: Float64Array;
};

/** Names and types of the columns of a table. */
export type Layout = { readonly [name: string]: ColumnType };

/** A table as a struct of arrays, each at least `n` long: rows 0 to n-1 are the table. */
export type Columns<L extends Layout> = { n: number } & { -readonly [K in keyof L]: Arrays[L[K]] };

const constructors = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  u64: BigUint64Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

/** An array of the type, zeroed. */
export function makeColumn<T extends ColumnType>(type: T, length: number): Arrays[T] {
  return new constructors[type](length) as Arrays[T];
}

/** An empty table (n = 0) with room for `capacity` rows. */
export function makeColumns<L extends Layout>(layout: L, capacity: number): Columns<L> {
  const columns: Record<string, unknown> = { n: 0 };
  for (const name of Object.keys(layout)) columns[name] = makeColumn(layout[name]!, capacity);
  return columns as Columns<L>;
}

/** Doubles an array until it holds `length` values; the old values are kept. */
export function grown<T extends Arrays[ColumnType]>(array: T, length: number): T {
  if (array.length >= length) return array;
  let capacity = Math.max(16, array.length);
  while (capacity < length) capacity *= 2;
  const larger = new (array.constructor as new (n: number) => T)(capacity);
  (larger as Float64Array).set(array as Float64Array);
  return larger;
}

/** Makes room for `rows` rows in every column of the table, in place. */
export function reserve<L extends Layout>(table: Columns<L>, layout: L, rows: number): void {
  const columns = table as unknown as Record<string, Arrays[ColumnType]>;
  for (const name of Object.keys(layout)) columns[name] = grown(columns[name]!, rows);
}

/** The 32-bit halves of a u64 column: low half of row i at 2 i, high at 2 i + 1 (every supported machine is little-endian). */
export function halves(column: BigUint64Array): Uint32Array {
  return new Uint32Array(column.buffer, column.byteOffset, column.length * 2);
}
