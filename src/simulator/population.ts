import { betaQuantile, gammaQuantile, normalQuantile, quantileTable } from '../core/distributions.ts';
import { drawWord, type Key, purposeOf, uniform24, uniformOpen } from '../core/luck.ts';
import { exp64, log64 } from '../core/transcendental.ts';
import type { Distribution } from '../scenario/scenario.ts';
import type { World, WorldTrait } from '../scenario/world.ts';
import { type LeafColumns, sourceKey } from './memory.ts';

/** Draws one trait from one word: inverse distribution functions, so that luck maps to a value monotonically. */
export type TraitSampler = (word: number) => number;

/** Index of the first share that a uniform falls into. */
export function pick(shares: Float64Array, u: number): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) {
    total += shares[i];
    if (u < total) return i;
  }
  let last = shares.length - 1;
  while (last > 0 && shares[last] === 0) last--;
  return last;
}

function sampler(distribution: Distribution): TraitSampler | null {
  switch (distribution.kind) {
    case 'normal': {
      const { mean, sd, min, max } = distribution;
      return (word) => Math.min(max, Math.max(min, mean + sd * normalQuantile(uniformOpen(word))));
    }
    case 'logNormal': {
      const mu = log64(distribution.median);
      return (word) => exp64(mu + distribution.sigma * normalQuantile(uniformOpen(word)));
    }
    case 'uniform':
      return (word) => distribution.min + (distribution.max - distribution.min) * uniform24(word);
    case 'beta': {
      const inverse = quantileTable((p) => betaQuantile(distribution.a, distribution.b, p));
      return (word) => inverse(uniformOpen(word));
    }
    case 'gamma': {
      const inverse = quantileTable((p) => gammaQuantile(distribution.shape, p));
      return (word) => distribution.scale * inverse(uniformOpen(word));
    }
    case 'chance':
      return (word) => (uniform24(word) < distribution.p ? 1 : 0);
    case 'oneOf': {
      const shares = Float64Array.from(Object.values(distribution.shares));
      return (word) => pick(shares, uniform24(word));
    }
    case 'formula':
      return null;
  }
}

/** One sampler a trait, null for traits worked out by formula; tables are built once a world. */
export function makeSamplers(traits: readonly WorldTrait[]): readonly (TraitSampler | null)[] {
  return traits.map((trait) => sampler(trait.distribution));
}

/**
 * Draws the traits of customers rows 0 .. n-1 from the population key into their columns (f32). Draw `trait/NAME` at
 * tick 0: another trait, added or removed, leaves all others as they are.
 */
export function drawTraits(
  world: World,
  samplers: readonly (TraitSampler | null)[],
  key: Key,
  who: {
    readonly n: number;
    readonly idLow: Uint32Array;
    readonly idHigh: Uint32Array;
    readonly columns: LeafColumns;
  },
): void {
  world.traits.forEach((trait, k) => {
    const draw = samplers[k];
    const column = who.columns.get(sourceKey({ kind: 'trait', name: trait.name }));
    if (!draw || !column) return;
    const purpose = purposeOf(`trait/${trait.name}`);
    for (let row = 0; row < who.n; row++)
      column[row] = draw(drawWord(key, who.idLow[row], who.idHigh[row], 0, purpose));
  });
}
