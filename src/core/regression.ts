import { solveSymmetric } from './matrices.ts';
import { exp64, log1p64, logistic64 } from './transcendental.ts';

/** One penalty for all coefficients, or one for each (0 for an intercept). */
export type Penalty = number | ArrayLike<number>;

/**
 * Weighted ridge regression by its normal equations: beta = (X'WX + diag lambda)^-1 X'Wy.
 * `x` [n x d] row-major with n = y.length, `weights` [n] or null for ones. Throws NextmoveError where a column depends
 * on others and has no penalty. Source: Hoerl and Kennard 1970, Technometrics 12(1), 55-67.
 */
export function ridge(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number> | null,
  lambda: Penalty,
): Float64Array {
  const n = y.length;
  const d = x.length / n;
  const a = new Float64Array(d * d);
  const b = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const w = weights === null ? 1 : weights[i];
    addOuter(a, x, i, w);
    for (let j = 0; j < d; j++) b[j] += w * y[i] * x[i * d + j];
  }
  for (let j = 0; j < d; j++) a[j * d + j] += penaltyOf(lambda, j);
  return solveSymmetric(a, b, d);
}

export type LogisticFit = {
  readonly coefficients: Float64Array;
  readonly converged: boolean;
  /** Newton steps taken. */
  readonly iterations: number;
};

/**
 * Logistic regression with an l2 penalty by Newton's method (iteratively reweighted least squares), steps halved while
 * they do not lower the loss: minimises sum w_i (log(1 + exp eta_i) - y_i eta_i) + sum l2_j beta_j^2 / 2, eta = X beta.
 *
 * `x` [n x d] row-major, `y` [n] in [0, 1], `weights` [n] (ones by default), `l2` (0 by default; separable classes need
 * one), at most `iterations` steps (25 by default). Converged where no coefficient moves by more than 1e-10 (1 + |b|).
 * Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd ed. 2009, section 4.4.1.
 */
export function logisticRegression(problem: {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  readonly l2?: Penalty;
  readonly iterations?: number;
}): LogisticFit {
  const { iterations = 25 } = problem;
  let coefficients = new Float64Array(problem.x.length / problem.y.length);
  let loss = logisticLoss(problem, coefficients);
  for (let step = 1; step <= iterations; step++) {
    const direction = newtonStep(problem, coefficients);
    let next = moved(coefficients, direction, 1);
    let nextLoss = logisticLoss(problem, next);
    for (let share = 0.5; !(nextLoss <= loss) && share > 2 ** -20; share /= 2) {
      next = moved(coefficients, direction, share);
      nextLoss = logisticLoss(problem, next);
    }
    const settled = direction.every((change, j) => Math.abs(change) <= 1e-10 * (1 + Math.abs(next[j])));
    coefficients = next;
    loss = nextLoss;
    if (settled) return { coefficients, converged: true, iterations: step };
  }
  return { coefficients, converged: false, iterations };
}

type Problem = Parameters<typeof logisticRegression>[0];

function logisticLoss({ x, y, weights, l2 = 0 }: Problem, beta: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const eta = rowTimes(x, i, beta);
    const softplus = Math.max(eta, 0) + log1p64(exp64(-Math.abs(eta)));
    loss += (weights?.[i] ?? 1) * (softplus - y[i] * eta);
  }
  for (let j = 0; j < beta.length; j++) loss += 0.5 * penaltyOf(l2, j) * beta[j] * beta[j];
  return loss;
}

/** -(X'WX + diag l2)^-1 (X'(p - y) + l2 beta), W = w p (1 - p). */
function newtonStep({ x, y, weights, l2 = 0 }: Problem, beta: Float64Array): Float64Array {
  const d = beta.length;
  const hessian = new Float64Array(d * d);
  const ascent = new Float64Array(d);
  for (let i = 0; i < y.length; i++) {
    const p = logistic64(rowTimes(x, i, beta));
    const w = weights?.[i] ?? 1;
    addOuter(hessian, x, i, w * p * (1 - p));
    for (let j = 0; j < d; j++) ascent[j] += w * (y[i] - p) * x[i * d + j];
  }
  for (let j = 0; j < d; j++) {
    hessian[j * d + j] += penaltyOf(l2, j);
    ascent[j] -= penaltyOf(l2, j) * beta[j];
  }
  return solveSymmetric(hessian, ascent, d);
}

/** a += w x_i x_i', in the lower triangle. */
function addOuter(a: Float64Array, x: ArrayLike<number>, i: number, w: number): void {
  const d = Math.sqrt(a.length);
  for (let j = 0; j < d; j++) {
    const scaled = w * x[i * d + j];
    for (let k = 0; k <= j; k++) a[j * d + k] += scaled * x[i * d + k];
  }
}

function rowTimes(x: ArrayLike<number>, i: number, beta: Float64Array): number {
  const d = beta.length;
  let sum = 0;
  for (let j = 0; j < d; j++) sum += x[i * d + j] * beta[j];
  return sum;
}

function moved(from: Float64Array, direction: Float64Array, share: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (b, j) => b + share * direction[j]);
}

function penaltyOf(penalty: Penalty, j: number): number {
  return typeof penalty === 'number' ? penalty : penalty[j];
}
