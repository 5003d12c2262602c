import type { DecisionColumns, JourneyLog } from '../journey/records.ts';
import { type Encoding, encode, Rule } from '../policies/encoding.ts';
import { fitEncoding } from '../policies/fitEncoding.ts';
import type { EvaluateOptions } from './estimate.ts';
import { settledBlocks } from './evaluationRows.ts';

/**
 * How decisions become design vectors of a reward model: the encoded context, an indicator for each slot after the
 * first, and, where one model serves all actions, an indicator for each action.
 */
export type RewardDesign = {
  readonly encoding: Encoding;
  /** [encoding.width] taken off each column: makes 0 of the value of a column that mostly holds zeros. */
  readonly shift: Float32Array;
  readonly actions: number;
  readonly slots: number;
  /** Columns of context and slots, and of the whole vector. */
  readonly base: number;
  readonly width: number;
  /** A model an action, where each was logged often enough; else one model with an indicator an action. */
  readonly perAction: boolean;
  /** Every settled reward is 0 or 1. */
  readonly binary: boolean;
};

/** Rows from which means and deviations of the context are taken. */
const ENCODING_ROWS = 50_000;
/** A model of its own needs this many decisions of its action for each column. */
const ROWS_A_COLUMN = 20;

/** Looks at a log once to decide on the design. */
export async function designRewardModel(
  log: JourneyLog,
  options: Pick<EvaluateOptions, 'reward'>,
): Promise<RewardDesign> {
  const actions = log.schema.actions.actions.length;
  const d = log.schema.features.features.length;
  const counts = new Float64Array(actions);
  const sample = new Float32Array(ENCODING_ROWS * d);
  let [sampled, slots, binary] = [0, 1, true];
  for await (const { block, reward, used } of settledBlocks(log, options)) {
    const { decisions } = block;
    for (let i = 0; i < decisions.n; i++) {
      if (used[i] === 0) continue;
      counts[decisions.proposed[i]] += 1;
      slots = Math.max(slots, decisions.slot[i] + 1);
      binary &&= reward[i] === 0 || reward[i] === 1;
      if (sampled === ENCODING_ROWS) continue;
      sample.set(decisions.context.subarray(i * d, (i + 1) * d), sampled * d);
      sampled += 1;
    }
  }
  const encoding = fitEncoding(log.schema.features, sample, sampled);
  const shift = zeroShift(encoding, sample.subarray(0, sampled * d));
  const base = encoding.width + slots - 1;
  const rarest = Math.min(...counts.filter((count) => count > 0));
  const perAction = counts.every((count) => count > 0) && rarest >= ROWS_A_COLUMN * base;
  return {
    encoding,
    shift,
    actions,
    slots,
    base,
    width: perAction ? base : base + actions,
    perAction,
    binary,
  };
}

/**
 * Columns that hold zeros in most rows are shifted so that zero stays zero: sums of products then skip them. The
 * intercept takes up the difference.
 */
function zeroShift(encoding: Encoding, sample: Float32Array): Float32Array {
  const { inputs, width, column, rule } = encoding;
  const shift = new Float32Array(width);
  const ofZeros = new Float32Array(width);
  encode(encoding, new Float32Array(inputs), 1, ofZeros);
  for (let j = 0; j < inputs; j++) {
    if (rule[j] === Rule.category) continue;
    let zeros = 0;
    for (let at = j; at < sample.length; at += inputs) if (sample[at] === 0) zeros += 1;
    if (zeros * inputs * 2 > sample.length) shift[column[j]] = ofZeros[column[j]];
  }
  return shift;
}

/** [n x base] design vectors of a block's contexts and slots; actions are added where they are known. */
export function designBlock(
  { encoding, shift, base }: RewardDesign,
  decisions: DecisionColumns,
): Float64Array {
  const { n, context, slot } = decisions;
  const encoded = new Float32Array(n * encoding.width);
  encode(encoding, context, n, encoded);
  const out = new Float64Array(n * base);
  for (let i = 0; i < n; i++) {
    const row = i * encoding.width;
    for (let j = 0; j < encoding.width; j++) out[i * base + j] = encoded[row + j] - shift[j];
    if (slot[i] > 0) out[i * base + encoding.width + slot[i] - 1] = 1;
  }
  return out;
}

/** Which model of a fold predicts action a, and that model's column for it (-1 where it has none). */
export function modelOf({ perAction, base }: RewardDesign, a: number): { model: number; column: number } {
  return perAction ? { model: a, column: -1 } : { model: 0, column: base + a };
}
