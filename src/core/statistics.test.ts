import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as s from './statistics.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const near = (got: number, wanted: number, size = 1) =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9 * size);

describe('moments', () => {
  it('of 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squared deviations 32', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(s.mean(values)).toBe(5);
    expect(s.variance(values)).toBeCloseTo(32 / 7, 14);
    expect(values.reduce(s.pushMoment, s.NO_MOMENTS)).toEqual(s.momentsOf(values));
  });

  it('say NaN where there are too few values', () => {
    expect(s.mean([])).toBeNaN();
    expect(s.variance([3])).toBeNaN();
    expect(s.varianceOf(s.NO_MOMENTS)).toBeNaN();
  });

  it('merge to those of the joined sample', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (a, b) => {
        const merged = s.mergeMoments(s.momentsOf(a), s.momentsOf(b));
        const joined = s.momentsOf([...a, ...b]);
        expect(merged.n).toBe(joined.n);
        near(merged.mean, joined.mean, 1e6);
        near(merged.m2, joined.m2, 1e12 * (joined.n + 1));
      }),
    );
  });

  it('keep the variance of values far from zero', () => {
    expect(s.variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(30);
  });
});

describe('segmentSum', () => {
  it('adds within segments, then the segments', () => {
    // 1 + 1e16 loses the 1 in f64; apart it survives until the end
    expect([...s.segmentSums([1, 1, 1e16, -1e16, 3], 2)]).toEqual([2, 0, 3]);
    expect(s.segmentSum([1, 1, 1e16, -1e16, 3], 2)).toBe(5);
    expect(s.segmentSum([1, 1e16, -1e16, 3], 4)).toBe(3);
    expect(s.segmentSum([])).toBe(0);
  });

  it('is the same when workers take whole segments', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (values, share) => {
        const segment = 4;
        const sums: number[] = [];
        for (let i = 0; i < values.length; i += share * segment) {
          sums.push(...s.segmentSums(values.slice(i, i + share * segment), segment));
        }
        expect(s.addInOrder(sums)).toBe(s.segmentSum(values, segment));
      }),
    );
  });
});

describe('meanInterval', () => {
  it('of 1, 2, 3, 4: 2.5 with standard error sqrt(5/12) and t(3) = 3.182446', () => {
    const { value, standardError, low, high, n } = s.meanInterval([1, 2, 3, 4]);
    expect(value).toBe(2.5);
    expect(standardError).toBeCloseTo(Math.sqrt(5 / 12), 14);
    expect(high - value).toBeCloseTo(3.182446305284263 * Math.sqrt(5 / 12), 12);
    expect(value - low).toBeCloseTo(high - value, 14);
    expect(n).toBe(4);
  });

  it('is unbounded for one value', () => {
    expect(s.meanInterval([3])).toMatchObject({
      value: 3,
      standardError: Number.NaN,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
  });
});

describe('clusters', () => {
  it('are numbered as they appear', () => {
    expect(s.clusterIndex(['b', 'a', 'b', 'c'])).toEqual({ index: Int32Array.of(0, 1, 0, 2), count: 3 });
    expect([...s.totalsByCluster(Int32Array.of(0, 1, 0), 2, [1, 2, 3])]).toEqual([4, 2]);
  });

  it('ratio by hand: totals N = 3, 3, 6 and D = 2, 1, 3', () => {
    const { value, standardError, n } = s.clusterRatio([7, 7, 8, 9], [1, 2, 3, 6], [1, 1, 1, 3]);
    // R = 12 / 6 = 2; e = -1, 1, 0; se^2 = 3/2 * 2 / 36
    expect(value).toBe(2);
    expect(standardError).toBeCloseTo(Math.sqrt(3) / 6, 14);
    expect(n).toBe(3);
  });

  it('of one row each give the ordinary interval of the mean', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 20 }), (values) => {
        const clustered = s.clusterMean([...values.keys()], values);
        const plain = s.meanInterval(values);
        near(clustered.value, plain.value, 1e6);
        near(clustered.standardError, plain.standardError, 1e6);
      }),
    );
  });

  it('do not gain from repeating their rows', () => {
    const once = s.clusterMean([1, 2, 3, 4], [1, 2, 3, 4]);
    const thrice = s.clusterMean([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    expect(thrice.standardError).toBeCloseTo(once.standardError, 14);
    expect(thrice.high).toBeCloseTo(once.high, 13);
  });

  it('have no interval where there is one', () => {
    expect(s.clusterMean([1, 1], [3, 5])).toMatchObject({ value: 4, n: 1, high: Number.POSITIVE_INFINITY });
    expect(s.clusterMean([], []).value).toBeNaN();
  });

  it('cover: 95 % intervals of clustered means hold the truth 95 times in 100', () => {
    let held = 0;
    const worlds = 400;
    for (let world = 0; world < worlds; world++) {
      const draw = s.bootstrapIndices([world, 1], 40);
      const clusters = Int32Array.from({ length: 120 }, (_, i) => i % 40);
      const values = clusters.map((g) => draw[g]);
      const { low, high } = s.clusterMean(clusters, values);
      if (low <= 19.5 && 19.5 <= high) held++;
    }
    expect(held / worlds).toBeGreaterThan(0.92);
    expect(held / worlds).toBeLessThan(0.98);
  });
});

describe('effectiveSampleSize', () => {
  it('is n for equal weights, one for a single large one', () => {
    expect(s.effectiveSampleSize([2, 2, 2])).toBe(3);
    expect(s.effectiveSampleSize([1, 0, 0])).toBe(1);
    expect(s.effectiveSampleSize([1, 3])).toBe(1.6);
    expect(s.effectiveSampleSize([])).toBe(0);
  });
});

describe('quantile', () => {
  it('is linear between order statistics', () => {
    expect(s.quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(s.quantile([1, 2, 3, 4], 0.25, { sorted: true })).toBe(1.75);
    expect(s.quantile([5], 0.9)).toBe(5);
    expect(s.quantile([1, 2], 1)).toBe(2);
    expect(s.quantile([], 0.5)).toBeNaN();
    expect(s.quantile([1, Number.NaN], 0.1)).toBeNaN();
    expect(s.quantile([1, 2], 1.5)).toBeNaN();
  });

  it('leaves its argument as it was, and rises with p', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const before = [...values];
          const q = s.quantile(values, p);
          expect(values).toEqual(before);
          expect(q).toBeGreaterThanOrEqual(s.quantile(values, p / 2));
          expect(q).toBeLessThanOrEqual(Math.max(...values));
        },
      ),
    );
  });
});

describe('bootstrapIndices', () => {
  it('are the same for a key and replicate, and others for another', () => {
    expect(s.bootstrapIndices([1, 2], 10)).toEqual(s.bootstrapIndices([1, 2], 10));
    expect(s.bootstrapIndices([1, 2], 10, 1)).not.toEqual(s.bootstrapIndices([1, 2], 10));
    expect(s.bootstrapIndices([1, 3], 10)).not.toEqual(s.bootstrapIndices([1, 2], 10));
    expect(s.bootstrapIndices([1, 2], 0)).toEqual(new Int32Array(0));
  });

  it('lie in range and leave out about 1 / e of the rows', () => {
    const n = 10_000;
    const indices = s.bootstrapIndices([5, 6], n);
    expect(Math.min(...indices)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...indices)).toBeLessThan(n);
    expect(1 - new Set(indices).size / n).toBeCloseTo(1 / Math.E, 1);
  });
});
