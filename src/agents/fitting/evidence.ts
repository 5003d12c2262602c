import { cholesky, choleskySolve, symmetricInverse } from '../../core/linearAlgebra.ts';

/** One Bayesian linear regression: noise variance, precision [k x k] (lower triangle) and moment [k] of its data. */
export type EvidenceProblem = {
  readonly gram: Float64Array;
  readonly moment: Float64Array;
  readonly variance: number;
};

export type EvidenceFit = {
  /** [k] posterior mean. */
  readonly theta: Float64Array;
  /** [k x k] Cholesky factor of the posterior precision. */
  readonly factor: Float64Array;
  /** Prior precisions of the intercept and of the slopes. */
  readonly alpha: readonly [number, number];
};

/** Prior standard deviations stay within these shares of the noise's. */
const LEAST = 1e-5;
const MOST = 10;

/**
 * Ridge regression whose two penalties, of the intercept (column 0) and of the slopes, maximise the evidence:
 * theta ~ N(0, 1 / alpha_g) in group g, alpha_g = gamma_g / |theta_g|^2 with gamma_g = |g| - alpha_g tr S_gg, S the
 * posterior covariance (MacKay 1992, Neural Computation 4(3), equations 4.11 and 4.12 by groups). Slopes that the
 * data don't support shrink to 0, so that what is left is one effect for everybody. `rounds` fixed-point steps.
 */
export function fitEvidence(
  { gram, moment, variance }: EvidenceProblem,
  start: readonly [number, number] | null,
  rounds: number,
): EvidenceFit {
  const k = moment.length;
  const data = gram.map((value) => value / variance);
  const scaled = moment.map((value) => value / variance);
  let alpha = start ?? [1 / variance, 1 / variance];
  for (let round = 0; ; round++) {
    const precision = withPrior(data, k, alpha);
    const factor = cholesky(precision, k);
    const theta = choleskySolve(factor, scaled, k);
    if (round >= rounds) return { theta, factor, alpha };
    const covariance = symmetricInverse(precision, k);
    alpha = [0, 1].map((group) => {
      const [from, to] = group === 0 ? [0, 1] : [1, k];
      let [trace, squares] = [0, 0];
      for (let j = from; j < to; j++) {
        trace += covariance[j * k + j];
        squares += theta[j] * theta[j];
      }
      return bounded((to - from - alpha[group] * trace) / squares, variance);
    }) as [number, number];
  }
}

function bounded(alpha: number, variance: number): number {
  const [low, high] = [1 / (MOST * MOST * variance), 1 / (LEAST * LEAST * variance)];
  return alpha > low ? Math.min(alpha, high) : low;
}

function withPrior(data: Float64Array, k: number, alpha: readonly [number, number]): Float64Array {
  const precision = data.slice();
  for (let j = 0; j < k; j++) precision[j * k + j] += alpha[j === 0 ? 0 : 1];
  return precision;
}
