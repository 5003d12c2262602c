import type { JourneyLog } from '../../journey/records.ts';
import { type RewardDefinition, rewardBlock } from '../../journey/rewards.ts';

export type RowSample = {
  readonly n: number;
  /** [n x d] row-major. */
  readonly context: Float32Array;
  /** [n] windowed reward, NaN where censored. */
  readonly reward: Float64Array;
};

/**
 * An even sample of at most `limit` decisions of a log, in one pass: every row at first, and each time the sample is
 * full every other one of it is dropped and half as many are taken from there on.
 */
export async function sampleRows(
  log: JourneyLog,
  definition: RewardDefinition,
  limit: number,
): Promise<RowSample> {
  const d = log.schema.features.features.length;
  const context = new Float32Array(limit * d);
  const reward = new Float64Array(limit);
  let [n, stride, seen] = [0, 1, 0];
  for await (const block of log.blocks()) {
    const rewards = rewardBlock(block, log.schema, definition).reward;
    for (let i = 0; i < rewards.length; i++, seen++) {
      if (seen % stride !== 0) continue;
      if (n === limit) {
        n = halve(context, reward, n);
        stride *= 2;
        if (seen % stride !== 0) continue;
      }
      context.set(block.decisions.context.subarray(i * d, (i + 1) * d), n * d);
      reward[n++] = rewards[i];
    }
  }
  return { n, context: context.slice(0, n * d), reward: reward.slice(0, n) };
}

/** Keeps rows 0, 2, 4 and so on, in place; returns how many. */
function halve(context: Float32Array, reward: Float64Array, n: number): number {
  const d = context.length / reward.length;
  const kept = Math.ceil(n / 2);
  for (let i = 1; i < kept; i++) {
    context.copyWithin(i * d, 2 * i * d, (2 * i + 1) * d);
    reward[i] = reward[2 * i];
  }
  return kept;
}
