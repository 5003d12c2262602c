import type { LogSchema } from './records.ts';

/**
 * A reward derived from outcomes by a named window (semantics.md section 9). For a decision at tick t it is the
 * sum over k = 0 .. windowTicks-1 of discountPerTick^k times the signed outcomes of tick t+k of that customer.
 * In a log without a clock it is the signed sum of the outcomes that name the decision.
 */
export type RewardDefinition = {
  readonly name: string;
  readonly of: readonly { readonly outcome: string; readonly sign: 1 | -1 }[];
  readonly windowTicks: number;
  /** gamma of one tick: (1 + discountPerYear)^(-tickDays / 365). */
  readonly discountPerTick: number;
  /** Declared range of the reward, for intervals that need one; never the sample's own. */
  readonly bound: readonly [number, number] | null;
};

/** Rewards aligned with a block's decisions. */
export type Rewards = {
  /** [n]; NaN where censored. */
  readonly reward: Float64Array;
  /** [n]; 1 where the log ends before the window does. */
  readonly censored: Uint8Array;
};

/** Signs by outcome index for a definition; 0 for outcomes it leaves out. Throws RangeError on an unknown outcome. */
export function outcomeSigns(schema: LogSchema, reward: RewardDefinition): Float64Array {
  const signs = new Float64Array(schema.outcomes.length);
  for (const { outcome, sign } of reward.of) {
    const index = schema.outcomes.findIndex((kind) => kind.name === outcome);
    if (index < 0) {
      const known = schema.outcomes.map((kind) => kind.name).join(', ');
      throw new RangeError(
        `reward "${reward.name}" sums "${outcome}"; this log has ${known || 'no outcomes'}`,
      );
    }
    signs[index] = sign;
  }
  return signs;
}
