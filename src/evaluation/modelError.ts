import { solveSymmetric } from '../core/linearAlgebra.ts';
import { logistic64 } from '../core/transcendental.ts';
import type { DecisionColumns, JourneyBlock, JourneyLog } from '../journey/records.ts';
import { type CrossFitted, fillRow, foldsOf, makeSparseRow, predictBlock, sparseDot } from './crossFitted.ts';
import type { EvaluateOptions } from './estimate.ts';
import { settledBlocks } from './evaluationRows.ts';
import { designBlock, modelOf } from './rewardDesign.ts';

export type ModelErrorRequest = {
  readonly log: JourneyLog;
  readonly options: Pick<EvaluateOptions, 'reward'>;
  readonly models: CrossFitted;
  /** [models x width x width] the Hessian of each model's penalised loss, lower triangles. */
  readonly curvature: Float64Array;
  /** [n x A] the target's probabilities. */
  readonly probabilitiesOf: (decisions: DecisionColumns) => Float64Array;
};

/**
 * First-order share of each decision j in the direct method's error through the coefficients (delta method for
 * M-estimators; Newey and McFadden 1994, section 6): e_j = sum over the models k that saw j of
 * (sum_{i of fold k} sum_a pi(a | x_i) dq_k/dbeta)' H_k^-1 z_j (r_j - q_k(z_j)).
 */
export async function modelError(
  request: ModelErrorRequest,
): Promise<(block: JourneyBlock, reward: Float64Array) => Float64Array> {
  const { models, curvature } = request;
  const { width } = models.design;
  const pull = await sumPulls(request);
  for (let at = 0; at < pull.length; at += width) {
    const matrix = curvature.subarray(at * width, (at + width) * width);
    pull.set(solveSymmetric(matrix, pull.subarray(at, at + width), width), at);
  }
  return ({ decisions }, reward) => termsOf(models, pull, decisions, reward);
}

/** [models x width] how the sum of the target's predictions in each model's fold moves with its coefficients. */
async function sumPulls({ log, options, models, probabilitiesOf }: ModelErrorRequest): Promise<Float64Array> {
  const { design, folds, count } = models;
  const { actions, width, binary } = design;
  const pull = new Float64Array(folds * count * width);
  const row = makeSparseRow(width);
  for await (const { block, used } of settledBlocks(log, options)) {
    const { decisions } = block;
    const base = designBlock(design, decisions);
    const own = foldsOf(decisions, folds);
    const predicted = predictBlock(models, decisions);
    const probabilities = probabilitiesOf(decisions);
    for (let i = 0; i < decisions.n; i++) {
      for (let a = 0; used[i] === 1 && a < actions; a++) {
        const p = probabilities[i * actions + a];
        if (p === 0) continue;
        const { model, column } = modelOf(design, a);
        const q = predicted[i * actions + a];
        const slope = binary ? p * q * (1 - q) : p;
        const at = (own[i] * count + model) * width;
        fillRow(row, base, i, { width: design.base, column });
        for (let j = 0; j < row.n; j++) pull[at + row.columns[j]] += slope * row.values[j];
      }
    }
  }
  return pull;
}

function termsOf(
  models: CrossFitted,
  pull: Float64Array,
  decisions: DecisionColumns,
  reward: Float64Array,
): Float64Array {
  const { design, folds, count, coefficients } = models;
  const { width } = design;
  const base = designBlock(design, decisions);
  const own = foldsOf(decisions, folds);
  const row = makeSparseRow(width);
  const terms = new Float64Array(decisions.n);
  for (let i = 0; i < decisions.n; i++) {
    const { model, column } = modelOf(design, decisions.proposed[i]);
    fillRow(row, base, i, { width: design.base, column });
    for (let k = 0; k < folds; k++) {
      if (k === own[i]) continue;
      const at = (k * count + model) * width;
      const eta = sparseDot(row, coefficients.subarray(at, at + width));
      const residual = reward[i] - (design.binary ? logistic64(eta) : eta);
      terms[i] += residual * sparseDot(row, pull.subarray(at, at + width));
    }
  }
  return terms;
}
