import type { Proposals } from '../policies/draw.ts';
import type { Block } from './block.ts';
import type { Observation } from './observe.ts';

/**
 * Replaces one decision of each customer: the first one in the seen stage at which `when` is legal becomes `take`.
 * Two runs that differ in `take` alone show what that one intervention does, everything else as the policy has it.
 */
export type Override = {
  /** Index into the world's seen stages. */
  readonly stage: number;
  /** Action index that must be legal. */
  readonly when: number;
  /** Action index that is proposed, with probability 1; legal wherever `when` is, such as `none` or `when` itself. */
  readonly take: number;
};

/** Rewrites the proposals of the rows it applies to, and remembers them. */
export function applyOverride(
  block: Block,
  override: Override,
  seen: Observation,
  proposals: Proposals,
): void {
  const { world, summary } = block;
  const A = world.actions.actions.length;
  const { legality, n } = seen.batch;
  for (let i = 0; i < n; i++) {
    const row = seen.rows[i];
    if (summary.overridden[row] || world.seenOf[block.stage[row]] !== override.stage) continue;
    if (legality && legality[i * A + override.when] !== 0) continue;
    summary.overridden[row] = 1;
    proposals.probabilities.fill(0, i * A, (i + 1) * A);
    proposals.probabilities[i * A + override.take] = 1;
    proposals.proposed[i] = override.take;
    proposals.propensity[i] = 1;
  }
}
