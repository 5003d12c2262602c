import { type Contrasts, instrument } from './contrasts.ts';
import { addOuter } from './ridge.ts';
import type { Steps } from './steps.ts';

/**
 * Sums of the two estimating equations of advantage.ts, over rows i with context z, next context z', reward r and
 * discount g. Learning over more logs goes on adding to them.
 */
export type AdvantageSums = {
  readonly rows: number;
  /** [k x k]: sum of z (z - g z')'; [k]: sum of z r. */
  readonly level: Float64Array;
  readonly levelMoment: Float64Array;
  /** By action, from here on. [k x k] lower triangle: sum of z z' over its rows. */
  readonly taken: readonly Float64Array[];
  /** [k x k] lower triangle: sum of w z z' over its rows, w the instrument. */
  readonly lifted: readonly Float64Array[];
  /** [k x k]: sum of w z (g z' - z)'. */
  readonly drift: readonly Float64Array[];
  /** [k]: sum of w z r. */
  readonly moment: readonly Float64Array[];
};

export function emptyAdvantage(k: number, actions: number): AdvantageSums {
  const each = (size: number) => Array.from({ length: actions }, () => new Float64Array(size));
  return {
    rows: 0,
    level: new Float64Array(k * k),
    levelMoment: new Float64Array(k),
    taken: each(k * k),
    lifted: each(k * k),
    drift: each(k * k),
    moment: each(k),
  };
}

/** A copy that may be added to while the original stays as it was. */
export function copyAdvantage(sums: AdvantageSums): AdvantageSums {
  const each = (arrays: readonly Float64Array[]) => arrays.map((array) => array.slice());
  return {
    ...sums,
    level: sums.level.slice(),
    levelMoment: sums.levelMoment.slice(),
    taken: each(sums.taken),
    lifted: each(sums.lifted),
    drift: each(sums.drift),
    moment: each(sums.moment),
  };
}

/** Encoded contexts of a block of steps, each [n x k]. */
export type Encoded = { readonly z: Float32Array; readonly next: Float32Array };

/** Adds a block of steps to the sums, in place; returns how many. */
export function addSteps(
  sums: AdvantageSums,
  steps: Steps,
  { z, next }: Encoded,
  contrasts: Contrasts,
): number {
  const k = sums.levelMoment.length;
  const ahead = new Float64Array(k);
  for (let i = 0; i < steps.n; i++) {
    const at = i * k;
    const a = steps.action[i];
    for (let j = 0; j < k; j++) ahead[j] = steps.discount[i] * next[at + j] - z[at + j];
    addProduct(sums.level, z, at, ahead, -1);
    addScaled(sums.levelMoment, z, at, steps.reward[i]);
    addOuter(sums.taken[a], z, at, k, 1);
    for (let b = 0; b < contrasts.actions; b++) {
      const w = instrument(steps, i, b, contrasts);
      if (w === 0) continue;
      if (b === a) addOuter(sums.lifted[b], z, at, k, w);
      addProduct(sums.drift[b], z, at, ahead, w);
      addScaled(sums.moment[b], z, at, w * steps.reward[i]);
    }
  }
  return steps.n;
}

/** m += w z u'. */
function addProduct(m: Float64Array, z: Float32Array, at: number, u: Float64Array, w: number): void {
  const k = u.length;
  for (let i = 0; i < k; i++) {
    const scaled = w * z[at + i];
    if (scaled === 0) continue;
    for (let j = 0; j < k; j++) m[i * k + j] += scaled * u[j];
  }
}

/** v += w z. */
export function addScaled(v: Float64Array, z: Float32Array, at: number, w: number): void {
  for (let j = 0; j < v.length; j++) v[j] += w * z[at + j];
}
