import { ratioEstimator } from './ratioEstimator.ts';

/** V = (1/n) sum_i w_i r_i with w_i = pi(a_i | x_i) / p_i: unbiased where p is right and covers pi. */
export const ips = ratioEstimator({
  kind: 'ips',
  version: 1,
  title: 'Inverse propensity score (IPS, IPW)',
  source: 'Horvitz and Thompson 1952, A generalization of sampling without replacement, JASA 47',
  needs: ['propensity'],
  terms(rows, i, out) {
    out[0] = rows.weight[i] * rows.reward[i];
    out[1] = 1;
  },
});
