/** This many cells at either end are not interpolated. */
const TAIL_CELLS = 8;

/**
 * A fast approximation of a quantile function: linear between its values at j / knots, j = 8 .. knots - 8, and the
 * quantile function itself in the 8 cells at either end, where quantiles bend (16 draws in 4,096). Increasing where
 * the quantile function is. A value at a knot is worked out when it is first needed, so that few draws cost little.
 *
 * With h = 1 / knots the error within a cell is below h^2 / 8 times the greatest second derivative of the quantile
 * there. For an exponential variable and 4,096 knots: at most 0.002 (at u = 0.998), and 3e-6 in the mean.
 * `quantile` takes p in (0, 1) and must be finite inside.
 */
export function quantileTable(quantile: (p: number) => number, knots = 4096): (u: number) => number {
  const table = new Float64Array(knots).fill(Number.NaN);
  const knot = (j: number) => {
    if (Number.isNaN(table[j])) table[j] = quantile(j / knots);
    return table[j];
  };
  return (u) => {
    const position = u * knots;
    if (!(position >= TAIL_CELLS && position < knots - TAIL_CELLS)) return quantile(u);
    const cell = Math.floor(position);
    const below = knot(cell);
    return below + (position - cell) * (knot(cell + 1) - below);
  };
}
