import { asyncBufferFromFile, parquetScan } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { atPathNow } from './atPath.ts';

/** How a column is stored: `u32` as a signed 64-bit integer, `time` is UTC milliseconds (a timestamp to other readers), `text` is dictionary-coded. */
export type FileType = 'u64' | 'u32' | 'i32' | 'f32' | 'f64' | 'time' | 'text';
export type FileColumn = { readonly name: string; readonly type: FileType };

/** Values of a column: bigints for u64, numbers (NaN: missing) for others, strings or null for text. */
export type FileValues = ArrayLike<bigint> | ArrayLike<number> | ArrayLike<string | null>;

export type ParquetFileWriter = {
  /** Writes rows as one row group; values by the order of the columns. */
  writeGroup(values: readonly FileValues[]): void;
  finish(): void;
};

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type Element = Schema[number];

const elements: { readonly [T in FileType]: Omit<Element, 'name'> } = {
  u64: { type: 'INT64', converted_type: 'UINT_64', repetition_type: 'REQUIRED' },
  u32: { type: 'INT64', repetition_type: 'REQUIRED' },
  i32: { type: 'INT32', repetition_type: 'REQUIRED' },
  f32: { type: 'FLOAT', repetition_type: 'REQUIRED' },
  f64: { type: 'DOUBLE', repetition_type: 'REQUIRED' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
};

/** Writes a Parquet file (snappy) group by group; what is held is one group. */
export function openParquetWriter(path: string, columns: readonly FileColumn[]): ParquetFileWriter {
  const schema: Schema = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, ...elements[type] })),
  ];
  const writer = atPathNow(path, () => new ParquetWriter({ writer: fileWriter(path), schema }));
  return {
    writeGroup(values) {
      const rows = values[0].length;
      if (rows === 0) return;
      const columnData = columns.map(({ name, type }, j) => ({
        name,
        data: encoded(type, values[j]),
        statistics: type !== 'f32' && type !== 'f64',
      }));
      atPathNow(path, () => writer.write({ columnData, rowGroupSize: rows }));
    },
    finish: () => atPathNow(path, () => writer.finish()),
  };
}

/** Arrays of one type, one after another. */
export function joinValues(parts: readonly FileValues[]): FileValues {
  const [first] = parts;
  if (parts.length === 1) return first;
  if (Array.isArray(first)) return (parts as (readonly (string | null)[])[]).flat();
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new (first.constructor as new (n: number) => Float64Array)(length);
  let at = 0;
  for (const part of parts as Float64Array[]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Data = Parameters<ParquetWriter['write']>[0]['columnData'][number]['data'];

function encoded(type: FileType, values: FileValues): Data {
  if (type === 'time') {
    return Array.from(values as ArrayLike<number>, (value) => (Number.isNaN(value) ? null : new Date(value)));
  }
  if (type === 'u32') return BigInt64Array.from(values as ArrayLike<number>, BigInt);
  return (type === 'text' ? Array.from(values as ArrayLike<string | null>) : values) as Data;
}

export type ParquetFileReader = {
  readonly rows: number;
  readonly columns: readonly string[];
  /** Values of the rows from .. to-1, which lie in one row group, by the order of the columns asked for. */
  readGroup(columns: readonly FileColumn[], from: number, to: number): Promise<FileValues[]>;
};

export async function openParquetReader(path: string): Promise<ParquetFileReader> {
  const { metadata, readColumn } = await parquetScan({ file: await asyncBufferFromFile(path) });
  return {
    rows: Number(metadata.num_rows),
    columns: metadata.schema.slice(1).map(({ name }) => name),
    async readGroup(columns, from, to) {
      const groups: FileValues[] = [];
      for (const { name, type } of columns) {
        const values = await readColumn({ column: name, rowStart: from, rowEnd: to });
        groups.push(decoded(type, values as ArrayLike<unknown>));
      }
      return groups;
    },
  };
}

function decoded(type: FileType, values: ArrayLike<unknown>): FileValues {
  if (type === 'time') {
    return Float64Array.from(values as ArrayLike<Date | null>, (value) => value?.getTime() ?? Number.NaN);
  }
  if (type === 'text') return Array.from(values as ArrayLike<string | undefined>, (value) => value ?? null);
  if (type === 'u32') return Uint32Array.from(values as ArrayLike<bigint>, Number);
  return values as ArrayLike<number>;
}

/** All columns of a flat file, as the file has them: null or undefined where a value is missing. */
export async function readParquetColumns(
  path: string,
): Promise<{ readonly columns: readonly string[]; readonly values: readonly ArrayLike<unknown>[] }> {
  const { metadata, readColumn } = await parquetScan({ file: await asyncBufferFromFile(path) });
  const [, ...elements] = metadata.schema;
  const nested = elements.find(({ num_children }) => num_children !== undefined);
  if (nested !== undefined) throw new TypeError(`the column \`${nested.name}\` is nested`);
  const columns = elements.map(({ name }) => name);
  const values: ArrayLike<unknown>[] = [];
  const rowEnd = Number(metadata.num_rows);
  for (const column of columns)
    values.push((await readColumn({ column, rowStart: 0, rowEnd })) as ArrayLike<unknown>);
  return { columns, values };
}
