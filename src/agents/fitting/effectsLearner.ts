import type { JourneyLog } from '../../journey/records.ts';
import type { Encoding } from '../../policies/encoding.ts';
import { linearBody } from '../../policies/linear.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { uniformBody } from '../../policies/uniform.ts';
import type { AgentProblem, LearnReport, OptionValues } from '../agent.ts';
import { type AdvantageFit, blankOutlook, lookAhead, type Outlook, solveAdvantage } from './advantage.ts';
import { type AdvantageSums, addSteps, copyAdvantage, emptyAdvantage } from './advantageSums.ts';
import { checkLog } from './checkLog.ts';
import { makeContrasts } from './contrasts.ts';
import { encodingFor } from './lessons.ts';
import { packThetas } from './linearBandit.ts';
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

export function initEffects(problem: AgentProblem, options: OptionValues): EffectsState {
  return { problem, options, encoding: null, sums: null, outlook: null, fit: null };
}

/** Adds a log's steps to the sums and solves, once before and once after each sweep. Options read: `ridge`, `knots`. */
export async function learnEffects(
  state: EffectsState,
  log: JourneyLog,
  { steps, sweeps }: { readonly steps: readonly Steps[]; readonly sweeps: number },
): Promise<{ state: EffectsState; report: LearnReport }> {
  const { problem, options } = state;
  checkLog(log, problem);
  const encoding = await encodingFor(log, problem, { encoding: state.encoding, knots: options.knots });
  const actions = problem.spec.actions.actions.length;
  const base = problem.spec.actions.none ?? 0;
  const contrasts = makeContrasts(steps, base, actions);
  const grown = copyAdvantage(state.sums ?? emptyAdvantage(encoding.width, actions));
  let decisions = 0;
  for (const block of steps) decisions += addSteps(grown, block, encodeSteps(encoding, block), contrasts);
  const sums = { ...grown, rows: grown.rows + decisions };
  const earlier = state.outlook ?? blankOutlook(encoding.width, actions);
  let outlook = earlier;
  let fit = solveAdvantage(sums, outlook, { earlier: state.fit, base, ridge: options.ridge });
  for (let sweep = 0; sweep < sweeps; sweep++) {
    outlook = lookAhead(steps, fit, { earlier, encoding, contrasts });
    fit = solveAdvantage(sums, outlook, { earlier: fit, base, ridge: options.ridge });
  }
  const metrics = { noise: Math.sqrt(fit.variance), columns: encoding.width };
  return { state: { problem, options, encoding, sums, outlook, fit }, report: { decisions, metrics } };
}

/** Greedy on the effects, with the floor of `epsilon` while exploring. */
export function freezeEffects(
  { problem, options, encoding, fit }: EffectsState,
  { explore }: { readonly explore: boolean },
): PolicyBody {
  if (encoding === null || fit === null) return uniformBody(problem.spec);
  const none = new Float64Array(encoding.width);
  const theta = packThetas(fit.effects.map((effect) => effect?.theta ?? none));
  const law = { kind: 'greedy', epsilon: explore ? options.epsilon : 0 } as const;
  return linearBody(problem.spec, { encoding, theta, factor: null, law });
}
