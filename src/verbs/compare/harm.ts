import { normalQuantile } from '../../core/distributions.ts';
import type { Harm } from '../../evaluation/comparison.ts';
import { studentOverSeeds } from '../../evaluation/pairedComparison.ts';
import { twinEffects } from '../../simulator/twins.ts';
import { breathe, report } from '../progress.ts';
import { wholeRun } from '../valuation.ts';
import type { Setting } from './compareSetting.ts';
import { type Contender, policyOf } from './contenders.ts';
import { segmentsOf } from './segments.ts';

/** Share of unharmed customers whose bound lies below zero by chance. */
const CHANCE = 0.025;

/**
 * Who is worse off under the agent than under today's rules: customers whose expected difference, over luck keys with
 * the population fixed, has an upper 95 % bound below zero. Where nobody is harmed some 2.5 % still seem so
 * by chance; the method says so.
 */
export async function harmOf(setting: Setting, agent: Contender, rules: Contender): Promise<Harm> {
  const { world, root, size, catalogue, level, options } = setting;
  const start = world.coupled ? world.scenario.population.size : size.harmCustomers;
  const luckKeys = size.luckKeys;
  const cohort = wholeRun(world, root, 'evaluation', { size: start, repeat: 0 });
  const { count } = cohort;
  const side = (contender: Contender) => ({ policy: policyOf(contender, 0, catalogue) });
  const onProgress = (done: number, total: number) => {
    report(options, { stage: 'who is worse off', done, total, unit: 'luck keys' });
    return breathe(options);
  };
  const twins = await twinEffects(world, side(agent), side(rules), {
    ...{ root, use: 'evaluation', cohort, luckKeys, onProgress },
  });
  const z = normalQuantile(1 - CHANCE);
  const worse = twins.effect.map((effect, i) => (effect + z * twins.standardError[i] < 0 ? 1 : 0));
  const better = twins.effect.map((effect, i) => (effect - z * twins.standardError[i] > 0 ? 1 : 0));
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const segments = segmentsOf(world, root, 'evaluation', cohort).map(({ title, members }) => {
    const { difference, interval } = studentOverSeeds(
      members.map((i) => twins.effect[i]),
      level,
    );
    return {
      segment: title,
      customers: members.length,
      worseOff: members.reduce((total, i) => total + worse[i], 0),
      difference: { mean: difference, interval },
    };
  });
  return {
    luckKeys,
    customers: count,
    worseOff: sum(worse),
    betterOff: sum(better),
    totalLoss: twins.effect.reduce((total, effect, i) => (worse[i] ? total + effect : total), 0),
    segments,
    method: [
      `The first seed's policy of ${agent.title} against ${rules.title}, means over ${luckKeys} ${twins.wholeWorlds ? 'whole worlds' : 'luck keys'}`,
      'with the same customers; worse off is who has an upper 95% bound below zero,',
      `which by chance alone would hold for some ${Math.round(CHANCE * count)} of ${count}`,
    ].join(' '),
  };
}
