import { ratioEstimator } from './ratioEstimator.ts';

/** V = sum_i w_i r_i / sum_i w_i: a little bias for less variance, and indifferent to a constant added to r. */
export const snips = ratioEstimator({
  kind: 'snips',
  version: 1,
  title: 'Self-normalised inverse propensity score (SNIPS)',
  source: 'Swaminathan and Joachims 2015, The self-normalized estimator for counterfactual learning, NeurIPS',
  needs: ['propensity'],
  terms(rows, i, out) {
    out[0] = rows.weight[i] * rows.reward[i];
    out[1] = rows.weight[i];
  },
});
