import type { GapClosed } from '../../evaluation/comparison.ts';
import { studentOverSeeds } from '../../evaluation/pairedComparison.ts';
import type { Setting } from './compareSetting.ts';
import { type Fared, seedDifferences } from './contenders.ts';

/** Share of the gap from today's rules to the oracle that the agent closes, and in which stages it gains. */
export function gapOf(
  { world, level }: Setting,
  { rules, agent, oracle }: { readonly rules: Fared; readonly agent: Fared; readonly oracle: Fared },
): GapClosed {
  const byStage = world.stages.map(({ name }, stage) => {
    const perSeed = agent.bySeed.map(
      (valued, s) => earnedIn(valued, stage) - earnedIn(rules.bySeed[s], stage),
    );
    const { difference, interval } = studentOverSeeds(perSeed, level);
    return { stage: name, difference: { mean: difference, interval } };
  });
  const gained = seedDifferences(agent, rules);
  return { ...shareOfGap(gained, seedDifferences(oracle, rules), level), byStage };
}

function earnedIn({ lives }: Fared['bySeed'][number], stage: number): number {
  const customers = lives.reduce((sum, one) => sum + one.customers, 0);
  return lives.reduce((sum, { tally }) => sum + tally.value[stage], 0) / customers;
}

/**
 * The share with a jackknife interval over seeds (Efron and Stein 1981), from what the agent and the oracle gain over
 * the rules, seed by seed. A ratio says nothing where its denominator may be zero: it is withheld where the oracle is
 * not clearly better than the rules, and where it is not clearly better than the agent.
 */
export function shareOfGap(
  gained: readonly number[],
  whole: readonly number[],
  level: number,
): Omit<GapClosed, 'byStage'> {
  const withheld = whyWithheld(gained, whole, level);
  if (withheld !== null) return { share: null, interval: null, withheld };
  const ratio = (skip: number) => {
    const sum = (values: readonly number[]) =>
      values.reduce((total, value, s) => (s === skip ? total : total + value), 0);
    return sum(gained) / sum(whole);
  };
  const share = ratio(-1);
  const n = gained.length;
  const pseudo = gained.map((_, s) => n * share - (n - 1) * ratio(s));
  return { share, interval: studentOverSeeds(pseudo, level).interval, withheld: null };
}

function whyWithheld(gained: readonly number[], whole: readonly number[], level: number): string | null {
  const isClear = (differences: readonly number[]) => studentOverSeeds(differences, level).interval[0] > 0;
  if (!isClear(whole)) {
    return "the oracle does not beat today's rules with an interval clear of zero, so there is no gap to close";
  }
  if (!isClear(whole.map((value, s) => value - gained[s]))) {
    return 'the oracle does not beat the agent with an interval clear of zero, so there is no gap to share out';
  }
  return null;
}
