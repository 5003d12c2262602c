import { describe, expect, it } from 'vitest';
import { pairedDifference, studentOverSeeds } from './pairedComparison.ts';

describe('pairedDifference', () => {
  it("is Student's t interval of the differences", () => {
    // Differences 1, 2, 3, 4: mean 2.5, sd sqrt(5/3), t(3 df, 97.5 %) = 3.182446.
    const a = Float64Array.of(2, 4, 6, 8);
    const found = pairedDifference(a, Float64Array.of(1, 2, 3, 4), 0.95);
    const error = Math.sqrt(5 / 3 / 4);
    expect(found.difference).toBe(2.5);
    expect(found.standardError).toBeCloseTo(error, 12);
    expect(found.interval[0]).toBeCloseTo(2.5 - 3.182446305 * error, 8);
    expect(found.interval[1]).toBeCloseTo(2.5 + 3.182446305 * error, 8);
    expect(found.n).toBe(4);
    expect(found.clearOfZero).toBe(true);
  });

  it('is narrow where both policies share their luck, however wide the customers differ', () => {
    const a = Float64Array.from({ length: 50 }, (_, i) => 1000 * i + (i % 2));
    const b = Float64Array.from({ length: 50 }, (_, i) => 1000 * i);
    const { interval } = pairedDifference(a, b, 0.95);
    expect(interval[1] - interval[0]).toBeLessThan(0.3);
  });

  it('has no width where nothing differs, and is not clear of zero', () => {
    const same = Float64Array.of(0.1, 0.2, 0.3);
    expect(pairedDifference(same, same, 0.95)).toMatchObject({
      difference: 0,
      interval: [0, 0],
      clearOfZero: false,
    });
  });

  it('knows no interval of one pair, and refuses values without partners', () => {
    expect(pairedDifference(Float64Array.of(1), Float64Array.of(0), 0.95).interval).toEqual([
      -Infinity,
      Infinity,
    ]);
    expect(() => pairedDifference(Float64Array.of(1), Float64Array.of(), 0.95)).toThrow(
      'got 1 values against 0',
    );
  });
});

it('studentOverSeeds takes one number a seed', () => {
  // Five seeds, mean 3, sd sqrt(2.5), t(4 df, 97.5 %) = 2.776445.
  const { difference, interval } = studentOverSeeds([1, 2, 3, 4, 5], 0.95);
  expect(difference).toBe(3);
  expect(interval[0]).toBeCloseTo(3 - 2.776445105 * Math.sqrt(2.5 / 5), 8);
});
