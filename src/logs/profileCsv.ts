import { fnv1a32 } from '../core/hash.ts';
import { log64 } from '../core/transcendental.ts';
import { readHeader, readRows } from './csv.ts';
import { numberOf, timeOf } from './decodeRow.ts';

/** `bool`: 0 and 1 alone; `count`: whole numbers; `time`: ISO dates. The narrowest type that every value has. */
export type ColumnType = 'bool' | 'count' | 'number' | 'time' | 'text';

export type ColumnProfile = {
  readonly name: string;
  readonly type: ColumnType;
  readonly blanks: number;
  /** Exact up to 10,000, then an estimate (within some 1 % up to a million). */
  readonly distinct: number;
  readonly exact: boolean;
  /** Of numbers; NaN for texts and times. */
  readonly minimum: number;
  readonly maximum: number;
  /** Share of zeros among the numbers. */
  readonly zeros: number;
  /** Whether the values are row numbers: each one more than the one before. */
  readonly rowNumber: boolean;
  /** Up to three different values, the first seen. */
  readonly examples: readonly string[];
};

export type CsvProfile = { readonly rows: number; readonly columns: readonly ColumnProfile[] };

const EXACT_DISTINCT = 10_000;
const BITMAP_BITS = 1 << 20;

/** Reads a CSV file once and says what each column holds. Rows of another width than the header's are passed over. */
export async function profileCsv(path: string, delimiter = ','): Promise<CsvProfile> {
  const header = await readHeader(path, delimiter);
  const columns = header.map(makeTally);
  let rows = 0;
  for await (const batch of readRows(path, delimiter)) {
    for (const { fields } of batch) {
      if (fields.length !== header.length) continue;
      rows += 1;
      for (let j = 0; j < columns.length; j++) tally(columns[j], fields[j]);
    }
  }
  return { rows, columns: columns.map(profileOf) };
}

type Tally = {
  readonly name: string;
  readonly texts: Set<string>;
  /** Linear counting (Whang, Vander-Zanden and Taylor 1990), where texts are too many. */
  bitmap: Uint32Array | null;
  blanks: number;
  values: number;
  numbers: number;
  whole: number;
  bits: number;
  times: number;
  zeros: number;
  minimum: number;
  maximum: number;
  last: number;
  steps: number;
};

function makeTally(name: string): Tally {
  const counts = { blanks: 0, values: 0, numbers: 0, whole: 0, bits: 0, times: 0, zeros: 0, steps: 0 };
  const extremes = { minimum: Number.NaN, maximum: Number.NaN, last: Number.NaN };
  return { name, texts: new Set(), bitmap: null, ...counts, ...extremes };
}

function tally(column: Tally, text: string): void {
  const value = numberOf(text);
  if (value !== undefined && Number.isNaN(value)) {
    column.blanks += 1;
    return;
  }
  column.values += 1;
  countDistinct(column, text);
  if (value === undefined) {
    if (!Number.isNaN(timeOf(text, 'iso'))) column.times += 1;
    return;
  }
  column.numbers += 1;
  if (Number.isInteger(value)) column.whole += 1;
  if (value === 0 || value === 1) column.bits += 1;
  if (value === 0) column.zeros += 1;
  if (value === column.last + 1) column.steps += 1;
  column.last = value;
  if (!(column.minimum <= value)) column.minimum = value;
  if (!(column.maximum >= value)) column.maximum = value;
}

function countDistinct(column: Tally, text: string): void {
  if (column.bitmap === null) {
    column.texts.add(text);
    if (column.texts.size <= EXACT_DISTINCT) return;
    column.bitmap = new Uint32Array(BITMAP_BITS / 32);
    for (const seen of column.texts) mark(column.bitmap, seen);
  } else {
    mark(column.bitmap, text);
  }
}

function mark(bitmap: Uint32Array, text: string): void {
  const bit = fnv1a32(text) % BITMAP_BITS;
  bitmap[bit >>> 5] |= 1 << (bit & 31);
}

function profileOf(column: Tally): ColumnProfile {
  const { name, texts, bitmap, blanks, values, numbers, minimum, maximum, zeros, steps } = column;
  return {
    name,
    type: typeOf(column),
    blanks,
    distinct: bitmap ? Math.min(values, Math.round(linearCount(bitmap))) : texts.size,
    exact: bitmap === null,
    minimum,
    maximum,
    zeros: numbers === 0 ? 0 : zeros / numbers,
    rowNumber: values > 1 && blanks === 0 && steps === values - 1,
    examples: [...texts].slice(0, 3),
  };
}

function typeOf({ values, numbers, whole, bits, times }: Tally): ColumnType {
  if (values === 0) return 'text';
  if (bits === values) return 'bool';
  if (whole === values) return 'count';
  if (numbers === values) return 'number';
  return times === values ? 'time' : 'text';
}

function linearCount(bitmap: Uint32Array): number {
  let zeros = 0;
  for (const word of bitmap) for (let bit = 0; bit < 32; bit++) if ((word >>> bit) % 2 === 0) zeros += 1;
  return BITMAP_BITS * log64(BITMAP_BITS / Math.max(zeros, 1));
}
