import { log32 } from '../core/transcendental.ts';
import type { FeatureKind, FeatureSchema } from '../journey/features.ts';
import { expectArray, expectRecord, expectWhole } from './bodyChecks.ts';

const f = Math.fround;

/** Standardised values are cut to this many standard deviations: no line is to be followed far beyond its data. */
const LIMIT = 10;

/** How a column of the context becomes columns of the design vector. */
export const Rule = { real: 0, log: 1, bool: 2, category: 3 } as const;
export const encodingRules: { readonly [K in FeatureKind]: number } = {
  real: Rule.real,
  count: Rule.log,
  duration: Rule.log,
  bool: Rule.bool,
  category: Rule.category,
};

/**
 * How a raw context [d] becomes a design vector z [k] in f32: column 0 is 1; reals are standardised; counts and
 * durations take log(1 + x), then are standardised; bools stay 0 or 1; a category has a column for each level. A
 * missing value gives 0 (the mean) and, where values were missing in fitting, 1 in an indicator column. After
 * these may come hinges max(0, z_j - knot) and products z_i z_j. Plain data: it travels in agents' states and
 * policy bodies.
 */
export type Encoding = {
  /** d and k. */
  readonly inputs: number;
  readonly width: number;
  /** [d] codes of the rules above. */
  readonly rule: Uint8Array;
  /** [d] mean and reciprocal standard deviation, after the logarithm; 0 and 1 for bools and categories. */
  readonly mean: Float32Array;
  readonly factor: Float32Array;
  /** [d] first column, number of levels (0 for the other kinds), column of the missing indicator (0: none). */
  readonly column: Uint16Array;
  readonly levels: Uint16Array;
  readonly missing: Uint16Array;
  /** [h] column and knot of each hinge. */
  readonly hingeOf: Uint16Array;
  readonly hingeAt: Float32Array;
  /** [2 p] pairs of columns to multiply. */
  readonly products: Uint16Array;
};

/** Writes the design vectors of n raw contexts: context [n x d], out [n x k], both row-major. */
export function encode(encoding: Encoding, context: Float32Array, n: number, out: Float32Array): void {
  const { inputs, width } = encoding;
  out.fill(0, 0, n * width);
  for (let i = 0; i < n; i++) {
    encodeFeatures(encoding, context, i * inputs, out, i * width);
    expand(encoding, out, i * width);
  }
}

function encodeFeatures(
  e: Encoding,
  context: Float32Array,
  from: number,
  out: Float32Array,
  to: number,
): void {
  out[to] = 1;
  for (let j = 0; j < e.inputs; j++) {
    const x = context[from + j];
    const at = to + e.column[j];
    if (Number.isNaN(x)) {
      if (e.missing[j] > 0) out[to + e.missing[j]] = 1;
    } else if (e.rule[j] === Rule.category) {
      if (x >= 0 && x < e.levels[j]) out[at + x] = 1;
    } else {
      out[at] = standardised(e, j, x);
    }
  }
}

/** Column j's value, standardised and cut. */
export function standardised(e: Encoding, j: number, x: number): number {
  const value = e.rule[j] === Rule.log ? logOf(x) : x;
  const z = f(f(value - e.mean[j]) * e.factor[j]);
  return Math.max(-LIMIT, Math.min(LIMIT, z));
}

/** log(1 + x) of a count or a duration; negative ones count as 0. */
export function logOf(x: number): number {
  return log32(f(1 + Math.max(0, x)));
}

function expand({ width, hingeOf, hingeAt, products }: Encoding, out: Float32Array, to: number): void {
  let at = to + width - hingeOf.length - products.length / 2;
  for (let h = 0; h < hingeOf.length; h++) out[at++] = Math.max(0, f(out[to + hingeOf[h]] - hingeAt[h]));
  for (let p = 0; p < products.length; p += 2)
    out[at++] = f(out[to + products[p]] * out[to + products[p + 1]]);
}

/** Names of the k columns, for reports: `1`, `bill`, `contract = rolling`, `bill missing`, `bill > 0.50`, `bill * age`. */
export function encodingNames(encoding: Encoding, schema: FeatureSchema): string[] {
  const names = ['1'];
  schema.features.forEach(({ name, levels }, j) => {
    names[encoding.column[j]] = name;
    for (const [l, level] of (levels ?? []).entries()) names[encoding.column[j] + l] = `${name} = ${level}`;
    if (encoding.missing[j] > 0) names[encoding.missing[j]] = `${name} missing`;
  });
  encoding.hingeOf.forEach((of, h) => {
    names.push(`${names[of]} > ${encoding.hingeAt[h].toFixed(2)}`);
  });
  const { products } = encoding;
  for (let p = 0; p < products.length; p += 2)
    names.push(`${names[products[p]]} * ${names[products[p + 1]]}`);
  return names;
}

/** The value as an encoding for the schema; throws NextmoveError where it is broken. */
export function checkEncoding(value: unknown, schema: FeatureSchema, where: string): Encoding {
  const record = expectRecord(value, where);
  const d = schema.features.length;
  const width = expectWhole(record.width, [1, 65535], `${where}.width`);
  expectWhole(record.inputs, [d, d], `${where}.inputs`);
  const below = (name: string, length: number, limit: number) => {
    const array = expectArray(record[name], Uint16Array, length, `${where}.${name}`);
    for (const index of array) expectWhole(index, [0, limit], `${where}.${name}`);
    return array;
  };
  for (const code of expectArray(record.rule, Uint8Array, d, `${where}.rule`))
    expectWhole(code, [0, 3], `${where}.rule`);
  for (const name of ['mean', 'factor']) expectArray(record[name], Float32Array, d, `${where}.${name}`);
  const lengthOf = (name: string) => (record[name] as { length?: number } | undefined)?.length ?? 0;
  const hinges = lengthOf('hingeOf');
  below('column', d, width - 1);
  below('missing', d, width - 1);
  below('levels', d, width - 1);
  below('hingeOf', hinges, width - 1);
  below('products', 2 * Math.floor(lengthOf('products') / 2), width - 1);
  expectArray(record.hingeAt, Float32Array, hinges, `${where}.hingeAt`);
  return value as Encoding;
}
