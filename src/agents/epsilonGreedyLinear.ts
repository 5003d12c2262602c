import { linearBody } from '../policies/linear.ts';
import { uniformBody } from '../policies/uniform.ts';
import type { Agent } from './agent.ts';
import {
  initLinearBandit,
  type LinearBanditState,
  learnLinearBandit,
  linearFits,
  packThetas,
} from './fitting/linearBandit.ts';
import { epsilonOption, knotsOption, ridgeOption } from './fitting/options.ts';

/**
 * The plain contextual bandit: for each action a ridge regression theta_a = (sum z z' + lambda I)^-1 sum y z of the
 * windowed reward on the context, the greatest z' theta_a with probability 1 - epsilon, else any legal action.
 */
export const epsilonGreedyLinear: Agent<LinearBanditState> = {
  kind: 'epsilonGreedyLinear',
  version: 1,
  title: 'Epsilon-greedy on linear rewards',
  source: 'Sutton and Barto 2018, sections 2.2 and 2.9, with ridge regression (Hoerl and Kennard 1970).',
  family: 'bandit',
  options: { epsilon: epsilonOption(0.1), ridge: ridgeOption, knots: knotsOption(0) },
  init: initLinearBandit,
  learn: learnLinearBandit,
  freeze(state, { explore }) {
    const { problem, options, encoding } = state;
    if (encoding === null) return uniformBody(problem.spec);
    const theta = packThetas(linearFits(state).fits.map((fit) => fit.theta));
    const law = { kind: 'greedy', epsilon: explore ? options.epsilon : 0 } as const;
    return linearBody(problem.spec, { encoding, theta, factor: null, law });
  },
};
