import type { Comparison, Difference, Measure, StageFlow } from '../evaluation/comparison.ts';
import { money, type Unit } from './amounts.ts';
import { capitalised, policyInText, policyLabel } from './names.ts';

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

/** Sentences begin with it: `The learned policy`. */
export const sentenceStart = (text: string): string => capitalised(text);

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

export function flowOf({ flows }: Comparison, policy: string): StageFlow | null {
  return flows.find((flow) => flow.policy === policy) ?? null;
}
