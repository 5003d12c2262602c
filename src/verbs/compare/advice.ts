import type { Advice, Treatment, Uplift } from '../../evaluation/comparison.ts';
import { NONE } from '../../journey/actions.ts';
import type { World } from '../../scenario/world.ts';

type Evidence = {
  readonly treatments: readonly Treatment[];
  readonly uplifts: readonly Uplift[];
  readonly rules: string;
  readonly agent: string;
  /** Whether the agent is clearly the better in a run large enough: else the sentences tell what it does, and advise nothing. */
  readonly better: boolean;
};

/** Actions that take less of a stage's decisions than this are not worth a sentence. */
const WORTH_SAYING = 0.02;

/**
 * One sentence a seen stage in which either policy does something: what the agent does there, what it leaves, and whom
 * it helps most.
 */
export function adviceOf(world: World, evidence: Evidence): Advice[] {
  return world.seenStages.flatMap((stage) => {
    const sentence = sentenceOf(world.scenario.currency, stage, evidence);
    return sentence === null ? [] : [{ stage, sentence }];
  });
}

function sentenceOf(currency: string, stage: string, evidence: Evidence): string | null {
  const of = (policy: string) =>
    evidence.treatments
      .filter((one) => one.policy === policy && one.stage === stage && one.action !== NONE && one.share > 0)
      .sort((a, b) => b.share - a.share);
  const [agent, rules] = [of(evidence.agent), of(evidence.rules)];
  if (agent.length === 0 && rules.length === 0) return null;
  const total = (list: readonly Treatment[]) => list.reduce((sum, { share }) => sum + share, 0);
  const main = agent.filter(({ share }) => share >= WORTH_SAYING).slice(0, 2);
  const pace = `${percent(total(agent))} of decisions act, today ${percent(total(rules))}`;
  const [use, leave] = evidence.better ? ['Use', 'Mostly leave'] : ['It uses', 'It mostly leaves'];
  if (main.length === 0) return `${leave} customers alone: ${pace}.`;
  const doing = main.map(({ action, share }) => `${action} (${percent(share)} of decisions)`).join(' and ');
  const dropped = rules.find(
    ({ action, share }) =>
      share >= WORTH_SAYING &&
      shareOf(agent, action) < share / 2 &&
      !main.some((one) => one.action === action),
  );
  const instead = dropped ? `, and less ${dropped.action}` : '';
  return `${use} ${doing}${instead}; ${pace}${whomFor(currency, stage, main[0].action, evidence.uplifts)}.`;
}

const shareOf = (list: readonly Treatment[], action: string) =>
  list.find((one) => one.action === action)?.share ?? 0;

/** The segment with the largest clear effect, with its interval and among how many it is the largest. */
function whomFor(currency: string, stage: string, action: string, uplifts: readonly Uplift[]): string {
  const effects = uplifts.filter(
    (one) => one.stage === stage && one.action === action && one.segment !== 'everybody',
  );
  const clear = effects
    .filter(({ effect }) => effect.interval[0] > 0)
    .sort((a, b) => b.effect.mean - a.effect.mean);
  if (clear.length === 0) return '';
  const [{ segment, effect }] = clear;
  const [mean, low, high] = [effect.mean, ...effect.interval].map((amount) => amount.toFixed(2));
  const among = effects.length === 1 ? '' : `, the largest of ${effects.length} segments`;
  return `; it is worth most for ${segment} (${mean} ${currency} each time, ${low} to ${high}${among})`;
}

function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? 'under 1' : Math.round(value)}%`;
}
