import { issue, NextmoveError } from '../../core/issue.ts';
import type { Estimate, EvaluateOptions, EvaluationTarget } from '../../evaluation/estimate.ts';
import { fitRewardModel } from '../../evaluation/rewardModel.ts';
import type { JourneyLog } from '../../journey/records.ts';
import type { RewardDefinition } from '../../journey/rewards.ts';
import { type Catalogue, catalogue as own } from '../catalogue.ts';
import type { LoggedEvaluation } from './runEstimates.ts';

export type EvaluateLogOptions = {
  readonly reward: RewardDefinition;
  /** 0.95 by default. */
  readonly level?: number;
  /** Weights above it are cut; null, the default, for none. */
  readonly clip?: number | null;
  /** Folds of cross-fitting; 3 by default. */
  readonly folds?: number;
  /** Below it a weighted estimate is withheld; 30 by default. */
  readonly minimumEffectiveSampleSize?: number;
  readonly treatment?: EvaluateOptions['treatment'];
  /** Estimators by kind; all of the catalogue by default. */
  readonly estimators?: readonly string[];
  readonly catalogue?: Pick<Catalogue, 'estimators'>;
};

/** What every estimator says of a target, and why those that give no number do not (`withheld`). */
export type Evaluation = LoggedEvaluation & {
  readonly reward: RewardDefinition;
  /** What the direct and doubly robust estimates rest on; null where none was fitted. */
  readonly rewardModel: string | null;
  /** Titles and sources of the estimators, in the order of the estimates. */
  readonly estimators: readonly { readonly kind: string; readonly title: string; readonly source: string }[];
};

/** Estimates from a log what a target policy would earn, by every estimator; one that cannot run says why. */
export async function evaluate(
  log: JourneyLog,
  target: EvaluationTarget,
  options: EvaluateLogOptions,
): Promise<Evaluation> {
  const chosen = chooseEstimators(options);
  const settings: EvaluateOptions = {
    reward: options.reward,
    level: options.level ?? 0.95,
    clip: options.clip ?? null,
    folds: options.folds ?? 3,
    minimumEffectiveSampleSize: options.minimumEffectiveSampleSize ?? 30,
    treatment: options.treatment ?? 'intention',
  };
  const modelled = target.kind !== 'column' && chosen.some(({ needs }) => needs.includes('rewardModel'));
  const rewardModel = modelled ? await fitRewardModel(log, settings) : null;
  const estimates: Estimate[] = [];
  for (const estimator of chosen) {
    estimates.push(
      await estimator.estimate(log, target, { ...settings, ...(rewardModel && { rewardModel }) }),
    );
  }
  const { title, currency, outcomes } = log.schema;
  const money = options.reward.of.every(
    ({ outcome }) => outcomes.find(({ name }) => name === outcome)?.unit === 'money',
  );
  return {
    title: target.title,
    log: title,
    currency: money ? currency : null,
    estimates,
    truth: null,
    reward: options.reward,
    rewardModel: rewardModel?.title ?? null,
    estimators: chosen.map(({ kind, title: name, source }) => ({ kind, title: name, source })),
  };
}

function chooseEstimators({ estimators: kinds, catalogue = own }: EvaluateLogOptions) {
  const known = catalogue.estimators;
  if (kinds === undefined) return known;
  return kinds.map((kind) => {
    const estimator = known.find((one) => one.kind === kind);
    if (estimator) return estimator;
    const message = `got the estimator "${kind}", wanted ${known.map((one) => one.kind).join(', ')}`;
    throw new NextmoveError(issue('estimator/unknown', message));
  });
}
