/** Means, intervals, clusters, quantiles and resampling: core's index of statistics. */
export { bootstrapIndices } from './bootstrap.ts';
export {
  clusterIndex,
  clusterMean,
  clusterRatio,
  effectiveSampleSize,
  type Interval,
  meanInterval,
  momentsInterval,
  studentInterval,
  totalsByCluster,
} from './intervals.ts';
export {
  type Moments,
  mean,
  mergeMoments,
  momentsOf,
  NO_MOMENTS,
  pushMoment,
  pushMoments,
  variance,
  varianceOf,
} from './moments.ts';
export { quantile } from './quantile.ts';
export { addInOrder, SEGMENT, segmentSum, segmentSums } from './segmentSum.ts';
