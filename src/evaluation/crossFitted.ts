import { dot } from '../core/linearAlgebra.ts';
import { keyedHash64 } from '../core/luck.ts';
import { logistic64 } from '../core/transcendental.ts';
import { halves } from '../journey/columns.ts';
import type { DecisionColumns } from '../journey/records.ts';
import { designBlock, modelOf, type RewardDesign } from './rewardDesign.ts';

/** Coefficients [folds x models a fold x width]; fold k's were fitted without the clusters of fold k. */
export type CrossFitted = {
  readonly design: RewardDesign;
  readonly folds: number;
  readonly count: number;
  readonly coefficients: Float64Array;
};

/** Where fitting starts: at 0 a logistic regression curves most, so that Newton's steps are short enough. */
export function zeroModels(design: RewardDesign, folds: number): CrossFitted {
  const count = design.perAction ? design.actions : 1;
  return { design, folds, count, coefficients: new Float64Array(folds * count * design.width) };
}

/** Fold of each row of a block. */
export function foldsOf({ n, cluster }: DecisionColumns, folds: number): Uint16Array {
  const words = halves(cluster);
  return Uint16Array.from(
    { length: n },
    (_, i) => keyedHash64([0, 0], words[2 * i], words[2 * i + 1], 0, 0)[0] % folds,
  );
}

/** The columns of a design vector that are not 0. */
export type SparseRow = { readonly columns: Uint16Array; readonly values: Float64Array; n: number };

export function makeSparseRow(width: number): SparseRow {
  return { columns: new Uint16Array(width), values: new Float64Array(width), n: 0 };
}

/** Fills in row i of `base` [n x width], and a 1 at `column` where it is not negative. */
export function fillRow(
  row: SparseRow,
  base: Float64Array,
  i: number,
  { width, column }: { readonly width: number; readonly column: number },
): void {
  row.n = 0;
  for (let j = 0; j < width; j++) {
    const value = base[i * width + j];
    if (value === 0) continue;
    row.columns[row.n] = j;
    row.values[row.n++] = value;
  }
  if (column < 0) return;
  row.columns[row.n] = column;
  row.values[row.n++] = 1;
}

export function sparseDot({ columns, values, n }: SparseRow, coefficients: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < n; j++) sum += coefficients[columns[j]] * values[j];
  return sum;
}

/** [n x A] predictions of each decision by the models that never saw its cluster. */
export function predictBlock(models: CrossFitted, decisions: DecisionColumns): Float64Array {
  const { design, folds, count, coefficients } = models;
  const { actions, width, perAction, binary } = design;
  const base = designBlock(design, decisions);
  const own = foldsOf(decisions, folds);
  const out = new Float64Array(decisions.n * actions);
  for (let i = 0; i < decisions.n; i++) {
    const first = own[i] * count * width;
    const x = base.subarray(i * design.base, (i + 1) * design.base);
    const shared = perAction ? 0 : dot(coefficients.subarray(first), x, design.base);
    for (let a = 0; a < actions; a++) {
      const { model, column } = modelOf(design, a);
      const at = first + model * width;
      const eta = perAction
        ? dot(coefficients.subarray(at), x, design.base)
        : shared + coefficients[at + column];
      out[i * actions + a] = binary ? logistic64(eta) : eta;
    }
  }
  return out;
}
