import type { JourneyLog } from '../../journey/records.ts';
import type { Encoding } from '../../policies/encoding.ts';
import type { AgentProblem, LearnReport, OptionValues } from '../agent.ts';
import { checkLog } from './checkLog.ts';
import { encodingFor, lessonsOf } from './lessons.ts';
import { addLessons, emptyRidge, fitRidge, pooledVariance, type RidgeFit, type RidgeSums } from './ridge.ts';

/** State of the bandits that hold one ridge regression an action over an encoded context. */
export type LinearBanditState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  /** Fitted to the first log, then fixed; null before. */
  readonly encoding: Encoding | null;
  /** By action. */
  readonly sums: readonly RidgeSums[];
};

export function initLinearBandit(problem: AgentProblem, options: OptionValues): LinearBanditState {
  return { problem, options, encoding: null, sums: [] };
}

/** Adds a log's windowed rewards to each action's sums. Options read: `knots`. */
export async function learnLinearBandit(
  state: LinearBanditState,
  log: JourneyLog,
): Promise<{ state: LinearBanditState; report: LearnReport }> {
  const { problem, options } = state;
  checkLog(log, problem);
  const encoding = await encodingFor(log, problem, { encoding: state.encoding, knots: options.knots });
  const fresh = () => problem.spec.actions.actions.map(() => emptyRidge(encoding.width));
  let sums = state.sums.length > 0 ? state.sums : fresh();
  let decisions = 0;
  for await (const lessons of lessonsOf(log, problem, encoding)) {
    sums = addLessons(sums, lessons);
    decisions += lessons.n;
  }
  const grown = { ...state, encoding, sums };
  const noise = Math.sqrt(linearFits(grown).variance);
  return { state: grown, report: { decisions, metrics: { noise, columns: encoding.width } } };
}

/** The ridge fit of every action and the pooled noise variance. Options read: `ridge`. */
export function linearFits({ sums, options }: LinearBanditState): { fits: RidgeFit[]; variance: number } {
  const fits = sums.map((own) => fitRidge(own, options.ridge));
  return { fits, variance: pooledVariance(sums, fits) };
}

/** [A x k] coefficients for a linear head. */
export function packThetas(thetas: readonly Float64Array[]): Float32Array {
  const k = thetas[0].length;
  const packed = new Float32Array(thetas.length * k);
  thetas.forEach((theta, a) => {
    packed.set(theta, a * k);
  });
  return packed;
}
