import {
  betaQuantile,
  gammaQuantile,
  normalCdf,
  normalQuantile,
  quantileTable,
} from '../core/distributions.ts';
import { uniform24, uniformOpen } from '../core/luck.ts';
import { exp64, log64 } from '../core/transcendental.ts';
import { poissonQuantile } from './poissonQuantile.ts';
import type { Distribution, NumberDistribution } from './scenario.ts';

/** Draws a trait from one word: inverse distribution functions, so that luck maps to a value monotonically. */
export type WordSampler = (word: number) => number;

/** The same for a number, which a standard normal may stand behind as well. */
export type NumberSampler = {
  readonly ofWord: WordSampler;
  /** The value at the quantile that `z` is of the standard normal. */
  readonly ofNormal: (z: number) => number;
};

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

/** Tables of quantiles fill as they are asked, so a sampler is made once a world. */
export function numberSampler(distribution: NumberDistribution): NumberSampler {
  switch (distribution.kind) {
    case 'normal': {
      const { mean, sd, min, max } = distribution;
      return fromNormal((z) => Math.min(max, Math.max(min, mean + sd * z)));
    }
    case 'logNormal': {
      const mu = log64(distribution.median);
      return fromNormal((z) => exp64(mu + distribution.sigma * z));
    }
    case 'uniform': {
      const between = (u: number) => distribution.min + (distribution.max - distribution.min) * u;
      return { ofWord: (word) => between(uniform24(word)), ofNormal: (z) => between(normalCdf(z)) };
    }
    case 'beta':
      return fromUniform(quantileTable((p) => betaQuantile(distribution.a, distribution.b, p)));
    case 'gamma': {
      const inverse = quantileTable((p) => gammaQuantile(distribution.shape, p));
      return fromUniform((u) => distribution.scale * inverse(u));
    }
    case 'poisson':
      return fromUniform(poissonQuantile(distribution.mean));
  }
}

function fromNormal(ofNormal: (z: number) => number): NumberSampler {
  return { ofWord: (word) => ofNormal(normalQuantile(uniformOpen(word))), ofNormal };
}

function fromUniform(quantile: (u: number) => number): NumberSampler {
  return { ofWord: (word) => quantile(uniformOpen(word)), ofNormal: (z) => quantile(normalCdf(z)) };
}

/** The sampler of a distribution that takes one word. */
export function wordSampler(
  distribution: Exclude<Distribution, { kind: 'mixture' | 'formula' }>,
): WordSampler {
  switch (distribution.kind) {
    case 'chance':
      return (word) => (uniform24(word) < distribution.p ? 1 : 0);
    case 'oneOf': {
      const shares = Float64Array.from(Object.values(distribution.shares));
      return (word) => pick(shares, uniform24(word));
    }
    case 'row': {
      const { values } = distribution;
      return (word) => values[Math.floor(word * 2 ** -32 * values.length)];
    }
    default:
      return numberSampler(distribution).ofWord;
  }
}
