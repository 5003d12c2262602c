/**
 * Count, mean and sum of squared deviations (M2) of a sample, as a plain value that one can push to, merge and store.
 * Sources: Welford 1962, Technometrics 4(3), 419-420; Chan, Golub and LeVeque 1979, STAN-CS-79-773, for the merge.
 */
export type Moments = { readonly n: number; readonly mean: number; readonly m2: number };

export const NO_MOMENTS: Moments = { n: 0, mean: 0, m2: 0 };

/** The moments with one more value x: mean' = mean + (x - mean) / n', M2' = M2 + (x - mean) (x - mean'). */
export function pushMoment({ n, mean, m2 }: Moments, x: number): Moments {
  const moved = mean + (x - mean) / (n + 1);
  return { n: n + 1, mean: moved, m2: m2 + (x - mean) * (x - moved) };
}

/** The moments of both samples: with d = b.mean - a.mean, M2 = M2a + M2b + d^2 na nb / n. The order of merging counts. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const d = b.mean - a.mean;
  return { n, mean: a.mean + (d * b.n) / n, m2: a.m2 + b.m2 + (d * d * a.n * b.n) / n };
}

export function momentsOf(values: ArrayLike<number>): Moments {
  return pushMoments(NO_MOMENTS, values);
}

/** The moments with more values, one after the other: to the bit what they are of all at once. */
export function pushMoments(so: Moments, values: ArrayLike<number>): Moments {
  let { n, mean, m2 } = so;
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - mean;
    mean += d / ++n;
    m2 += d * (values[i] - mean);
  }
  return { n, mean, m2 };
}

/** M2 / (n - 1), the unbiased sample variance; NaN below two values. */
export function varianceOf({ n, m2 }: Moments): number {
  return n < 2 ? Number.NaN : m2 / (n - 1);
}

/** The arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : momentsOf(values).mean;
}

/** The unbiased sample variance; NaN below two values. */
export function variance(values: ArrayLike<number>): number {
  return varianceOf(momentsOf(values));
}
