/**
 * Small dense matrices in f64, row-major; a symmetric matrix is stored whole, [d x d], and read in its lower triangle.
 * Sums run in index order, so that results are the same to the bit everywhere.
 */
import { issue, NextmoveError } from './issue.ts';

/** sum a_j b_j over j < n, in order. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, n = a.length): number {
  let sum = 0;
  for (let j = 0; j < n; j++) sum += a[j] * b[j];
  return sum;
}

/** A x of A [rows x d] and x [d], as [rows]. */
export function matVec(a: ArrayLike<number>, x: ArrayLike<number>, rows: number): Float64Array {
  const d = x.length;
  const product = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += a[i * d + j] * x[j];
    product[i] = sum;
  }
  return product;
}

/**
 * The lower triangular L [d x d] with A = L L', zeros above. Throws NextmoveError where A is not positive definite.
 * Source: Golub and Van Loan, Matrix Computations, 4th ed. 2013, section 4.2 (inner products, row by row).
 */
export function cholesky(a: ArrayLike<number>, d: number): Float64Array {
  const l = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * d + j];
      for (let k = 0; k < j; k++) rest -= l[i * d + k] * l[j * d + k];
      if (i !== j) l[i * d + j] = rest / l[j * d + j];
      else if (rest > 0) l[i * d + i] = Math.sqrt(rest);
      else throw notPositive(i, rest);
    }
  }
  return l;
}

/** The x with L L' x = b, by forward and backward substitution. */
export function choleskySolve(l: ArrayLike<number>, b: ArrayLike<number>, d: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i * d + k] * x[k];
    x[i] /= l[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= l[k * d + i] * x[k];
    x[i] /= l[i * d + i];
  }
  return x;
}

/** The x with A x = b, A symmetric and positive definite. */
export function solveSymmetric(a: ArrayLike<number>, b: ArrayLike<number>, d: number): Float64Array {
  return choleskySolve(cholesky(a, d), b, d);
}

/** The inverse of a symmetric positive definite A [d x d], symmetric to the bit. */
export function symmetricInverse(a: ArrayLike<number>, d: number): Float64Array {
  const l = cholesky(a, d);
  const inverse = new Float64Array(d * d);
  const unit = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(l, unit, d);
    for (let i = j; i < d; i++) {
      inverse[i * d + j] = column[i];
      inverse[j * d + i] = column[i];
    }
  }
  return inverse;
}

/**
 * Turns the inverse of A into that of A + w x x', in place and symmetric to the bit: with u = Ainv x,
 * Ainv - w u u' / (1 + w x'u). Source: Sherman and Morrison 1950, Annals of Mathematical Statistics 21(1), 124-127.
 */
export function shermanMorrison(inverse: Float64Array, x: ArrayLike<number>, d: number, w = 1): void {
  const u = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += inverse[i * d + j] * x[j];
    u[i] = sum;
  }
  const scale = w / (1 + w * dot(u, x, d));
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) inverse[i * d + j] -= u[i] * u[j] * scale;
  }
}

function notPositive(row: number, rest: number): NextmoveError {
  return new NextmoveError(
    issue('matrix/not-positive-definite', `pivot ${row} is ${rest}, wanted a positive definite matrix`, {
      hint: `Column ${row} depends on the columns before it or is not finite: drop it, or add a ridge penalty.`,
    }),
  );
}
