import { unwrap } from '../../core/issue.ts';
import type { Assumption, Headline } from '../../evaluation/comparison.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { World } from '../../scenario/world.ts';
import { report } from '../progress.ts';
import { mean, planFor, valuePolicy } from '../valuation.ts';
import type { Setting } from './compareSetting.ts';
import { type Contender, policyOf } from './contenders.ts';

export type Rivals = { readonly agent: Contender; readonly reference: Contender };

/**
 * Moves each named number to its stated low and high: every seed's frozen policies, the same customers and luck, no
 * retraining. Only the changes are taken from these runs and put on the headline, which rests on more customers: so
 * both speak of one result. What it moves most comes first.
 */
export async function moveAssumptions(
  setting: Setting,
  { perCustomer: { mean: headline } }: Headline,
  rivals: Rivals,
): Promise<Assumption[]> {
  const { world, options } = setting;
  const stated = Object.entries(world.scenario.parameters).filter(
    ([, { low, high }]) => low !== null && high !== null,
  );
  const own = stated.length === 0 ? 0 : await advantage(setting, world, rivals);
  const moved: Assumption[] = [];
  for (const [parameter, { value, low, high, why, source }] of stated) {
    const changeAt = async (number: number) => {
      const other = unwrap(await compileWorld(options.rescenario({ [parameter]: number })));
      return (await advantage(setting, other, rivals)) - own;
    };
    const range = { low: low as number, high: high as number };
    const changes = { low: await changeAt(range.low), high: await changeAt(range.high) };
    moved.push({ parameter, value, ...range, why, source, ...onHeadline(headline, changes) });
    report(options, { stage: 'assumptions', done: moved.length, total: stated.length, unit: 'numbers' });
  }
  const swing = ({ base, atLow, atHigh }: Assumption) =>
    Math.max(Math.abs(atLow - base), Math.abs(atHigh - base));
  return moved.sort((a, b) => swing(b) - swing(a));
}

/** The headline with a change at either end; it flips where an end has another sign than the headline. */
export function onHeadline(
  headline: number,
  changes: { readonly low: number; readonly high: number },
): Pick<Assumption, 'base' | 'atLow' | 'atHigh' | 'flips'> {
  const [atLow, atHigh] = [headline + changes.low, headline + changes.high];
  const flips = [atLow, atHigh].some((end) => Math.sign(end) !== Math.sign(headline));
  return { base: headline, atLow, atHigh, flips };
}

/** Value a customer of the agent over the reference in a world: the mean over all seeds' policies, each on its own customers. */
async function advantage(setting: Setting, world: World, { agent, reference }: Rivals): Promise<number> {
  const { root, size, seeds, catalogue, options } = setting;
  const customers = Math.max(1, Math.round(size.sensitivityCustomers / seeds));
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const plan = planFor(world, root, 'evaluation', { customers, worlds: 1, block: seed });
    const value = async (contender: Contender) => {
      const policy = policyOf({ ...contender, world }, seed, catalogue);
      return mean((await valuePolicy(world, policy, plan, options)).units.value);
    };
    sum += (await value(agent)) - (await value(reference));
  }
  return sum / seeds;
}
