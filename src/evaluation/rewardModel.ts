import { solveSymmetric } from '../core/linearAlgebra.ts';
import { exp64, log1p64, logistic64 } from '../core/transcendental.ts';
import type { JourneyLog } from '../journey/records.ts';
import {
  type CrossFitted,
  fillRow,
  foldsOf,
  makeSparseRow,
  predictBlock,
  type SparseRow,
  sparseDot,
  zeroModels,
} from './crossFitted.ts';
import type { EvaluateOptions, RewardModel } from './estimate.ts';
import { settledBlocks } from './evaluationRows.ts';
import { modelError } from './modelError.ts';
import { designBlock, designRewardModel, modelOf, type RewardDesign } from './rewardDesign.ts';

/** Penalty on every coefficient but the intercept, on standardised columns. */
const PENALTY = 1;
const MOST_PASSES = 30;
const TOLERANCE = 1e-6;

/**
 * Fits the reward by ridge regression, or by logistic regression where every reward is 0 or 1 (Newton's method, each
 * step a pass over the log), with K-fold cross-fitting by hash of the cluster, never by rows (Chernozhukov and others
 * 2018). What is held are sums of products, not rows, so the log need not fit in memory.
 */
export async function fitRewardModel(log: JourneyLog, options: EvaluateOptions): Promise<RewardModel> {
  const design = await designRewardModel(log, options);
  const folds = Math.max(2, Math.floor(options.folds));
  let models = zeroModels(design, folds);
  const best: Best = {
    coefficients: models.coefficients.slice(),
    loss: new Float64Array(models.coefficients.length / design.width).fill(Number.POSITIVE_INFINITY),
  };
  let products = await sumProducts(log, options, models);
  let passes = 2;
  for (let moved = Number.POSITIVE_INFINITY; moved > TOLERANCE; ) {
    const next = nextModels(models, products, best);
    moved = next.coefficients.reduce((far, b, j) => Math.max(far, Math.abs(b - models.coefficients[j])), 0);
    models = next;
    if (!design.binary || passes === MOST_PASSES) break;
    products = await sumProducts(log, options, models);
    passes += 1;
  }
  const { curvature } = products;
  return {
    title: titleOf(design, folds, passes),
    predict: ({ decisions }) => predictBlock(models, decisions),
    errorTerms: (probabilitiesOf) => modelError({ log, options, models, curvature, probabilitiesOf }),
  };
}

function titleOf({ binary, perAction, width }: RewardDesign, folds: number, passes: number): string {
  const kind = binary ? 'logistic' : 'ridge';
  const shape = perAction ? 'a model an action' : 'one model with an indicator an action';
  const end = passes === MOST_PASSES ? ', not converged' : '';
  return `${kind} regression, ${shape}, ${width} columns, ${folds} folds by cluster, ${passes} passes${end}`;
}

/** By model: the coefficients of least loss so far, and that loss. */
type Best = { readonly coefficients: Float64Array; readonly loss: Float64Array };

const penaltyOf = (column: number) => (column === 0 ? 1e-9 : PENALTY);

/** Gradient and Hessian (lower triangles) of each model's loss over the rows outside its fold, and its penalised loss. */
type Products = {
  readonly gradient: Float64Array;
  /** H + lambda I, lower triangles. */
  readonly curvature: Float64Array;
  readonly loss: Float64Array;
};

async function sumProducts(
  log: JourneyLog,
  options: EvaluateOptions,
  models: CrossFitted,
): Promise<Products> {
  const { design, folds, count } = models;
  const { width } = design;
  const size = folds * count;
  const products: Products = {
    gradient: new Float64Array(size * width),
    curvature: penaltyMatrices(size, width),
    loss: penalties(models),
  };
  const row = makeSparseRow(width);
  for await (const { block, reward, used } of settledBlocks(log, options)) {
    const { decisions } = block;
    const base = designBlock(design, decisions);
    const own = foldsOf(decisions, folds);
    for (let i = 0; i < decisions.n; i++) {
      if (used[i] === 0) continue;
      const { model, column } = modelOf(design, decisions.proposed[i]);
      fillRow(row, base, i, { width: design.base, column });
      for (let k = 0; k < folds; k++) {
        if (k !== own[i]) addRow(products, models, row, k * count + model, reward[i]);
      }
    }
  }
  return products;
}

function penaltyMatrices(models: number, width: number): Float64Array {
  const matrices = new Float64Array(models * width * width);
  for (let m = 0; m < models; m++) {
    for (let j = 0; j < width; j++) matrices[(m * width + j) * width + j] = penaltyOf(j);
  }
  return matrices;
}

/** lambda |beta|^2 / 2 of each model. */
function penalties({ design, coefficients }: CrossFitted): Float64Array {
  const loss = new Float64Array(coefficients.length / design.width);
  coefficients.forEach((b, j) => {
    loss[Math.floor(j / design.width)] += (penaltyOf(j % design.width) * b * b) / 2;
  });
  return loss;
}

function addRow(
  { gradient, curvature, loss }: Products,
  { design, coefficients }: CrossFitted,
  row: SparseRow,
  model: number,
  reward: number,
): void {
  const { width, binary } = design;
  const at = model * width;
  const { columns, values, n } = row;
  const eta = sparseDot(row, coefficients.subarray(at, at + width));
  const mean = binary ? logistic64(eta) : eta;
  loss[model] += binary ? softplus(eta) - reward * eta : ((reward - mean) * (reward - mean)) / 2;
  const bend = binary ? mean * (1 - mean) : 1;
  for (let j = 0; j < n; j++) {
    gradient[at + columns[j]] += (reward - mean) * values[j];
    const line = (at + columns[j]) * width;
    const scaled = bend * values[j];
    for (let k = 0; k <= j; k++) curvature[line + columns[k]] += scaled * values[k];
  }
}

/**
 * The next coefficients: beta + (H + lambda I)^-1 (g - lambda beta), the intercept all but unpenalised; where a model's
 * loss rose above its least so far, half of the way back instead.
 */
function nextModels(models: CrossFitted, { gradient, curvature, loss }: Products, best: Best): CrossFitted {
  const { width } = models.design;
  const next = models.coefficients.slice();
  for (let m = 0; m < loss.length; m++) {
    const at = m * width;
    if (loss[m] > best.loss[m] + 1e-12 * Math.abs(best.loss[m])) {
      for (let j = at; j < at + width; j++) next[j] = (next[j] + best.coefficients[j]) / 2;
      continue;
    }
    best.loss[m] = loss[m];
    best.coefficients.set(models.coefficients.subarray(at, at + width), at);
    const matrix = curvature.subarray(at * width, (at + width) * width);
    const right = gradient.slice(at, at + width);
    for (let j = 0; j < width; j++) right[j] -= penaltyOf(j) * next[at + j];
    const step = solveSymmetric(matrix, right, width);
    for (let j = 0; j < width; j++) next[at + j] += step[j];
  }
  return { ...models, coefficients: next };
}

/** log(1 + exp x). */
function softplus(x: number): number {
  return Math.max(x, 0) + log1p64(exp64(-Math.abs(x)));
}
