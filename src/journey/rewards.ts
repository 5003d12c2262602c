import { customerRuns, makeDiscounts, makeLedger, sumLedger } from './ledger.ts';
import type { JourneyBlock, LogSchema } from './records.ts';

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

/**
 * Name of the outcome that a log closes with where its business declares what the customers who are still there are
 * worth: one record a customer, at the tick in which the log ends. No window reaches that far; returns to the end do.
 */
export const TERMINAL_VALUE = 'terminal_value';

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

/**
 * Rewards of a block's decisions. With a clock: outcomes of the decision's customer in ticks t to t+W-1, whatever
 * their order in the block, recurring ones tick by tick; censored where t+W passes the clock's end, and only there:
 * a customer who left settles like any other. Without a clock: the outcomes that name the decision, undiscounted.
 */
export function rewardBlock(block: JourneyBlock, schema: LogSchema, definition: RewardDefinition): Rewards {
  const signs = outcomeSigns(schema, definition);
  if (schema.clock === null) return rewardByDecision(block, signs);
  const { windowTicks, discountPerTick } = definition;
  const { decisions } = block;
  const reward = new Float64Array(decisions.n);
  const censored = new Uint8Array(decisions.n);
  const runs = customerRuns(decisions);
  const ledger = makeLedger(block, runs, signs);
  const gamma = makeDiscounts(discountPerTick, Math.min(windowTicks, schema.clock.ticks));
  for (let r = 0; r + 1 < runs.length; r++) {
    for (let i = runs[r]; i < runs[r + 1]; i++) {
      const end = decisions.tick[i] + windowTicks;
      censored[i] = end > schema.clock.ticks ? 1 : 0;
      reward[i] = censored[i] === 1 ? Number.NaN : sumLedger(ledger, r, [decisions.tick[i], end], gamma);
    }
  }
  return { reward, censored };
}

/** [n] signed sums of the outcomes that name each decision; nothing is censored. */
export function rewardByDecision({ decisions, outcomes }: JourneyBlock, signs: Float64Array): Rewards {
  const rowOf = new Map<bigint, number>();
  for (let i = 0; i < decisions.n; i++) rowOf.set(decisions.decisionId[i], i);
  const reward = new Float64Array(decisions.n);
  for (let i = 0; i < outcomes.n; i++) {
    const row = rowOf.get(outcomes.decisionId[i]);
    if (row !== undefined) reward[row] += signs[outcomes.name[i]] * outcomes.value[i] * outcomes.ticks[i];
  }
  return { reward, censored: new Uint8Array(decisions.n) };
}
