import { cholesky, choleskySolve, dot } from '../../core/linearAlgebra.ts';
import type { Lessons } from './lessons.ts';

/** Sums of one least-squares problem in k coefficients; learning over more logs goes on adding to them. */
export type RidgeSums = {
  readonly rows: number;
  /** [k x k] row-major, lower triangle: sum of z z'. */
  readonly gram: Float64Array;
  /** [k] sum of y z. */
  readonly moment: Float64Array;
  /** Sum of y^2. */
  readonly squares: number;
};

export type RidgeFit = {
  /** [k] */
  readonly theta: Float64Array;
  /** [k x k] Cholesky factor L of the precision A = L L' = gram + lambda I. */
  readonly factor: Float64Array;
};

export function emptyRidge(k: number): RidgeSums {
  return { rows: 0, gram: new Float64Array(k * k), moment: new Float64Array(k), squares: 0 };
}

/** The sums of each action with a block's lessons added; the old ones stay as they were where a row concerns them. */
export function addLessons(sums: readonly RidgeSums[], { n, z, action, reward }: Lessons): RidgeSums[] {
  const grown = sums.map((old) => ({ ...old, gram: old.gram.slice(), moment: old.moment.slice() }));
  for (let i = 0; i < n; i++) {
    const own = grown[action[i]];
    const k = own.moment.length;
    own.rows++;
    own.squares += reward[i] * reward[i];
    addOuter(own.gram, z, i * k, k, 1);
    for (let j = 0; j < k; j++) own.moment[j] += reward[i] * z[i * k + j];
  }
  return grown;
}

/** a += w z z' in the lower triangle, z = values[at .. at + k - 1]. */
export function addOuter(a: Float64Array, values: Float32Array, at: number, k: number, w: number): void {
  for (let i = 0; i < k; i++) {
    const scaled = w * values[at + i];
    if (scaled === 0) continue;
    for (let j = 0; j <= i; j++) a[i * k + j] += scaled * values[at + j];
  }
}

/** theta = (gram + lambda I)^-1 moment (Hoerl and Kennard 1970), with the factor of its precision. */
export function fitRidge({ gram, moment }: RidgeSums, lambda: number): RidgeFit {
  const k = moment.length;
  const precision = gram.slice();
  for (let j = 0; j < k; j++) precision[j * k + j] += lambda;
  const factor = cholesky(precision, k);
  return { theta: choleskySolve(factor, moment, k), factor };
}

/** Noise variance pooled over actions: residual squares over the rows less the coefficients; 1 where too few rows. */
export function pooledVariance(sums: readonly RidgeSums[], fits: readonly RidgeFit[]): number {
  let [squares, freedom] = [0, 0];
  sums.forEach((own, a) => {
    const { theta } = fits[a];
    squares += own.squares - 2 * dot(theta, own.moment) + quadratic(own.gram, theta);
    freedom += Math.max(0, own.rows - theta.length);
  });
  return freedom > 0 ? Math.max(squares / freedom, Number.MIN_VALUE) : 1;
}

/** theta' A theta of a symmetric A given by its lower triangle. */
function quadratic(a: Float64Array, theta: Float64Array): number {
  const k = theta.length;
  let sum = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) sum += 2 * a[i * k + j] * theta[i] * theta[j];
    sum += a[i * k + i] * theta[i] * theta[i];
  }
  return sum;
}

/** scale L^-1 of each fit as a linear head wants it: lower triangles by rows, [A x k (k + 1) / 2]. */
export function packFactors(factors: readonly Float64Array[], scale: number): Float32Array {
  const k = Math.sqrt(factors[0].length);
  const packed = new Float32Array((factors.length * k * (k + 1)) / 2);
  let at = 0;
  for (const factor of factors) {
    const inverse = invertLower(factor, k);
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) packed[at++] = scale * inverse[i * k + j];
  }
  return packed;
}

/** The inverse of a lower triangular matrix, column by column. */
function invertLower(lower: Float64Array, k: number): Float64Array {
  const inverse = new Float64Array(k * k);
  for (let column = 0; column < k; column++) {
    inverse[column * k + column] = 1 / lower[column * k + column];
    for (let i = column + 1; i < k; i++) {
      let sum = 0;
      for (let j = column; j < i; j++) sum -= lower[i * k + j] * inverse[j * k + column];
      inverse[i * k + column] = sum / lower[i * k + i];
    }
  }
  return inverse;
}
