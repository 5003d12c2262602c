import type { LogSchema } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { Encoding } from '../policies/encoding.ts';
import { linearBody } from '../policies/linear.ts';
import { uniformBody } from '../policies/uniform.ts';
import type { Agent, AgentProblem, OptionValues } from './agent.ts';
import { checkLog } from './fitting/checkLog.ts';
import { encodingFor, lessonsOf } from './fitting/lessons.ts';
import { packThetas } from './fitting/linearBandit.ts';
import { type LogisticBelief, updateLogistic } from './fitting/onlineLogistic.ts';
import { epsilonOption, knotsOption, ridgeOption } from './fitting/options.ts';

export type ResponseState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  readonly encoding: Encoding | null;
  /** By action. */
  readonly beliefs: readonly LogisticBelief[];
};

/**
 * What many a campaign tool does: the action with the highest predicted response, its value and what it spoils
 * later ignored. A logistic regression an action of whether a response falls into the reward's window after it. A
 * response is any outcome of the kind that `outcome` names; by default any counted outcome that is good for the
 * business, such as a conversion, or a positive reward where the log counts none.
 */
export const responseGreedy: Agent<ResponseState> = {
  kind: 'responseGreedy',
  version: 1,
  title: 'Highest predicted response',
  source: 'Chapelle and Li 2011 (NIPS), algorithm 3, for the model; greedy on it, as is common practice.',
  family: 'bandit',
  options: {
    outcome: {
      default: -1,
      low: -1,
      high: 1000,
      integer: true,
      description: "Index of the log's outcome that counts as a response; -1 to find one.",
    },
    epsilon: epsilonOption(0.1),
    ridge: ridgeOption,
    knots: knotsOption(0),
  },
  init: (problem, options) => ({ problem, options, encoding: null, beliefs: [] }),
  async learn(state, log) {
    const { problem, options } = state;
    checkLog(log, problem);
    const encoding = await encodingFor(log, problem, { encoding: state.encoding, knots: options.knots });
    const prior =
      state.beliefs.length > 0 ? state.beliefs : firstBeliefs(problem, encoding.width, options.ridge);
    const parts = prior.map(() => ({ z: [] as number[], y: [] as number[] }));
    const response = { ...problem, reward: responseOf(log.schema, problem.reward, options.outcome) };
    let [decisions, responses] = [0, 0];
    for await (const { n, z, action, reward } of lessonsOf(log, response, encoding)) {
      for (let i = 0; i < n; i++) {
        const responded = reward[i] > 0 ? 1 : 0;
        parts[action[i]].y.push(responded);
        for (let j = 0; j < encoding.width; j++) parts[action[i]].z.push(z[i * encoding.width + j]);
        responses += responded;
      }
      decisions += n;
    }
    const beliefs = prior.map((belief, a) =>
      updateLogistic(belief, { z: Float32Array.from(parts[a].z), y: Float64Array.from(parts[a].y) }),
    );
    const metrics = { responseRate: decisions > 0 ? responses / decisions : 0 };
    return { state: { problem, options, encoding, beliefs }, report: { decisions, metrics } };
  },
  freeze({ problem, options, encoding, beliefs }, { explore }) {
    if (encoding === null) return uniformBody(problem.spec);
    const theta = packThetas(beliefs.map(({ mean }) => mean));
    const law = { kind: 'greedy', epsilon: explore ? options.epsilon : 0 } as const;
    return linearBody(problem.spec, { encoding, theta, factor: null, law });
  },
};

function firstBeliefs({ spec }: AgentProblem, k: number, ridge: number): LogisticBelief[] {
  return spec.actions.actions.map(() => ({
    mean: new Float64Array(k),
    precision: new Float64Array(k).fill(ridge),
  }));
}

/** The windowed count of responses as a reward. */
function responseOf({ outcomes }: LogSchema, reward: RewardDefinition, outcome: number): RewardDefinition {
  const counted = outcomes.filter(({ unit, sign }) => unit === 'count' && sign === 1);
  const chosen = outcome >= 0 && outcome < outcomes.length ? [outcomes[outcome]] : counted;
  if (chosen.length === 0) return reward;
  return { ...reward, name: 'response', of: chosen.map(({ name }) => ({ outcome: name, sign: 1 })) };
}
