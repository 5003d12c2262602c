import { betaQuantile, normalQuantile, quantileTable } from '../core/distributions.ts';
import { purposeOf, uniformOpen } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import type { DecisionBatch } from './policy.ts';

const f = Math.fround;
const POSTERIOR = purposeOf('posterior');
/** Knots of a beta posterior's table: coarse, since 32 draws see no more. */
const KNOTS = 256;

export type PosteriorKind = 'gaussian' | 'beta';
/** A draw from an action's posterior, from one uniform in (0, 1). */
type Sampler = (value: number, spread: number, u: number) => number;

/** Beliefs of one row: [A] each. */
export type RowBeliefs = { readonly value: Float32Array; readonly spread: Float32Array };

/**
 * Counts how often each action wins among posterior draws of one row and writes wins / draws. Draw m of action a is
 * word (m A + a) of the decision's own sequence, philox(key; id low, id high, index, purpose of `posterior`), so the
 * draws of an action do not depend on which others are legal; the lowest index wins a tie.
 */
export type WinCounter = (
  beliefs: RowBeliefs,
  batch: DecisionBatch,
  row: number,
  open: readonly number[],
  q: Float32Array,
) => void;

export function makeWinCounter(options: {
  readonly posterior: PosteriorKind;
  readonly draws: number;
  readonly scale: number;
}): WinCounter {
  const { draws } = options;
  const sample = options.posterior === 'beta' ? betaSampler() : gaussianSampler(options.scale);
  const words = new Uint32Array(4);
  return ({ value, spread }, { key, ids }, row, open, q) => {
    const actions = value.length;
    let block = -1;
    for (let m = 0; m < draws; m++) {
      let [best, bestDraw] = [open[0], Number.NEGATIVE_INFINITY];
      for (const a of open) {
        const at = m * actions + a;
        if (at >>> 2 !== block) {
          block = at >>> 2;
          philox4x32(key[0], key[1], ids[2 * row], ids[2 * row + 1], block, POSTERIOR, words);
        }
        const drawn = sample(value[a], spread[a], uniformOpen(words[at & 3]));
        if (drawn > bestDraw) [best, bestDraw] = [a, drawn];
      }
      q[best]++;
    }
    for (const a of open) q[a] = f(q[a] / draws);
  };
}

function gaussianSampler(scale: number): Sampler {
  const normal = quantileTable(normalQuantile);
  return (value, spread, u) => f(value + f(f(scale * spread) * f(normal(u))));
}

/** Beta(value, spread), by a table for each pair that occurs. */
function betaSampler(): Sampler {
  const tables = new Map<string, (u: number) => number>();
  return (a, b, u) => {
    const pair = `${a} ${b}`;
    const quantile = tables.get(pair) ?? quantileTable((p) => betaQuantile(a, b, p), KNOTS);
    tables.set(pair, quantile);
    return f(quantile(u));
  };
}
