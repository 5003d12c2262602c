import { solveSymmetric } from '../../core/linearAlgebra.ts';
import { logistic64 } from '../../core/transcendental.ts';

/** Gaussian belief of logistic coefficients: mean and diagonal precision, [k] each. */
export type LogisticBelief = { readonly mean: Float64Array; readonly precision: Float64Array };

/** Rows of one action: design vectors [n x k] and responses, 0 or 1. */
export type LogisticBatch = { readonly z: Float32Array; readonly y: Float64Array };

const STEPS = 25;
const SETTLED = 1e-8;

/**
 * Bayesian logistic regression batch by batch (Chapelle and Li 2011, algorithm 3): the new mean m minimises
 * sum_j q_j (w_j - m_j)^2 / 2 + sum_i log(1 + exp(-(2 y_i - 1) w'z_i)), by Newton's method from the old one, and
 * q_j grows by sum_i z_ij^2 p_i (1 - p_i). An empty batch changes nothing.
 */
export function updateLogistic(prior: LogisticBelief, batch: LogisticBatch): LogisticBelief {
  if (batch.y.length === 0) return prior;
  const k = prior.mean.length;
  let mean = prior.mean.slice();
  for (let step = 0; step < STEPS; step++) {
    const { hessian, gradient } = derivatives(prior, batch, mean);
    const change = solveSymmetric(hessian, gradient, k);
    const size = Math.max(...change.map(Math.abs));
    const share = size > 2 ? 2 / size : 1; // a Newton step far from the optimum may overshoot
    mean = mean.map((m, j) => m - share * change[j]);
    if (size < SETTLED) break;
  }
  const { hessian } = derivatives(prior, batch, mean);
  return { mean, precision: prior.precision.map((_, j) => hessian[j * k + j]) };
}

function derivatives(prior: LogisticBelief, { z, y }: LogisticBatch, mean: Float64Array) {
  const k = mean.length;
  const hessian = new Float64Array(k * k);
  const gradient = mean.map((m, j) => prior.precision[j] * (m - prior.mean[j]));
  for (let i = 0; i < y.length; i++) {
    const at = i * k;
    let score = 0;
    for (let j = 0; j < k; j++) score += mean[j] * z[at + j];
    const p = logistic64(score);
    for (let j = 0; j < k; j++) {
      if (z[at + j] === 0) continue;
      gradient[j] += (p - y[i]) * z[at + j];
      const scaled = p * (1 - p) * z[at + j];
      for (let l = 0; l <= j; l++) hessian[j * k + l] += scaled * z[at + l];
    }
  }
  for (let j = 0; j < k; j++) hessian[j * k + j] += prior.precision[j];
  return { hessian, gradient };
}
