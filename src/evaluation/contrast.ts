import type { Issue } from '../core/issue.ts';
import { studentInterval } from '../core/statistics.ts';
import type { JourneyLog } from '../journey/records.ts';
import { clusterError } from './clusterMoments.ts';
import { estimandOf } from './estimand.ts';
import type { EvaluateOptions, EvaluationTarget } from './estimate.ts';
import { foldTargets, judge, modelFor, type RatioEstimator, ratioOf } from './ratioEstimator.ts';
import { openTarget } from './targetReader.ts';

/** One target against another on the same logged decisions. */
export type Contrast = {
  readonly estimator: string;
  readonly target: string;
  readonly reference: string;
  readonly targetValue: number;
  readonly referenceValue: number;
  /** Target minus reference; NaN where withheld. */
  readonly difference: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly clusters: number;
  readonly clearOfZero: boolean;
  readonly estimand: string;
  readonly warnings: readonly Issue[];
  readonly withheld: string | null;
};

/**
 * Difference between two targets by one estimator, paired: both are folded over the same decisions, so that what they
 * share cancels and the interval is that of the difference (delta method over clusters), not of two estimates apart.
 */
export async function contrastTargets(
  estimator: RatioEstimator,
  log: JourneyLog,
  [target, reference]: readonly [EvaluationTarget, EvaluationTarget],
  options: EvaluateOptions,
): Promise<Contrast> {
  const targets = [target, reference].map((one) => openTarget(one, log.schema));
  const model = await modelFor(estimator, log, targets, options);
  const fold = await foldTargets({ spec: estimator, log, targets, options, model });
  const [ours, theirs] = [ratioOf(fold, 0), ratioOf(fold, 1)];
  const judged = [0, 1].map((t) => judge(estimator, log, options, fold, t));
  const withheld = judged.find((one) => one.withheld !== null)?.withheld ?? null;
  const { moments, supports } = fold;
  const interval = studentInterval({
    value: withheld === null ? ours.value - theirs.value : Number.NaN,
    standardError: clusterError(
      moments,
      ours.gradient.map((slope, j) => slope - theirs.gradient[j]),
    ),
    n: moments.clusters,
    level: options.level,
  });
  const codes = new Set<string>();
  return {
    estimator: estimator.kind,
    target: target.title,
    reference: reference.title,
    targetValue: withheld === null ? ours.value : Number.NaN,
    referenceValue: withheld === null ? theirs.value : Number.NaN,
    difference: interval.value,
    standardError: withheld === null ? interval.standardError : Number.NaN,
    interval: [interval.low, interval.high],
    level: options.level,
    clusters: moments.clusters,
    clearOfZero: interval.low > 0 || interval.high < 0,
    estimand: `${estimandOf(target.title, log.schema, options, supports[0])}; minus the same for ${reference.title}`,
    warnings: judged
      .flatMap(({ warnings }) => warnings)
      .filter(({ code }) => !codes.has(code) && codes.add(code)),
    withheld,
  };
}
