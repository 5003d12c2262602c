import { normalQuantile } from '../core/distributions.ts';
import { uniform24, uniformOpen } from '../core/luck.ts';
import { cholesky } from '../core/matrices.ts';
import { drawNames } from './drawNames.ts';
import { numberSampler, pick, wordSampler } from './samplers.ts';
import type { Correlated, Distribution, MixturePart, NumberDistribution, Population } from './scenario.ts';

/** How a trait is drawn: one word of luck from each of the named draws, at tick 0 from the population key. */
export type TraitDraw = {
  readonly draws: readonly string[];
  /** `customer` is the lower half of the id: the index of a customer who comes by themselves. */
  readonly value: (words: ArrayLike<number>, customer: number) => number;
};

/** The greatest normal that a single draw can give: correlated ones go no further. */
const FURTHEST = normalQuantile(1 - 2 ** -24);

/** The draw of each trait of a population by its name; null for a formula. */
export function traitDraws({ traits, correlated, size }: Population): ReadonlyMap<string, TraitDraw | null> {
  const draws = new Map(Object.entries(traits).map(([name, trait]) => [name, ownDraw(name, trait, size)]));
  for (const group of correlated) {
    const factor = cholesky(group.matrix.flat(), group.traits.length);
    group.traits.forEach((name, i) => {
      const row = factor.subarray(i * group.traits.length, i * group.traits.length + i + 1);
      // A trait that nothing before it touches keeps its own draw, and so its value to the bit.
      if (row.some((weight, j) => j < i && weight !== 0)) {
        draws.set(name, correlatedDraw(group, row, traits[name] as NumberDistribution));
      }
    });
  }
  return draws;
}

function ownDraw(name: string, distribution: Distribution, size: number): TraitDraw | null {
  if (distribution.kind === 'formula') return null;
  if (distribution.kind === 'row' && distribution.inOrder) {
    const { values } = distribution;
    return { draws: [], value: (_, customer) => values[customer % size] };
  }
  if (distribution.kind === 'mixture') return mixtureDraw(name, distribution.parts);
  const sample = wordSampler(distribution);
  const from = distribution.kind === 'row' ? drawNames.row : drawNames.trait(name);
  return { draws: [from], value: (words) => sample(words[0]) };
}

/** The segment from one draw, the value from another: a segment's edge moves nobody within the others. */
function mixtureDraw(name: string, parts: readonly MixturePart[]): TraitDraw {
  const shares = Float64Array.from(parts, ({ share }) => share);
  const samplers = parts.map((part) => numberSampler(part).ofWord);
  return {
    draws: [drawNames.trait(`${name}#0`), drawNames.trait(`${name}#1`)],
    value: (words) => samplers[pick(shares, uniform24(words[0]))](words[1]),
  };
}

/**
 * A Gaussian copula: z = sum over j <= i of L_ij n_j, with n_j the normal of trait j's own word and L the Cholesky factor
 * of the correlations, in the order listed. So traits further down the list move nobody above.
 */
function correlatedDraw(group: Correlated, row: Float64Array, distribution: NumberDistribution): TraitDraw {
  const { ofNormal } = numberSampler(distribution);
  return {
    draws: Array.from(row, (_, j) => drawNames.trait(group.traits[j])),
    value(words) {
      let z = 0;
      for (let j = 0; j < row.length; j++) z += row[j] * normalQuantile(uniformOpen(words[j]));
      return ofNormal(Math.min(FURTHEST, Math.max(-FURTHEST, z)));
    },
  };
}
