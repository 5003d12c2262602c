import { cholesky } from '../../core/linearAlgebra.ts';
import type { JourneyLog } from '../../journey/records.ts';
import type { Encoding } from '../../policies/encoding.ts';
import type { Law } from '../../policies/laws.ts';
import { linearBody } from '../../policies/linear.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { uniformBody } from '../../policies/uniform.ts';
import type { AgentOptions, AgentProblem, LearnReport, OptionValues } from '../agent.ts';
import { type AdvantageFit, blankOutlook, lookAhead, type Outlook, solveAdvantage } from './advantage.ts';
import { type AdvantageSums, addToAdvantage, emptyAdvantage } from './advantageSums.ts';
import { checkLog } from './checkLog.ts';
import { makeContrasts } from './contrasts.ts';
import { encodingFor } from './lessons.ts';
import { packThetas } from './linearBandit.ts';
import { drawsOption, epsilonOption, knotsOption, ridgeOption } from './options.ts';
import { packFactors } from './ridge.ts';
import { encodeSteps, type Steps } from './steps.ts';

/** State of the agents that learn a level and effects (advantage.ts). */
export type EffectsState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  /** The rest is null before the first log. The encoding is fitted to that log, then fixed. */
  readonly encoding: Encoding | null;
  readonly sums: AdvantageSums | null;
  readonly outlook: Outlook | null;
  readonly fit: AdvantageFit | null;
};

export const effectsOptions: AgentOptions = {
  caution: {
    default: 2,
    low: 0,
    high: 10,
    description: 'Posterior standard deviations by which an effect must stand clear of doing nothing.',
  },
  draws: drawsOption,
  epsilon: epsilonOption(0.1),
  ridge: ridgeOption,
  knots: knotsOption(0),
};

export function initEffects(problem: AgentProblem, options: OptionValues): EffectsState {
  return { problem, options, encoding: null, sums: null, outlook: null, fit: null };
}

/** Adds a log's steps and solves, once before and once after each sweep. Options read: `ridge`, `knots`. */
export async function learnEffects(
  state: EffectsState,
  log: JourneyLog,
  {
    steps,
    sweeps,
    backups,
  }: { readonly steps: readonly Steps[]; readonly sweeps: number; readonly backups: number },
): Promise<{ state: EffectsState; report: LearnReport }> {
  const { problem, options } = state;
  checkLog(log, problem);
  const encoding = await encodingFor(log, problem, { encoding: state.encoding, knots: options.knots });
  const actions = problem.spec.actions.actions.length;
  const base = problem.spec.actions.none ?? 0;
  const contrasts = makeContrasts(steps, base, actions);
  const encoded = (block: Steps) => encodeSteps(encoding, block);
  const sums = addToAdvantage(
    state.sums ?? emptyAdvantage(encoding.width, actions),
    steps,
    encoded,
    contrasts,
  );
  const earlier = state.outlook ?? blankOutlook(encoding.width, actions);
  const solve = (outlook: Outlook, fit: AdvantageFit | null) =>
    solveAdvantage(sums, outlook, fit, { base, ridge: options.ridge, backups });
  let outlook = earlier;
  let fit = solve(outlook, state.fit);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    outlook = lookAhead(steps, fit, { earlier, encoded, contrasts });
    fit = solve(outlook, fit);
  }
  const decisions = sums.rows - (state.sums?.rows ?? 0);
  const metrics = { noise: Math.sqrt(outlook.variance), columns: encoding.width };
  return { state: { problem, options, encoding, sums, outlook, fit }, report: { decisions, metrics } };
}

/**
 * Greedy: the greatest effect less `caution` posterior deviations, so that an action is taken where it clearly beats
 * doing nothing. Exploring: Thompson draws of the effects, with a floor of `epsilon`.
 */
export function freezeEffects(
  { problem, options, encoding, sums, outlook, fit }: EffectsState,
  { explore }: { readonly explore: boolean },
): PolicyBody {
  if (encoding === null || sums === null || outlook === null || fit === null)
    return uniformBody(problem.spec);
  const none = new Float64Array(encoding.width);
  const theta = packThetas(fit.effects.map((effect) => effect?.theta ?? none));
  const { caution, draws, epsilon } = options;
  const law: Law = explore
    ? { kind: 'thompson', posterior: 'gaussian', draws, scale: 1, epsilon }
    : { kind: 'bonus', alpha: -caution, epsilon: 0 };
  const factor = packFactors(
    sums.lifted.map((_, a) => precisionFactor(sums, outlook, fit, a)),
    1,
  );
  return linearBody(problem.spec, { encoding, theta, factor, law });
}

/** Cholesky factor of the posterior precision of an action's effect; next to no uncertainty at the base. */
function precisionFactor(
  { lifted }: AdvantageSums,
  { variance }: Outlook,
  fit: AdvantageFit,
  a: number,
): Float64Array {
  const alpha = fit.effects[a]?.alpha;
  const k = fit.level.length;
  const precision = lifted[a].map((value) => (alpha === undefined ? 0 : value / variance));
  for (let j = 0; j < k; j++) precision[j * k + j] += alpha?.[j] ?? Number.MAX_SAFE_INTEGER;
  return cholesky(precision, k);
}
