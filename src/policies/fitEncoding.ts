import type { FeatureSchema } from '../journey/features.ts';
import { type Encoding, encodingRules, logOf, Rule, standardised } from './encoding.ts';

export type EncodingOptions = {
  /** Hinges for each real, count and duration, at quantiles of the rows; fewer where quantiles coincide. Default 0. */
  readonly knots?: number;
  /** Whether to add the product of every two columns of different features. Default false. */
  readonly products?: boolean;
};

/** Fits an encoding to n raw contexts [n x d]: means and standard deviations by Welford's method (1962). */
export function fitEncoding(
  schema: FeatureSchema,
  context: Float32Array,
  n: number,
  { knots = 0, products = false }: EncodingOptions = {},
): Encoding {
  const d = schema.features.length;
  const rule = Uint8Array.from(schema.features, ({ kind }) => encodingRules[kind]);
  const levels = Uint16Array.from(schema.features, (feature) => feature.levels?.length ?? 0);
  const column = new Uint16Array(d);
  const missing = new Uint16Array(d);
  const mean = new Float32Array(d);
  const factor = new Float32Array(d).fill(1);
  let width = 1;
  for (let j = 0; j < d; j++) {
    const moments = momentsOf(context, n, { d, j, log: rule[j] === Rule.log });
    column[j] = width;
    width += Math.max(1, levels[j]);
    if (moments.missing > 0) missing[j] = width++;
    if (rule[j] > Rule.log) continue;
    mean[j] = moments.mean;
    factor[j] = moments.deviation > 0 ? 1 / moments.deviation : 1;
  }
  const none = new Uint16Array(0);
  const shape = { inputs: d, rule, mean, factor, column, levels, missing };
  const base = { ...shape, width, hingeOf: none, hingeAt: new Float32Array(0), products: none };
  return withProducts(withHinges(base, context, n, knots), products);
}

/** Mean and standard deviation of column j, NaN left out. */
function momentsOf(context: Float32Array, n: number, { d, j, log }: { d: number; j: number; log: boolean }) {
  let [count, mean, squares] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = context[i * d + j];
    if (Number.isNaN(x)) continue;
    const value = log ? logOf(x) : x;
    const delta = value - mean;
    count++;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, missing: n - count };
}

function withHinges(base: Encoding, context: Float32Array, n: number, knots: number): Encoding {
  const hingeOf: number[] = [];
  const hingeAt: number[] = [];
  for (let j = 0; j < base.inputs && knots > 0; j++) {
    if (base.rule[j] > Rule.log) continue;
    for (const knot of innerQuantiles(standardisedColumn(base, context, n, j), knots)) {
      hingeOf.push(base.column[j]);
      hingeAt.push(knot);
    }
  }
  const width = base.width + hingeOf.length;
  return { ...base, width, hingeOf: Uint16Array.from(hingeOf), hingeAt: Float32Array.from(hingeAt) };
}

function standardisedColumn(base: Encoding, context: Float32Array, n: number, j: number): Float32Array {
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    const x = context[i * base.inputs + j];
    if (!Number.isNaN(x)) values.push(standardised(base, j, x));
  }
  return Float32Array.from(values).sort();
}

/** Up to `count` different quantiles at equal steps of sorted values, none of them the least or the greatest. */
function innerQuantiles(sorted: Float32Array, count: number): number[] {
  const found: number[] = [];
  for (let k = 1; k <= count; k++) {
    const value = sorted[Math.floor((k * sorted.length) / (count + 1))];
    if (value > sorted[0] && value < sorted[sorted.length - 1] && value !== found.at(-1)) found.push(value);
  }
  return found;
}

/** Columns 1 to w-1 of the base, multiplied in pairs; levels of one category never meet. */
function withProducts(base: Encoding, wanted: boolean): Encoding {
  if (!wanted) return base;
  const owner = ownerOfColumns(base);
  const products: number[] = [];
  for (let a = 1; a < owner.length; a++) {
    for (let b = a; b < owner.length; b++) {
      const square = a === b && base.rule[owner[a]] <= Rule.log && base.column[owner[a]] === a;
      if (square || owner[a] !== owner[b]) products.push(a, b);
    }
  }
  return { ...base, width: base.width + products.length / 2, products: Uint16Array.from(products) };
}

/** By column of the base, hinges left out: the feature it comes from (-1 for the intercept). */
function ownerOfColumns({ inputs, column, levels, missing }: Encoding): number[] {
  const owner = [-1];
  for (let j = 0; j < inputs; j++) {
    for (let l = 0; l < Math.max(1, levels[j]); l++) owner[column[j] + l] = j;
    if (missing[j] > 0) owner[missing[j]] = j;
  }
  return owner;
}
