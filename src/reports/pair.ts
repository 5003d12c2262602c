import type { Comparison, Difference, Measure, StageFlow } from '../evaluation/comparison.ts';
import { money, stepOfMeans, type Unit } from './amounts.ts';
import { policyInText, policyLabel } from './names.ts';

/** The two policies a report is about, the agent and what it is held against, as its sentences name them. */
export type Pair = {
  readonly agent: string;
  readonly reference: string;
  /** Mid-sentence: `the learned policy`, `tuned rules`. */
  readonly agentText: string;
  readonly referenceText: string;
  /** As a label: `Learned policy`, `Tuned rules`. */
  readonly agentLabel: string;
  readonly referenceLabel: string;
  readonly money: Unit;
};

export function pairOf({ headline, policies, scenario }: Comparison): Pair {
  const { agent, reference } = headline;
  return {
    agent,
    reference,
    agentText: policyInText(policies, agent),
    referenceText: policyInText(policies, reference),
    agentLabel: policyLabel(policies, agent),
    referenceLabel: policyLabel(policies, reference),
    money: money(scenario.currency),
  };
}

/** What the agent is shown beside where not every policy was recorded: the reference, else today's rules, else another. */
export type Before = { readonly title: string; readonly text: string; readonly label: string };

export function beforeOf({ headline, policies }: Comparison, recorded: readonly string[]): Before | null {
  const others = recorded.filter((title) => title !== headline.agent);
  const isRules = (title: string) =>
    policies.some((policy) => policy.title === title && policy.role === 'rules');
  const title = others.find((t) => t === headline.reference) ?? others.find(isRules) ?? others[0];
  if (title === undefined) return null;
  return { title, text: policyInText(policies, title), label: policyLabel(policies, title) };
}

export function differenceOf(
  { differences }: Comparison,
  policy: string,
  reference: string,
  measure: Measure,
): Difference | null {
  return (
    differences.find((d) => d.policy === policy && d.reference === reference && d.measure === measure) ?? null
  );
}

/** One step for whatever tells value a customer against the reference, so that headline and charts show the same numbers. */
export function valueStep(comparison: Comparison): number {
  const { policies, headline } = comparison;
  const shown = policies.flatMap(({ title }) => {
    const difference =
      title === headline.reference ? null : differenceOf(comparison, title, headline.reference, 'value');
    return difference === null ? [] : [difference];
  });
  return stepOfMeans([headline.perCustomer, ...shown], pairOf(comparison).money);
}

export function flowOf({ flows }: Comparison, policy: string): StageFlow | null {
  return flows.find((flow) => flow.policy === policy) ?? null;
}
