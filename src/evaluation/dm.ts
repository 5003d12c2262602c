import { ratioEstimator } from './ratioEstimator.ts';

/**
 * V = (1/n) sum_i sum_a pi(a | x_i) q(x_i, a), q the cross-fitted reward model: no propensity, little variance, and
 * all of the model's bias. Its interval covers the draw of contexts and of what the model was fitted to, not that bias.
 */
export const dm = ratioEstimator({
  kind: 'dm',
  version: 1,
  title: 'Direct method (DM)',
  source: 'Dudik, Langford and Li 2011, Doubly robust policy evaluation and learning, ICML, section 2.1',
  needs: ['rewardModel', 'allProbabilities'],
  terms(rows, i, out) {
    out[0] = rows.expected[i];
    out[1] = 1;
  },
});
