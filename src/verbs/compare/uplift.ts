import type { Uplift } from '../../evaluation/comparison.ts';
import { studentOverSeeds } from '../../evaluation/pairedComparison.ts';
import { Legality } from '../../journey/records.ts';
import { twinEffects } from '../../simulator/twins.ts';
import { breathe, report } from '../progress.ts';
import { wholeRun } from '../valuation.ts';
import type { Setting } from './compareSetting.ts';
import { type Contender, policyOf } from './contenders.ts';
import { segmentsOf } from './segments.ts';

/**
 * What each intervention does where: twins of the same customer, today's rules throughout, but for the first
 * decision in the stage at which the action is legal, which is the action for one twin and none for the other.
 * The effect is on discounted value, a mean over luck keys, for customers to whom it happened.
 */
export async function upliftsOf(setting: Setting, rules: Contender): Promise<Uplift[]> {
  const { world, root, size, catalogue, level, options } = setting;
  const start = world.coupled ? world.scenario.population.size : size.upliftCustomers;
  const cohort = wholeRun(world, root, 'evaluation', { size: start, repeat: 0 });
  const segments = segmentsOf(world, root, 'evaluation', cohort);
  const policy = policyOf(rules, 0, catalogue);
  const none = world.actions.none as number;
  const pairs = stageActions(setting);
  const uplifts: Uplift[] = [];
  for (const [done, { stage, action }] of pairs.entries()) {
    await breathe(options);
    const at = (take: number) => ({ policy, override: { stage, when: action, take } });
    const luckKeys = size.upliftLuckKeys;
    const twins = await twinEffects(world, at(action), at(none), {
      root,
      use: 'evaluation',
      cohort,
      luckKeys,
    });
    for (const { title, members } of segments) {
      const touched = members.filter((i) => twins.touched[i] === 1);
      if (touched.length < 10) continue;
      const { difference, interval } = studentOverSeeds(
        touched.map((i) => twins.effect[i]),
        level,
      );
      uplifts.push({
        stage: world.seenStages[stage],
        action: world.actions.actions[action].name,
        segment: title,
        customers: touched.length,
        effect: { mean: difference, interval },
      });
    }
    report(options, {
      stage: 'what each intervention does',
      done: done + 1,
      total: pairs.length,
      unit: 'interventions',
    });
  }
  return uplifts;
}

/** Every action in every seen stage that its guardrails allow it in. */
function stageActions({ world }: Setting): { stage: number; action: number }[] {
  const { interventions } = world.scenario;
  return world.actions.actions.flatMap(({ intervention }, action) => {
    const conditions = world.guardrails.actions[action].conditions;
    if (!conditions.some(({ reason }) => reason === Legality.stage)) return [];
    return interventions[intervention].in.map((name) => ({ stage: world.seenStages.indexOf(name), action }));
  });
}
