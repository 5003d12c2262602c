import { ratioEstimator } from './ratioEstimator.ts';

/**
 * V = (1/n) sum_i [ sum_a pi(a | x_i) q(x_i, a) + w_i (r_i - q(x_i, a_i)) ], q the cross-fitted reward model: right where
 * the propensities are right or q is, and of less variance than IPS where q is good.
 */
export const dr = ratioEstimator({
  kind: 'dr',
  version: 1,
  title: 'Doubly robust (DR)',
  source: 'Dudik, Langford and Li 2011, Doubly robust policy evaluation and learning, ICML, section 2.2',
  needs: ['propensity', 'rewardModel', 'allProbabilities'],
  terms(rows, i, out) {
    out[0] = rows.expected[i] + rows.weight[i] * (rows.reward[i] - rows.fitted[i]);
    out[1] = 1;
  },
});
