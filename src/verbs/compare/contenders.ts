import type { Key } from '../../core/luck.ts';
import type { Difference, PolicyResult, PolicyRole } from '../../evaluation/comparison.ts';
import { type Measure, measures } from '../../evaluation/comparison.ts';
import { pairedDifference, studentOverSeeds } from '../../evaluation/pairedComparison.ts';
import { openPolicy } from '../../policies/index.ts';
import type { Policy, PolicyBody } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import type { Catalogue } from '../catalogue.ts';
import { report, type Watch } from '../progress.ts';
import { concatenated, mean, planFor, type SimulatePieces, type Valued, valuePolicy } from '../valuation.ts';

/** A policy that takes part in a comparison; one that was trained has a body for each training seed. */
export type Contender = {
  readonly title: string;
  readonly role: PolicyRole;
  readonly world: World;
  readonly bodies: readonly PolicyBody[];
};

/** How a contender fared on each seed's own fresh customers and luck. */
export type Fared = { readonly contender: Contender; readonly bySeed: readonly Valued[] };

export type FreshSize = {
  /** Customers a seed, and worlds a seed where customers are coupled. */
  readonly customers: number;
  readonly worlds: number;
};

export function bodyOf({ bodies }: Contender, seed: number): PolicyBody {
  return bodies[Math.min(seed, bodies.length - 1)];
}

export function policyOf(contender: Contender, seed: number, { forms }: Pick<Catalogue, 'forms'>): Policy {
  return openPolicy(bodyOf(contender, seed), contender.world.spec, forms);
}

/**
 * Values every contender on fresh luck: seed s of each meets customers and luck that no other seed meets, and that all
 * contenders share.
 */
export async function valueContenders(
  contenders: readonly Contender[],
  options: Watch & {
    readonly root: Key;
    readonly seeds: number;
    readonly size: FreshSize;
    readonly catalogue: Catalogue;
    readonly pieces?: SimulatePieces;
  },
): Promise<Fared[]> {
  const { root, seeds, size } = options;
  const fared: Fared[] = [];
  for (const contender of contenders) {
    const bySeed: Valued[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const plan = planFor(contender.world, root, 'evaluation', { ...size, block: seed });
      bySeed.push(
        await valuePolicy(contender.world, policyOf(contender, seed, options.catalogue), plan, options),
      );
    }
    fared.push({ contender, bySeed });
    report(options, { stage: 'fresh luck', done: fared.length, total: contenders.length, unit: 'policies' });
  }
  return fared;
}

const isTrained = ({ contender }: Fared): boolean => contender.bodies.length > 1;

/** One policy's means: over seeds where it was trained, over customers or worlds else. */
export function resultOf(fared: Fared, level: number, policyId: string): PolicyResult {
  const { contender, bySeed } = fared;
  const means = Object.fromEntries(
    measures.map((measure) => {
      const seedMeans = bySeed.map(({ units }) => mean(units[measure]));
      const units = concatenated(bySeed.map((valued) => valued.units[measure]));
      const { difference, interval } = studentOverSeeds(isTrained(fared) ? seedMeans : units, level);
      return [measure, { mean: difference, interval }];
    }),
  ) as unknown as PolicyResult['means'];
  const terminal = mean(Float64Array.from(bySeed, (valued) => valued.terminal));
  const { mean: value } = means.value;
  return {
    title: contender.title,
    role: contender.role,
    policyId,
    means,
    truncatedShare: value === 0 ? 0 : terminal / value,
  };
}

/** `policy` minus `reference` on the same luck: by seed where either was trained, else by customer or world. */
export function differenceOf(policy: Fared, reference: Fared, measure: Measure, level: number): Difference {
  const bySeed = isTrained(policy) || isTrained(reference);
  const pairs = policy.bySeed.map((valued, s) => {
    const other = reference.bySeed[s].units[measure];
    return valued.units[measure].map((value, i) => value - other[i]);
  });
  const { difference, interval, n } = bySeed
    ? studentOverSeeds(pairs.map(mean), level)
    : studentOverSeeds(concatenated(pairs), level);
  return {
    policy: policy.contender.title,
    reference: reference.contender.title,
    measure,
    mean: difference,
    interval,
    unit: bySeed ? 'seed' : policy.bySeed[0].unit,
    units: n,
  };
}

/** Mean differences in value seed by seed. */
export function seedDifferences(policy: Fared, reference: Fared): number[] {
  return policy.bySeed.map(
    (valued, s) => pairedDifference(valued.units.value, reference.bySeed[s].units.value, 0.95).difference,
  );
}
