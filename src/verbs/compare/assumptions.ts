import { unwrap } from '../../core/issue.ts';
import type { Assumption } from '../../evaluation/comparison.ts';
import { openPolicy } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { World } from '../../scenario/world.ts';
import { report } from '../progress.ts';
import { mean, planFor, valuePolicy } from '../valuation.ts';
import type { Setting } from './compareSetting.ts';
import { bodyOf, type Contender } from './contenders.ts';

/**
 * Moves each named number to its stated low and high: the same frozen policies, the same customers and luck, no
 * retraining. What it moves most comes first; it flips the result where the winner changes inside the range.
 */
export async function moveAssumptions(
  setting: Setting,
  agent: Contender,
  reference: Contender,
): Promise<Assumption[]> {
  const { world, options } = setting;
  const stated = Object.entries(world.scenario.parameters).filter(
    ([, { low, high }]) => low !== null && high !== null,
  );
  const base = await advantage(setting, world, agent, reference);
  const moved: Assumption[] = [];
  for (const [parameter, { value, low, high, why, source }] of stated) {
    const at = async (number: number) => {
      const other = unwrap(await compileWorld(options.rescenario({ [parameter]: number })));
      return advantage(setting, other, agent, reference);
    };
    const [atLow, atHigh] = [await at(low as number), await at(high as number)];
    const flips = Math.sign(atLow) !== Math.sign(base) || Math.sign(atHigh) !== Math.sign(base);
    moved.push({
      parameter,
      value,
      low: low as number,
      high: high as number,
      why,
      source,
      base,
      atLow,
      atHigh,
      flips,
    });
    report(options, { stage: 'assumptions', done: moved.length, total: stated.length, unit: 'numbers' });
  }
  const swing = ({ atLow, atHigh }: Assumption) => Math.max(Math.abs(atLow - base), Math.abs(atHigh - base));
  return moved.sort((a, b) => swing(b) - swing(a));
}

/** Value a customer of the agent over the reference in a world, with each one's policy of the first seed. */
async function advantage(
  setting: Setting,
  world: World,
  agent: Contender,
  reference: Contender,
): Promise<number> {
  const { root, size, catalogue, options } = setting;
  const plan = planFor(world, root, 'evaluation', { customers: size.sensitivityCustomers, worlds: 2 });
  const value = async (contender: Contender) => {
    const policy = openPolicy(bodyOf(contender, 0), world.spec, catalogue.forms);
    return mean((await valuePolicy(world, policy, plan, options)).units.value);
  };
  return (await value(agent)) - (await value(reference));
}
