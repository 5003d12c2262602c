import { exp64, log64 } from './transcendental.ts';

const MOST_STEPS = 200;
/** A Newton step of this size leaves an error near its square. */
const LAST_STEP = 2 ** -30;

/**
 * The x > 0 with cdf(x) = p, 0 < p < 1, by Newton's method on log cdf(exp t) - log p from t = `logStart`, kept between
 * the known bounds of the root and halving them where a step leaves them. In these coordinates the lower tails of gamma
 * and beta distributions are straight lines, so that quantiles as small as 1e-300 take a few steps.
 * `evaluate` returns the cdf at x and x times the density. Where x underflows, 0.
 */
export function quantileByLogarithms(
  p: number,
  logStart: number,
  evaluate: (x: number) => readonly [number, number],
): number {
  const wanted = log64(p);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let t = logStart;
  for (let step = 0; step < MOST_STEPS; step++) {
    const x = exp64(t);
    if (x === 0) return 0;
    const [reached, slope] = evaluate(x);
    if (reached < p) low = t;
    else high = t;
    const newton = t - ((log64(reached) - wanted) * reached) / slope;
    if (Math.abs(newton - t) <= LAST_STEP) return exp64(newton);
    t = newton > low && newton < high ? newton : between(low, high, t);
  }
  return exp64(t);
}

function between(low: number, high: number, t: number): number {
  if (low === Number.NEGATIVE_INFINITY) return t - 1;
  if (high === Number.POSITIVE_INFINITY) return t + 1;
  return 0.5 * (low + high);
}
