import { cholesky, choleskySolve, matVec } from '../../core/linearAlgebra.ts';
import { type AdvantageSums, addScaled, type Encoded } from './advantageSums.ts';
import { type Contrasts, instrument } from './contrasts.ts';
import { type EvidenceFit, fitEvidence } from './evidence.ts';
import type { Steps } from './steps.ts';

/**
 * Q(s, a) = z' v + z' c_a with c = 0 for the base action: a level that all actions share, and effects.
 *
 * Let e = r + g (z'' v + h) - z' v, where z'' is the context some ticks later and h its best effect among legal
 * actions. Two estimating equations are solved in turn:
 *   level:    sum z (e - z' c_a) = 0                      (fitted value iteration)
 *   effects:  sum w_a z (e - z' c_a) = 0 for each action  (g-estimation)
 * The instrument w_a has mean 0 given the context, so an effect is right even where the level is badly modelled: the
 * noise and the curves of lifetime value stay in the level. Effects are shrunk by their evidence.
 */
export type AdvantageFit = {
  /** v [k] */
  readonly level: Float64Array;
  /** c_a by action; null at the base, and everywhere before the noise is known. */
  readonly effects: readonly (EvidenceFit | null)[];
};

/** Sums that depend on the fit that they were taken at. */
export type Outlook = {
  /** [k] sum of z (g h - z' c_a). */
  readonly level: Float64Array;
  /** By action [k] sum of w z e. */
  readonly effects: readonly Float64Array[];
  /** Variance of e - z' c_a; NaN before anything is known. */
  readonly variance: number;
};

export function blankOutlook(k: number, actions: number): Outlook {
  const effects = Array.from({ length: actions }, () => new Float64Array(k));
  return { level: new Float64Array(k), effects, variance: Number.NaN };
}

export type SolveOptions = {
  readonly base: number;
  /** Penalty on the level. */
  readonly ridge: number;
  /** Backups of value iteration: the level reaches so many steps ahead. */
  readonly backups: number;
};

/** Share of the rewards' squares that is taken for noise where rewards follow from contexts exactly. */
const EXACT = 1e-8;

/** Fixed-point steps of the evidence in one solution; the next goes on from there. */
const EVIDENCE_ROUNDS = 12;

/** Solves for the level, and for the effects once the noise is known, going on from an earlier fit. */
export function solveAdvantage(
  sums: AdvantageSums,
  outlook: Outlook,
  earlier: AdvantageFit | null,
  { base, ridge, backups }: SolveOptions,
): AdvantageFit {
  const level = solveLevel(sums, outlook.level, ridge, backups);
  const { variance } = outlook;
  const effects = sums.lifted.map((gram, a) => {
    if (a === base || !(variance > 0)) return null;
    const moment = outlook.effects[a];
    return fitEvidence({ gram, moment, variance }, earlier?.effects[a]?.alpha ?? null, EVIDENCE_ROUNDS);
  });
  return { level, effects };
}

/** v <- (G + ridge I)^-1 (paid + moment + F v), G the gram and F what is ahead, from v = 0. */
function solveLevel(
  { gram, ahead, paid }: AdvantageSums,
  moment: Float64Array,
  ridge: number,
  backups: number,
): Float64Array {
  const k = paid.length;
  const penalised = gram.slice();
  for (let j = 0; j < k; j++) penalised[j * k + j] += ridge;
  const factor = cholesky(penalised, k);
  let level = new Float64Array(k);
  for (let backup = 0; backup <= backups; backup++) {
    const later = matVec(ahead, level, k);
    level = choleskySolve(
      factor,
      later.map((value, j) => value + paid[j] + moment[j]),
      k,
    ) as Float64Array<ArrayBuffer>;
  }
  return level;
}

/** One sweep over a log at a fit, on top of the sums of `earlier` logs. */
export function lookAhead(
  blocks: readonly Steps[],
  fit: AdvantageFit,
  options: {
    readonly earlier: Outlook;
    readonly encoded: (steps: Steps) => Encoded;
    readonly contrasts: Contrasts;
  },
): Outlook {
  const { earlier, encoded, contrasts } = options;
  const level = earlier.level.slice();
  const effects = earlier.effects.map((own) => own.slice());
  let [squares, size, rows] = [0, 0, 0];
  for (const steps of blocks) {
    const { z, next } = encoded(steps);
    for (let i = 0; i < steps.n; i++) {
      const at = i * level.length;
      const g = steps.discount[i];
      const future = g === 0 ? 0 : g * bestEffect(steps, i, next, { fit, contrasts });
      const own = dotAt(fit.effects[steps.action[i]]?.theta, z, at);
      const after = g === 0 ? 0 : g * dotAt(fit.level, next, at);
      const error = steps.reward[i] + after + future - dotAt(fit.level, z, at);
      squares += (error - own) * (error - own);
      size += steps.reward[i] * steps.reward[i];
      addScaled(level, z, at, future - own);
      for (let a = 0; a < contrasts.actions; a++) {
        const w = instrument(steps, i, a, contrasts);
        if (w !== 0) addScaled(effects[a], z, at, w * error);
      }
    }
    rows += steps.n;
  }
  if (rows === 0) return { level, effects, variance: earlier.variance };
  return { level, effects, variance: Math.max(squares, EXACT * size, Number.MIN_VALUE) / rows };
}

/** h: the greatest effect among the actions that are legal next. */
function bestEffect(
  steps: Steps,
  i: number,
  next: Float32Array,
  { fit, contrasts }: { readonly fit: AdvantageFit; readonly contrasts: Contrasts },
): number {
  const { actions } = contrasts;
  const legality = steps.nextLegality;
  let best = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < actions; a++) {
    if (legality !== null && legality[i * actions + a] !== 0) continue;
    best = Math.max(best, dotAt(fit.effects[a]?.theta, next, i * fit.level.length));
  }
  return best > Number.NEGATIVE_INFINITY ? best : 0;
}

/** theta' z for z = values[at ..]; 0 without a theta. */
function dotAt(theta: Float64Array | undefined, values: Float32Array, at: number): number {
  let sum = 0;
  if (theta !== undefined) for (let j = 0; j < theta.length; j++) sum += theta[j] * values[at + j];
  return sum;
}
