import { dot, matVec } from '../../core/linearAlgebra.ts';
import type { Encoding } from '../../policies/encoding.ts';
import { type AdvantageSums, addScaled, type Encoded } from './advantageSums.ts';
import { type Contrasts, instrument } from './contrasts.ts';
import { type EvidenceFit, fitEvidence } from './evidence.ts';
import { solveLinear } from './solveLinear.ts';
import { encodeSteps, type Steps } from './steps.ts';

/**
 * Q(s, a) = z' v + z' c_a with c = 0 for the base action: a level that all share, and effects.
 *
 * With the temporal difference e = r + g (z'' v + h) - z' v, where z'' is the next context and h its best effect
 * among legal actions, two estimating equations are solved in turn:
 *   level:    sum z (e - z' c_a) = 0                      (least-squares temporal differences)
 *   effects:  sum w_a z (e - z' c_a) = 0 for each action  (g-estimation)
 * The instrument w_a has mean 0 given the context, so an effect is right even where the level is badly modelled: the
 * noise and the curves of lifetime value stay in the level. Effects are shrunk by their evidence, coefficient by coefficient.
 */
export type AdvantageFit = {
  /** v [k] */
  readonly level: Float64Array;
  /** c_a by action; null at the base, and everywhere before the noise is known. */
  readonly effects: readonly (EvidenceFit | null)[];
  /** Variance of e - z' c_a. */
  readonly variance: number;
};

/** What the effects of a fit say of a log: h and the noise. */
export type Outlook = {
  /** [k] sum of z g h, and by action of w z g h. */
  readonly level: Float64Array;
  readonly ahead: readonly Float64Array[];
  readonly variance: number;
};

/** Turns of level and effects in one solution; they hardly touch, so few are enough. */
const TURNS = 4;
const EVIDENCE_ROUNDS = 8;

/** Solves both equations, starting from an earlier fit's effects. `ridge` is a penalty on the level. */
export function solveAdvantage(
  sums: AdvantageSums,
  outlook: Outlook,
  {
    earlier,
    base,
    ridge,
  }: { readonly earlier: AdvantageFit | null; readonly base: number; readonly ridge: number },
): AdvantageFit {
  const { variance } = outlook;
  let effects = earlier?.effects ?? sums.taken.map(() => null);
  let level = solveLevel(sums, outlook, effects, ridge);
  if (!(variance > 0)) return { level, effects, variance };
  for (let turn = 0; turn < TURNS; turn++) {
    effects = sums.taken.map((_, a) => {
      if (a === base) return null;
      const moment = sum(sums.moment[a], outlook.ahead[a], matVec(sums.drift[a], level, level.length));
      return fitEvidence(
        { gram: sums.lifted[a], moment, variance },
        effects[a]?.alpha ?? null,
        EVIDENCE_ROUNDS,
      );
    });
    level = solveLevel(sums, outlook, effects, ridge);
  }
  return { level, effects, variance };
}

function solveLevel(
  sums: AdvantageSums,
  outlook: Outlook,
  effects: AdvantageFit['effects'],
  ridge: number,
): Float64Array {
  const k = sums.levelMoment.length;
  const matrix = sums.level.slice();
  for (let j = 0; j < k; j++) matrix[j * k + j] += ridge;
  const moment = sum(sums.levelMoment, outlook.level);
  effects.forEach((effect, a) => {
    if (effect === null) return;
    const own = symmetricTimes(sums.taken[a], effect.theta);
    for (let j = 0; j < k; j++) moment[j] -= own[j];
  });
  return solveLinear(matrix, moment);
}

function sum(...vectors: readonly Float64Array[]): Float64Array {
  return vectors[0].map((_, j) => vectors.reduce((total, vector) => total + vector[j], 0));
}

/** A x of a symmetric A given by its lower triangle. */
function symmetricTimes(a: Float64Array, x: Float64Array): Float64Array {
  const k = x.length;
  return x.map((_, i) => {
    let total = 0;
    for (let j = 0; j < k; j++) total += (j <= i ? a[i * k + j] : a[j * k + i]) * x[j];
    return total;
  });
}

/** An outlook without a future and with unknown noise: where to begin. */
export function blankOutlook(k: number, actions: number): Outlook {
  return {
    level: new Float64Array(k),
    ahead: Array.from({ length: actions }, () => new Float64Array(k)),
    variance: Number.NaN,
  };
}

/** One sweep over a log: the sums that the best effect ahead adds, on top of `earlier` logs', and the noise. */
export function lookAhead(
  blocks: readonly Steps[],
  fit: AdvantageFit,
  {
    earlier,
    encoding,
    contrasts,
  }: { readonly earlier: Outlook; readonly encoding: Encoding; readonly contrasts: Contrasts },
): Outlook {
  const level = earlier.level.slice();
  const ahead = earlier.ahead.map((own) => own.slice());
  let [squares, rows] = [0, 0];
  for (const steps of blocks) {
    const encoded = encodeSteps(encoding, steps);
    for (let i = 0; i < steps.n; i++) {
      const future =
        steps.discount[i] === 0 ? 0 : steps.discount[i] * bestEffect(steps, i, encoded, fit, contrasts);
      const error = differenceOf(steps, i, encoded, fit) + future;
      squares += error * error;
      if (future === 0) continue;
      const at = i * level.length;
      addScaled(level, encoded.z, at, future);
      for (let a = 0; a < contrasts.actions; a++) {
        const w = instrument(steps, i, a, contrasts);
        if (w !== 0) addScaled(ahead[a], encoded.z, at, w * future);
      }
    }
    rows += steps.n;
  }
  return { level, ahead, variance: rows > 0 ? squares / rows : Number.NaN };
}

/** h: the greatest effect among the actions that are legal next. */
function bestEffect(
  steps: Steps,
  i: number,
  { next }: Encoded,
  { effects, level }: AdvantageFit,
  contrasts: Contrasts,
): number {
  const { actions } = contrasts;
  const legality = steps.nextLegality;
  let best = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < actions; a++) {
    if (legality !== null && legality[i * actions + a] !== 0) continue;
    const effect = effects[a];
    best = Math.max(best, effect === null ? 0 : dotAt(effect.theta, next, i * level.length));
  }
  return best > Number.NEGATIVE_INFINITY ? best : 0;
}

/** r + g z'' v - z' v - z' c_a: the temporal difference but for the best effect ahead. */
function differenceOf(
  steps: Steps,
  i: number,
  { z, next }: Encoded,
  { level, effects }: AdvantageFit,
): number {
  const at = i * level.length;
  const effect = effects[steps.action[i]];
  const own = effect === null ? 0 : dotAt(effect.theta, z, at);
  const after = steps.discount[i] === 0 ? 0 : steps.discount[i] * dotAt(level, next, at);
  return steps.reward[i] + after - dotAt(level, z, at) - own;
}

function dotAt(theta: Float64Array, values: Float32Array, at: number): number {
  return dot(theta, values.subarray(at, at + theta.length));
}
