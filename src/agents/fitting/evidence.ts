import { cholesky, choleskySolve, symmetricInverse } from '../../core/linearAlgebra.ts';

/** One Bayesian linear regression: the noise's variance, and precision [k x k] (lower triangle) and moment [k] of its data. */
export type EvidenceProblem = {
  readonly gram: Float64Array;
  readonly moment: Float64Array;
  readonly variance: number;
};

export type EvidenceFit = {
  /** [k] posterior mean. */
  readonly theta: Float64Array;
  /** [k] prior precision of each coefficient. */
  readonly alpha: Float64Array;
};

/** Prior standard deviations stay within these shares of the noise's. */
const LEAST = 1e-5;
const MOST = 1000;

/**
 * Automatic relevance determination: theta_j ~ N(0, 1 / alpha_j), each alpha_j set by the evidence in `rounds`
 * fixed-point steps, alpha_j = gamma_j / theta_j^2 with gamma_j = 1 - alpha_j S_jj and S the posterior covariance
 * (MacKay 1992, Neural Computation 4(3), section 4; Tipping 2001, JMLR 1, equations 16 and 17). Coefficients that the
 * data don't support shrink to 0, strong ones hardly at all: one rare but decisive level of a category is not drawn
 * down by thirty columns of noise. Starts from `start`, or from one noise's deviation.
 */
export function fitEvidence(
  { gram, moment, variance }: EvidenceProblem,
  start: Float64Array | null,
  rounds: number,
): EvidenceFit {
  const k = moment.length;
  const data = gram.map((value) => value / variance);
  const scaled = moment.map((value) => value / variance);
  let alpha = start ?? new Float64Array(k).fill(1 / variance);
  for (let round = 0; ; round++) {
    const precision = withPrior(data, alpha);
    const theta = choleskySolve(cholesky(precision, k), scaled, k);
    if (round >= rounds) return { theta, alpha };
    const covariance = symmetricInverse(precision, k);
    alpha = alpha.map((own, j) => {
      const determined = Math.max(0, 1 - own * covariance[j * k + j]);
      return bounded(determined / (theta[j] * theta[j]), variance);
    });
  }
}

function bounded(alpha: number, variance: number): number {
  const [low, high] = [1 / (MOST * MOST * variance), 1 / (LEAST * LEAST * variance)];
  return alpha > low ? Math.min(alpha, high) : low;
}

function withPrior(data: Float64Array, alpha: Float64Array): Float64Array {
  const k = alpha.length;
  const precision = data.slice();
  for (let j = 0; j < k; j++) precision[j * k + j] += alpha[j];
  return precision;
}
