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
import { drawsOption, epsilonOption, knotsOption, ridgeOption } from './fitting/options.ts';
import { packFactors } from './fitting/ridge.ts';

/**
 * Thompson sampling with linear rewards, one model an action: theta_a ~ N(theta_a hat, v^2 A_a^-1) with
 * A_a = lambda I + sum z z'. The paper's v depends on unknown constants of its proof; here v = scale * s, with s^2 the
 * estimated noise variance. Only z' theta_a matters to a decision, and it is N(z' theta_a hat, v^2 z' A_a^-1 z), so
 * frozen policies draw that, keyed by the decision, and take wins over draws with a floor as probabilities.
 */
export const linThompson: Agent<LinearBanditState> = {
  kind: 'linThompson',
  version: 1,
  title: 'Thompson sampling on linear rewards',
  source: 'Agrawal and Goyal 2013 (ICML), algorithm 1, with disjoint models.',
  family: 'bandit',
  options: {
    scale: { default: 1, low: 0, high: 10, description: 'Posterior standard deviations per estimated one.' },
    draws: drawsOption,
    epsilon: epsilonOption(0.02),
    ridge: ridgeOption,
    knots: knotsOption(0),
  },
  init: initLinearBandit,
  learn: learnLinearBandit,
  freeze(state, { explore }) {
    const { problem, options, encoding } = state;
    if (encoding === null) return uniformBody(problem.spec);
    const { fits, variance } = linearFits(state);
    const theta = packThetas(fits.map((fit) => fit.theta));
    if (!explore) {
      return linearBody(problem.spec, { encoding, theta, factor: null, law: { kind: 'greedy', epsilon: 0 } });
    }
    const factor = packFactors(
      fits.map((fit) => fit.factor),
      Math.sqrt(variance),
    );
    const { draws, scale, epsilon } = options;
    const law = { kind: 'thompson', posterior: 'gaussian', draws, scale, epsilon } as const;
    return linearBody(problem.spec, { encoding, theta, factor, law });
  },
};
