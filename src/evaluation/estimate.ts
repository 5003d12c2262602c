import type { Issue } from '../core/issue.ts';
import type { DecisionColumns, JourneyBlock, JourneyLog } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { Policy } from '../policies/policy.ts';

/** An interval is part of every estimate, and so is what it is an estimate of. */
export type Estimate = {
  readonly estimator: string;
  /** NaN where withheld. */
  readonly value: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  /** Decisions and clusters used; censored decisions are not. */
  readonly decisions: number;
  readonly clusters: number;
  readonly censored: number;
  /** (sum w)^2 / sum w^2 of the importance weights; null where the estimator has none. */
  readonly effectiveSampleSize: number | null;
  readonly largestWeight: number | null;
  /** Value of the behaviour policy on the same rows, and the ratio to it. */
  readonly behaviourValue: number;
  readonly estimand: string;
  readonly clusteredBy: 'customer' | 'world' | 'row';
  readonly warnings: readonly Issue[];
  /** Why the number is withheld; null where it is given. */
  readonly withheld: string | null;
};

/**
 * A target to evaluate: a policy, or the target's probability of the logged action as logged (`column`), or a
 * table of action x slot.
 */
export type EvaluationTarget =
  | {
      readonly kind: 'policy';
      readonly title: string;
      readonly policy: Policy;
      /** Actions that it names whatever is legal (`always:X`, rules): one that was never legal is a refusal. */
      readonly names?: readonly string[];
    }
  | { readonly kind: 'column'; readonly title: string; readonly column: string }
  | {
      readonly kind: 'table';
      readonly title: string;
      /** [slots x A] row-major. */
      readonly probabilities: Float64Array;
      readonly slots: number;
    };

export type EstimatorNeed = 'propensity' | 'rewardModel' | 'allProbabilities';

export type EvaluateOptions = {
  readonly reward: RewardDefinition;
  readonly level: number;
  /** Weights above it are cut to it; null for none. The estimate then says so. */
  readonly clip: number | null;
  /** Folds of cross-fitting for reward models. */
  readonly folds: number;
  /** Estimates with a smaller effective sample size are withheld. */
  readonly minimumEffectiveSampleSize: number;
  /**
   * `intention` (the default) values what is proposed, at the logged contention; `as-treated` what is carried out,
   * which needs the admission probability of every contended decision.
   */
  readonly treatment?: 'intention' | 'as-treated';
  /** Fitted beforehand on the same log, to be shared; where absent, estimators that need one fit their own. */
  readonly rewardModel?: RewardModel;
};

/** Expected rewards, cross-fitted: each decision is predicted without having seen its cluster. */
export type RewardModel = {
  readonly title: string;
  /** [n x A] expected reward of each action at each decision of a block. */
  predict(block: JourneyBlock): Float64Array;
  /**
   * What each decision adds to the error of sum_a pi(a) q(x, a) by way of the fitted coefficients, so that an interval
   * covers the fit too; given the target's probabilities [n x A]. Absent: intervals leave the fit's error out.
   */
  errorTerms?(
    probabilitiesOf: (decisions: DecisionColumns) => Float64Array,
  ): Promise<(block: JourneyBlock, reward: Float64Array) => Float64Array>;
};

/** One file = one estimator: a fold over the log's blocks. */
export type Estimator = {
  readonly kind: string;
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly needs: readonly EstimatorNeed[];
  estimate(log: JourneyLog, target: EvaluationTarget, options: EvaluateOptions): Promise<Estimate>;
};
