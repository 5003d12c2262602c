import { type Issue, issue } from '../core/issue.ts';
import type { LogSchema } from '../journey/records.ts';
import { isOneStep } from './estimand.ts';
import type { EvaluateOptions } from './estimate.ts';
import { effectiveSampleSize, neverLegal, neverLogged, type Support } from './support.ts';

/** A rough guide, stated so that it can be argued with. */
const LOW_OVERLAP = 0.1;
const HEAVY_SHARE = 0.05;
const FEW_REWARDS = 30;

export type CautionContext = {
  readonly schema: LogSchema;
  readonly options: EvaluateOptions;
  readonly support: Support;
  readonly weighted: boolean;
  /** Mean weight and its cluster-robust error. */
  readonly meanWeight: readonly [number, number];
};

const warn = (code: string, message: string, hint?: string): Issue =>
  issue(`evaluation/${code}`, message, { hint, severity: 'warning' });

const percent = (share: number) => `${(100 * share).toPrecision(3)}%`;

/** What a reader must know beside the number. */
export function cautionsOf(context: CautionContext): Issue[] {
  const { schema, options, support, weighted } = context;
  const all = support.decisions + support.censored + support.heldOut + support.unsupported;
  const found: Issue[] = [];
  if (schema.cluster === 'row') {
    const hint = 'Map a customer column if there is one.';
    found.push(warn('rows', 'the interval takes every row as independent: the log names no customers', hint));
  }
  if (isOneStep(schema, options, support)) {
    const ticks = support.shortestGap === 1 ? 'tick' : 'ticks';
    const gap = `decisions of one customer are ${support.shortestGap} ${ticks} apart, the window has ${options.reward.windowTicks}`;
    found.push(
      warn('one-step', `this is not the value of the policy: ${gap}`, 'Simulate it to get its value.'),
    );
  }
  if (support.censored > 0) {
    const share = percent(support.censored / all);
    found.push(warn('censored', `${share} of decisions are left out: the log ends before their window does`));
  }
  if (support.unsupported > 0) {
    const share = percent(support.unsupported / all);
    found.push(
      warn('unsupported', `${share} of decisions are left out: the target has no legal action there`),
    );
  }
  const unseen = neverLogged(support, schema);
  if (unseen.length > 0) {
    const names = unseen.slice(0, 5).join(', ');
    found.push(
      warn('unseen', `the target takes actions that the log never took: ${names}`, 'They count as 0.'),
    );
  }
  const hasWeights = weighted && support.missingPropensity === 0;
  return hasWeights ? [...found, ...weightCautions(context)] : found;
}

function weightCautions({ support, options, meanWeight }: CautionContext): Issue[] {
  const { decisions, largestWeight, sumWeights, clipped, carrying } = support;
  const found: Issue[] = [];
  const effective = effectiveSampleSize(support);
  if (effective < LOW_OVERLAP * decisions) {
    const size = `${effective.toFixed(1)} of ${decisions}`;
    found.push(warn('overlap', `low overlap: the effective sample size is ${size} decisions`));
  }
  if (largestWeight > HEAVY_SHARE * sumWeights && sumWeights > 0) {
    const share = percent(largestWeight / sumWeights);
    found.push(warn('heavy', `one decision carries ${share} of all weight (${largestWeight.toFixed(2)})`));
  }
  if (carrying < FEW_REWARDS) {
    found.push(
      warn('few-rewards', `only ${carrying} decisions carry weight and reward: the interval is rough`),
    );
  }
  if (clipped > 0) {
    found.push(
      warn('clipped', `${clipped} weights above ${options.clip} are cut to it, which biases the estimate`),
    );
  }
  const [mean, error] = meanWeight;
  if (clipped === 0 && Math.abs(mean - 1) > 4 * error) {
    const got = `${mean.toFixed(4)} (error ${error.toFixed(4)})`;
    const hint = 'Propensities, legal sets or target do not belong together.';
    found.push(warn('mean-weight', `the weights average ${got} where they should average 1`, hint));
  }
  return found;
}

/** Why a number is not given, or null where it is. */
export function refusalOf(
  { schema, options, support, weighted }: CautionContext,
  needs: { readonly everyAction: boolean; readonly hasEveryAction: boolean; readonly clusters: number },
): string | null {
  if (needs.everyAction && !needs.hasEveryAction) {
    return 'it needs the probability of every action; a column has only that of the logged one';
  }
  const illegal = neverLegal(support, schema);
  if (illegal.length > 0) {
    return `the target takes actions that were never legal in this log: ${illegal.slice(0, 5).join(', ')}`;
  }
  if (support.decisions === 0) return 'no decision of the log can be used';
  if (needs.clusters < 2) return `one ${schema.cluster} alone gives no interval`;
  if (!weighted) return null;
  if (support.missingPropensity > 0) {
    const share = `${support.missingPropensity} of ${support.decisions}`;
    return `${share} decisions have no logged propensity; estimators without weights can still run`;
  }
  if (support.unknownAdmission > 0) {
    const count = support.unknownAdmission;
    return `as treated it needs the chance of admission, unknown for ${count} decisions; use intention to treat`;
  }
  const effective = effectiveSampleSize(support);
  if (effective >= options.minimumEffectiveSampleSize) return null;
  return `the effective sample size is ${effective.toFixed(1)}, below the minimum of ${options.minimumEffectiveSampleSize}`;
}
