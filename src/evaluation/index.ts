import { dm } from './dm.ts';
import { dr } from './dr.ts';
import type { Estimator } from './estimate.ts';
import { ips } from './ips.ts';
import { onPolicy } from './onPolicy.ts';
import { snips } from './snips.ts';

/** Every estimator, simplest first. */
export const estimators: readonly Estimator[] = [onPolicy, ips, snips, dm, dr];

export { type Contrast, contrastTargets } from './contrast.ts';
export { type PairedDifference, pairedDifference, studentOverSeeds } from './pairedComparison.ts';
export { fitRewardModel } from './rewardModel.ts';
