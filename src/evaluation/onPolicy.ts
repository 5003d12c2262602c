import { ratioEstimator } from './ratioEstimator.ts';

/** The logged average: what the logging policy earned, whatever the target. The yardstick beside every estimate. */
export const onPolicy = ratioEstimator({
  kind: 'on-policy',
  version: 1,
  title: 'Logged average (the logging policy itself)',
  source: 'sample mean with a cluster-robust error',
  needs: [],
  terms(rows, i, out) {
    out[0] = rows.reward[i];
    out[1] = 1;
  },
});
