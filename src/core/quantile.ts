/**
 * The sample quantile of level p in [0, 1]: linear between order statistics, h = (n - 1) p, x_floor(h) + (h - floor h)
 * (x_floor(h)+1 - x_floor(h)); definition 7 of Hyndman and Fan 1996, The American Statistician 50(4), 361-365.
 * `sorted` says that values already rise; else a copy is sorted. NaN of nothing, or where a value is NaN.
 */
export function quantile(
  values: ArrayLike<number>,
  p: number,
  options: { readonly sorted?: boolean } = {},
): number {
  const n = values.length;
  if (n === 0 || !(p >= 0 && p <= 1)) return Number.NaN;
  const rising = options.sorted ? values : Float64Array.from(values).sort();
  if (Number.isNaN(rising[n - 1])) return Number.NaN;
  const h = (n - 1) * p;
  const below = Math.floor(h);
  const above = Math.min(below + 1, n - 1);
  // the minimum keeps rounding from stepping over the order statistic above
  return Math.min(rising[above], rising[below] + (h - below) * (rising[above] - rising[below]));
}
