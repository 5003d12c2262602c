import { studentInterval } from '../core/statistics.ts';
import type { JourneyLog } from '../journey/records.ts';
import { type CautionContext, cautionsOf, refusalOf } from './cautions.ts';
import {
  addToCluster,
  type ClusterMoments,
  closeAll,
  clusterError,
  clusterSums,
  endBlock,
  makeClusterMoments,
} from './clusterMoments.ts';
import { estimandOf } from './estimand.ts';
import type { Estimate, Estimator, EvaluateOptions, RewardModel } from './estimate.ts';
import { type EvaluationRows, readEvaluationRows } from './evaluationRows.ts';
import { fitRewardModel } from './rewardModel.ts';
import { effectiveSampleSize, makeSupport, type Support } from './support.ts';
import { loggingPolicy, openTarget, type TargetReader } from './targetReader.ts';

/** An estimator that is a ratio of two sums over decisions: the terms of row i are all that tells it from others. */
export type RatioEstimator = Estimator & {
  /** Writes numerator and denominator of row i to out[0] and out[1]. */
  readonly terms: (rows: EvaluationRows, i: number, out: Float64Array) => void;
};

type RatioSpec = Omit<RatioEstimator, 'estimate'>;

/** Makes an estimator of its terms: one pass over the log, with the interval and cautions that all have in common. */
export function ratioEstimator(spec: RatioSpec): RatioEstimator {
  return {
    ...spec,
    async estimate(log, target, options) {
      const reader = spec.needs.length === 0 ? loggingPolicy : openTarget(target, log.schema);
      const model = await modelFor(spec, log, [reader], options);
      const fold = await foldTargets({ spec, log, targets: [reader], options, model });
      return concludeEstimate(spec, log, options, fold);
    },
  };
}

/** A reward model where the estimator needs one and the targets can use it. */
export async function modelFor(
  { needs }: RatioSpec,
  log: JourneyLog,
  targets: readonly TargetReader[],
  options: EvaluateOptions,
): Promise<RewardModel | null> {
  if (!needs.includes('rewardModel') || !targets.every(({ everyAction }) => everyAction)) return null;
  return options.rewardModel ?? fitRewardModel(log, options);
}

export type FoldRequest = {
  readonly spec: RatioSpec;
  readonly log: JourneyLog;
  readonly targets: readonly TargetReader[];
  readonly options: EvaluateOptions;
  readonly model: RewardModel | null;
};

/**
 * Per target: numerator, denominator, weight, and what the decision adds to the numerator's error by other ways than
 * its own value; then the reward and 1 for each decision.
 */
export type Fold = {
  readonly targets: readonly TargetReader[];
  readonly moments: ClusterMoments;
  readonly supports: readonly Support[];
};
const TERMS = 4;

/** One pass over a log for one or more targets. A decision counts where every target has a legal action. */
export async function foldTargets({ spec, log, targets, options, model }: FoldRequest): Promise<Fold> {
  const supports = targets.map(() => makeSupport(log.schema));
  const width = TERMS * targets.length + 2;
  const moments = makeClusterMoments(width, log.schema.cluster);
  const errors = await Promise.all(targets.map((target) => modelErrors(spec, target, model)));
  const values = new Float64Array(width);
  const terms = new Float64Array(2);
  for await (const block of log.blocks()) {
    const rows = targets.map((target, t) =>
      readEvaluationRows({ log, target, options, model, modelError: errors[t] }, block, supports[t]),
    );
    for (let i = 0; i < block.decisions.n; i++) {
      if (rows.some(({ used }) => used[i] === 0)) continue;
      rows.forEach((row, t) => {
        spec.terms(row, i, terms);
        values[TERMS * t] = terms[0];
        values[TERMS * t + 1] = terms[1];
        values[TERMS * t + 2] = row.weight[i];
        values[TERMS * t + 3] = row.modelError[i];
      });
      values[width - 2] = rows[0].reward[i];
      values[width - 1] = 1;
      addToCluster(moments, rows[0].cluster[i], values);
    }
    endBlock(moments);
  }
  closeAll(moments);
  return { targets, moments, supports };
}

/** Where the model stands for the reward, its error is the estimate's: not so where it is corrected by the reward. */
async function modelErrors({ needs }: RatioSpec, target: TargetReader, model: RewardModel | null) {
  if (!model?.errorTerms || needs.includes('propensity')) return null;
  return model.errorTerms((decisions) => target.read(decisions).all!);
}

/** Value of target t, and its gradient by the sums of the fold. */
export function ratioOf({ moments }: Fold, t: number): { value: number; gradient: Float64Array } {
  const sums = clusterSums(moments);
  const [numerator, denominator] = [sums[TERMS * t], sums[TERMS * t + 1]];
  const value = numerator / denominator;
  const gradient = new Float64Array(moments.width);
  gradient[TERMS * t] = 1 / denominator;
  gradient[TERMS * t + 1] = -value / denominator;
  gradient[TERMS * t + 3] = 1 / denominator;
  return { value, gradient };
}

/** Cautions and refusal of target t. */
export function judge(
  { needs }: RatioSpec,
  log: JourneyLog,
  options: EvaluateOptions,
  fold: Fold,
  t: number,
) {
  const { moments, supports, targets } = fold;
  const sums = clusterSums(moments);
  const decisions = sums[moments.width - 1];
  const mean = sums[TERMS * t + 2] / decisions;
  const gradient = new Float64Array(moments.width);
  gradient[TERMS * t + 2] = 1 / decisions;
  gradient[moments.width - 1] = -mean / decisions;
  const context: CautionContext = {
    schema: log.schema,
    options,
    support: supports[t],
    weighted: needs.includes('propensity'),
    meanWeight: [mean, clusterError(moments, gradient)],
  };
  const withheld = refusalOf(context, {
    everyAction: needs.includes('allProbabilities'),
    hasEveryAction: targets[t].everyAction,
    clusters: moments.clusters,
  });
  return { warnings: cautionsOf(context), withheld, weighted: context.weighted };
}

function concludeEstimate(spec: RatioSpec, log: JourneyLog, options: EvaluateOptions, fold: Fold): Estimate {
  const { moments, supports, targets } = fold;
  const [support] = supports;
  const { warnings, withheld, weighted } = judge(spec, log, options, fold, 0);
  const { value, gradient } = ratioOf(fold, 0);
  const { low, high, standardError } = studentInterval({
    value: withheld === null ? value : Number.NaN,
    standardError: clusterError(moments, gradient),
    n: moments.clusters,
    level: options.level,
  });
  const sums = clusterSums(moments);
  return {
    estimator: spec.kind,
    value: withheld === null ? value : Number.NaN,
    standardError: withheld === null ? standardError : Number.NaN,
    interval: [low, high],
    level: options.level,
    decisions: support.decisions,
    clusters: moments.clusters,
    censored: support.censored,
    effectiveSampleSize: weighted ? effectiveSampleSize(support) : null,
    largestWeight: weighted ? support.largestWeight : null,
    behaviourValue: sums[moments.width - 2] / sums[moments.width - 1],
    estimand: estimandOf(targets[0].title, log.schema, options, support),
    clusteredBy: log.schema.cluster,
    warnings,
    withheld,
  };
}
