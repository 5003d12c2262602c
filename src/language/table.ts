/**
 * A piecewise linear function through (xs[k], ys[k]), k = 0 .. m, its ends clamped, with the slope of each segment
 * (m of them). Its value at x is worked out in f32, each step rounded, in this order (a SIMD kernel selects where
 * this says "the last k"):
 *
 *   x' = min(max(x, xs[0]), xs[m])            NaN stays NaN
 *   k  = the last of 0 .. m-1 with k = 0 or x' >= xs[k]
 *   y  = ys[k] + (x' - xs[k]) * slopes[k]
 *   y  = ys[m] where x' >= xs[m]
 *
 * so that each point is met exactly.
 */
export type Table = {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** slopes[k] = (ys[k+1] - ys[k]) / (xs[k+1] - xs[k]), each step rounded to f32. */
  readonly slopes: Float32Array;
};

export function makeTable(xs: readonly number[], ys: readonly number[]): Table {
  const table = {
    xs: Float32Array.from(xs),
    ys: Float32Array.from(ys),
    slopes: new Float32Array(xs.length - 1),
  };
  for (let k = 0; k < table.slopes.length; k++) {
    const [rise, run] = [table.ys[k + 1] - table.ys[k], table.xs[k + 1] - table.xs[k]];
    table.slopes[k] = Math.fround(rise) / Math.fround(run);
  }
  return table;
}

/** What is wrong with a table's points as f32, in plain words, or null. */
export function tableProblem(xs: readonly number[], ys: readonly number[]): string | null {
  if (xs.length !== ys.length) return `${xs.length} keys and ${ys.length} values`;
  if (xs.length < 2) return `${xs.length} point${xs.length === 1 ? '' : 's'}, and a line needs two`;
  const { xs: keys, slopes } = makeTable(xs, ys);
  for (let k = 0; k + 1 < keys.length; k++) {
    if (!(keys[k] < keys[k + 1])) return `key ${xs[k + 1]} after key ${xs[k]}, and keys must rise`;
    if (!Number.isFinite(slopes[k]) || !Number.isFinite(Math.fround(keys[k + 1] - keys[k])))
      return `a slope between keys ${xs[k]} and ${xs[k + 1]} that is no finite number`;
  }
  return null;
}
