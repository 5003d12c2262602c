import { cholesky, choleskySolve, symmetricInverse } from '../../core/linearAlgebra.ts';

/** Estimating equations of one effect z' c: G c = g, and the spread of g. All lower triangles [k x k]. */
export type EffectSums = {
  /** [k] sum of w y z. */
  readonly moment: Float64Array;
  /** [k x k] sum of w 1{A = a} z z'. */
  readonly gram: Float64Array;
  /** [k x k] sum of w^2 y^2 z z': the variance of the moment, whatever the noise of each row (White 1980). */
  readonly meat: Float64Array;
};

export type SelectedEffect = {
  /** Columns of z, rising, the intercept first. */
  readonly columns: readonly number[];
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
};

/** An intercept needs this many units of gram before anything is said of an action. */
const LEAST_GRAM = 20;

/**
 * Chooses the columns of an effect by forward selection: the intercept, then while there is one, the column whose
 * score against the present fit has the largest robust t = s_j / sqrt(var s_j), as long as |t| exceeds `threshold`.
 * With s_j = g_j - G_jS c_S and B = G_jS G_SS^-1, var s_j = M_jj - 2 B M_Sj + B M_SS B' (the sandwich). Columns that
 * few rows carry, or noisy rows alone, have a large variance and stay out, as they would not under equal noise.
 */
export function selectEffect(
  sums: EffectSums,
  { threshold, most }: { readonly threshold: number; readonly most: number },
): SelectedEffect | null {
  const k = sums.moment.length;
  if (!(sums.gram[0] >= LEAST_GRAM)) return null;
  let columns = [0];
  for (;;) {
    const fit = fitOn(sums, columns);
    if (columns.length >= most) return fit;
    let [best, bestT] = [-1, threshold];
    for (let j = 1; j < k; j++) {
      if (columns.includes(j) || !(at(sums.gram, k, j, j) > 0)) continue;
      const t = Math.abs(robustScore(sums, columns, fit, j));
      if (t > bestT) [best, bestT] = [j, t];
    }
    if (best < 0) return fit;
    columns = [...columns, best].sort((a, b) => a - b);
  }
}

function at(lower: Float64Array, k: number, i: number, j: number): number {
  return i >= j ? lower[i * k + j] : lower[j * k + i];
}

function block(lower: Float64Array, k: number, columns: readonly number[]): Float64Array {
  return Float64Array.from({ length: columns.length * columns.length }, (_, n) =>
    at(lower, k, columns[Math.floor(n / columns.length)], columns[n % columns.length]),
  );
}

/** G_SS with a trace of ridge, so that columns which say the same can both be chosen. */
function regularised(sums: EffectSums, columns: readonly number[]): Float64Array {
  const size = columns.length;
  const gram = block(sums.gram, sums.moment.length, columns);
  for (let i = 0; i < size; i++) gram[i * size + i] *= 1 + 1e-6;
  return gram;
}

function fitOn(sums: EffectSums, columns: readonly number[]): SelectedEffect {
  const size = columns.length;
  const gram = regularised(sums, columns);
  const moment = Float64Array.from(columns, (j) => sums.moment[j]);
  const coefficients = choleskySolve(cholesky(gram, size), moment, size);
  const inverse = symmetricInverse(gram, size);
  const meat = block(sums.meat, sums.moment.length, columns);
  const standardErrors = coefficients.map((_, i) => {
    let variance = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++)
        variance += inverse[i * size + a] * meat[a * size + b] * inverse[b * size + i];
    }
    return Math.sqrt(Math.max(0, variance));
  });
  return { columns, coefficients, standardErrors };
}

function robustScore(sums: EffectSums, columns: readonly number[], fit: SelectedEffect, j: number): number {
  const k = sums.moment.length;
  const size = columns.length;
  const cross = Float64Array.from(columns, (c) => at(sums.gram, k, j, c));
  const b = choleskySolve(cholesky(regularised(sums, columns), size), cross, size);
  let score = sums.moment[j];
  let variance = at(sums.meat, k, j, j);
  for (let p = 0; p < size; p++) {
    score -= cross[p] * fit.coefficients[p];
    variance -= 2 * b[p] * at(sums.meat, k, j, columns[p]);
    for (let q = 0; q < size; q++) variance += b[p] * b[q] * at(sums.meat, k, columns[p], columns[q]);
  }
  return variance > 0 ? score / Math.sqrt(variance) : 0;
}
