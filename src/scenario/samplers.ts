import { betaQuantile, gammaQuantile, normalQuantile, quantileTable } from '../core/distributions.ts';
import { uniform24, uniformOpen } from '../core/luck.ts';
import { exp64, log64 } from '../core/transcendental.ts';
import type { Distribution } from './scenario.ts';

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

/**
 * The sampler of a distribution, null for a formula. Its table of quantiles, where it has one, fills as it is asked, so
 * it is made once a world.
 */
export function samplerOf(distribution: Distribution): TraitSampler | null {
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
