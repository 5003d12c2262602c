import type { LogSchema } from '../journey/records.ts';

/**
 * Sums over clusters of [width] totals, with their centred cross products: all that a ratio of sums and its
 * cluster-robust error need. Clusters are independent, rows of one cluster need not be.
 */
export type ClusterMoments = {
  readonly width: number;
  readonly of: LogSchema['cluster'];
  clusters: number;
  /** [width] mean of the clusters' totals, and [width x width] sums of products of deviations (Welford 1962). */
  readonly mean: Float64Array;
  readonly cross: Float64Array;
  /** Totals of clusters that may still grow. */
  readonly open: Map<bigint, Float64Array>;
};

export function makeClusterMoments(width: number, of: LogSchema['cluster']): ClusterMoments {
  const [mean, cross] = [new Float64Array(width), new Float64Array(width * width)];
  return { width, of, clusters: 0, mean, cross, open: new Map() };
}

/** Adds one row's [width] values to its cluster. */
export function addToCluster(moments: ClusterMoments, cluster: bigint, values: Float64Array): void {
  if (moments.of === 'row') {
    close(moments, values);
    return;
  }
  const totals = moments.open.get(cluster);
  if (totals === undefined) {
    moments.open.set(cluster, values.slice());
    return;
  }
  for (let j = 0; j < moments.width; j++) totals[j] += values[j];
}

/** To be called after each block: customers never spread over blocks, so only worlds stay open. */
export function endBlock(moments: ClusterMoments): void {
  if (moments.of !== 'world') closeAll(moments);
}

export function closeAll(moments: ClusterMoments): void {
  for (const totals of moments.open.values()) close(moments, totals);
  moments.open.clear();
}

function close(moments: ClusterMoments, totals: Float64Array): void {
  const { width, mean, cross } = moments;
  moments.clusters += 1;
  const weight = (moments.clusters - 1) / moments.clusters;
  for (let j = 0; j < width; j++) {
    for (let k = j; k < width; k++) {
      cross[j * width + k] += weight * (totals[j] - mean[j]) * (totals[k] - mean[k]);
    }
  }
  for (let j = 0; j < width; j++) mean[j] += (totals[j] - mean[j]) / moments.clusters;
}

/** [width] sums over all clusters. */
export function clusterSums({ clusters, mean }: ClusterMoments): Float64Array {
  return mean.map((value) => value * clusters);
}

/**
 * Standard error of a smooth function of the sums whose gradient is given, by the delta method: the root of
 * g' S g with S = C / (C - 1) times the centred cross products. Sums whose gradient is 0 may be NaN. NaN below two
 * clusters.
 */
export function clusterError(
  { clusters, width, cross }: ClusterMoments,
  gradient: ArrayLike<number>,
): number {
  if (clusters < 2) return Number.NaN;
  let sum = 0;
  for (let j = 0; j < width; j++) {
    if (gradient[j] === 0) continue;
    sum += gradient[j] * gradient[j] * cross[j * width + j];
    for (let k = j + 1; k < width; k++) {
      if (gradient[k] !== 0) sum += 2 * gradient[j] * gradient[k] * cross[j * width + k];
    }
  }
  return Math.sqrt(Math.max(0, sum) * (clusters / (clusters - 1)));
}
