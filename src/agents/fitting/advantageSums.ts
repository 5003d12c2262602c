import { type Contrasts, instrument } from './contrasts.ts';
import { addOuter } from './ridge.ts';
import type { Steps } from './steps.ts';

/**
 * What advantage.ts needs of a log whatever the fit, over rows with context z, next context z', reward r and
 * discount g. Learning over more logs goes on adding to it.
 */
export type AdvantageSums = {
  readonly rows: number;
  /** [k x k] lower triangle: sum of z z'. */
  readonly gram: Float64Array;
  /** [k x k]: sum of g z (z')'. */
  readonly ahead: Float64Array;
  /** [k]: sum of z r. */
  readonly paid: Float64Array;
  /** By action [k x k] lower triangle: sum of w z z' over the rows that took it, w the instrument. */
  readonly lifted: readonly Float64Array[];
};

/** Design vectors of a block of steps, [n x k] each. */
export type Encoded = { readonly z: Float32Array; readonly next: Float32Array };

export function emptyAdvantage(k: number, actions: number): AdvantageSums {
  return {
    rows: 0,
    gram: new Float64Array(k * k),
    ahead: new Float64Array(k * k),
    paid: new Float64Array(k),
    lifted: Array.from({ length: actions }, () => new Float64Array(k * k)),
  };
}

/** The sums with the steps of a log added; the old ones stay as they were. */
export function addToAdvantage(
  old: AdvantageSums,
  blocks: readonly Steps[],
  encoded: (steps: Steps) => Encoded,
  contrasts: Contrasts,
): AdvantageSums {
  const { gram, ahead, paid } = { gram: old.gram.slice(), ahead: old.ahead.slice(), paid: old.paid.slice() };
  const lifted = old.lifted.map((own) => own.slice());
  const k = paid.length;
  let { rows } = old;
  for (const steps of blocks) {
    const { z, next } = encoded(steps);
    for (let i = 0; i < steps.n; i++) {
      const a = steps.action[i];
      const w = instrument(steps, i, a, contrasts);
      addOuter(gram, z, i * k, k, 1);
      if (w !== 0) addOuter(lifted[a], z, i * k, k, w);
      if (steps.discount[i] !== 0) addProduct(ahead, { z, next, at: i * k }, steps.discount[i]);
      addScaled(paid, z, i * k, steps.reward[i]);
    }
    rows += steps.n;
  }
  return { rows, gram, ahead, paid, lifted };
}

/** m += w z (z')'. */
function addProduct(m: Float64Array, { z, next, at }: Encoded & { readonly at: number }, w: number): void {
  const k = Math.sqrt(m.length);
  for (let i = 0; i < k; i++) {
    const scaled = w * z[at + i];
    if (scaled === 0) continue;
    for (let j = 0; j < k; j++) m[i * k + j] += scaled * next[at + j];
  }
}

/** v += w z. */
export function addScaled(v: Float64Array, z: Float32Array, at: number, w: number): void {
  for (let j = 0; j < v.length; j++) v[j] += w * z[at + j];
}
