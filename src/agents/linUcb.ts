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
import { packFactors } from './fitting/ridge.ts';

/**
 * LinUCB with disjoint models: A_a = lambda I + sum z z', b_a = sum y z, theta_a = A_a^-1 b_a, and the greatest
 * z' theta_a + alpha s sqrt(z' A_a^-1 z). Deviations from the paper: the width is in units of the noise's standard
 * deviation s, since rewards are money; sums move once a log, not once a decision; and a floor of uniform exploration
 * keeps its logs fit for evaluating other policies (semantics.md section 8).
 */
export const linUcb: Agent<LinearBanditState> = {
  kind: 'linUcb',
  version: 1,
  title: 'LinUCB',
  source: 'Li, Chu, Langford and Schapire 2010 (WWW), algorithm 1.',
  family: 'bandit',
  options: {
    alpha: {
      default: 1,
      low: 0,
      high: 100,
      description: 'Width of the confidence bound in standard errors.',
    },
    epsilon: epsilonOption(0.05),
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
    const factors = fits.map((fit) => fit.factor);
    const law = { kind: 'bonus', alpha: options.alpha, epsilon: options.epsilon } as const;
    return linearBody(problem.spec, {
      encoding,
      theta,
      factor: packFactors(factors, Math.sqrt(variance)),
      law,
    });
  },
};
