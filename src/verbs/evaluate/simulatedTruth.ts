import { deriveKey, type Key, keyedHash64, uniform24 } from '../../core/luck.ts';
import { clusterMean } from '../../core/statistics.ts';
import { settledBlocks } from '../../evaluation/evaluationRows.ts';
import { halves } from '../../journey/columns.ts';
import type { JourneyLog } from '../../journey/records.ts';
import type { RewardDefinition } from '../../journey/rewards.ts';
import type { Policy } from '../../policies/policy.ts';
import type { SimulatedTruth } from './runEstimates.ts';

/** Share of decisions that the target makes: so few that the next ones are nearly all the base policy's. */
const SHARE = 1 / 16;
const KEY: Key = deriveKey([0, 0], 'splice');

/**
 * The base policy, but for one decision in sixteen, chosen by a hash of its id, which `target` makes. The mean reward
 * of those is what one-step estimators estimate from the base policy's log: a decision by the target, the base
 * policy afterwards (semantics.md, section 9).
 */
export function splice(base: Policy, target: Policy): Policy {
  const actions = base.spec.actions.actions.length;
  return {
    ...base,
    kind: 'spliced',
    probabilities(batch, out) {
      base.probabilities(batch, out);
      const other = new Float32Array(batch.n * actions);
      target.probabilities(batch, other);
      for (let i = 0; i < batch.n; i++) {
        if (!isSpliced(batch.ids[2 * i], batch.ids[2 * i + 1])) continue;
        out.set(other.subarray(i * actions, (i + 1) * actions), i * actions);
      }
    },
  };
}

export function isSpliced(low: number, high: number): boolean {
  return uniform24(keyedHash64(KEY, low, high, 0, 0)[0]) < SHARE;
}

/** Mean reward of the spliced decisions of a spliced policy's log, clustered as the log says. */
export async function truthOf(
  log: JourneyLog,
  reward: RewardDefinition,
  level: number,
): Promise<SimulatedTruth> {
  const rewards: number[] = [];
  const clusters: bigint[] = [];
  for await (const { block, reward: earned, used } of settledBlocks(log, { reward })) {
    const ids = halves(block.decisions.decisionId);
    for (let i = 0; i < block.decisions.n; i++) {
      if (used[i] === 0 || !isSpliced(ids[2 * i], ids[2 * i + 1])) continue;
      rewards.push(earned[i]);
      clusters.push(block.decisions.cluster[i]);
    }
  }
  const { value, low, high, n } = clusterMean(clusters, rewards, level);
  return {
    value,
    interval: [low, high],
    level,
    decisions: rewards.length,
    clusters: n,
    how: 'simulated with other customers, one decision in sixteen by the policy, the others by the logging policy',
  };
}
