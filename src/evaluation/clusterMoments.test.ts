import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToCluster,
  closeAll,
  clusterError,
  clusterSums,
  endBlock,
  makeClusterMoments,
} from './clusterMoments.ts';

type Row = readonly [cluster: bigint, x: number, y: number];

function momentsOf(rows: readonly Row[], of: 'customer' | 'world' | 'row', blockRows = rows.length) {
  const moments = makeClusterMoments(2, of);
  rows.forEach(([cluster, x, y], i) => {
    addToCluster(moments, cluster, Float64Array.of(x, y));
    if ((i + 1) % blockRows === 0) endBlock(moments);
  });
  closeAll(moments);
  return moments;
}

describe('cluster moments', () => {
  it('give the cluster-robust error of a ratio', () => {
    // Totals (3, 2), (1, 1), (8, 3): ratio 12 / 6 = 2, residuals x - 2 y = -1, -1, 2; S = 3/2 * 6 = 9; error 3 / 6.
    const rows: Row[] = [
      [1n, 1, 1],
      [1n, 2, 1],
      [2n, 1, 1],
      [3n, 8, 3],
    ];
    const moments = momentsOf(rows, 'customer');
    expect([...clusterSums(moments)]).toEqual([12, 6]);
    expect(moments.clusters).toBe(3);
    expect(clusterError(moments, [1 / 6, -2 / 6])).toBeCloseTo(0.5, 12);
  });

  it('of rows are those of single rows', () => {
    const moments = momentsOf(
      [
        [1n, 1, 1],
        [1n, 3, 1],
      ],
      'row',
    );
    expect(moments.clusters).toBe(2);
    expect(clusterError(moments, [0.5, -1])).toBeCloseTo(1, 12);
  });

  it('keep worlds open over blocks', () => {
    const rows: Row[] = [
      [1n, 1, 1],
      [2n, 5, 1],
      [1n, 1, 1],
      [2n, 5, 1],
    ];
    expect(momentsOf(rows, 'world', 2).clusters).toBe(2);
    expect(momentsOf(rows, 'world', 2)).toEqual(momentsOf(rows, 'world', 4));
  });

  it('ignore sums whose gradient is 0, and know no error of one cluster', () => {
    expect(
      clusterError(
        momentsOf(
          [
            [1n, 1, Number.NaN],
            [2n, 3, Number.NaN],
          ],
          'customer',
        ),
        [0.5, 0],
      ),
    ).toBeCloseTo(1, 12);
    expect(clusterError(momentsOf([[1n, 1, 1]], 'customer'), [1, 0])).toBeNaN();
  });

  it('do not depend on the order of rows', () => {
    const row = fc.tuple(fc.bigInt(0n, 5n), fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        const forward = momentsOf(rows, 'customer');
        const backward = momentsOf([...rows].reverse(), 'customer');
        const [a, b] = [clusterError(forward, [0.3, -0.7]), clusterError(backward, [0.3, -0.7])];
        if (forward.clusters > 1) expect(a).toBeCloseTo(b, 8);
        expect(clusterSums(forward)[0]).toBeCloseTo(clusterSums(backward)[0], 9);
      }),
    );
  });
});
