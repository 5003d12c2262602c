import type { Agent } from '../agents/agent.ts';
import { agents } from '../agents/index.ts';
import { didYouMean, issue, NextmoveError } from '../core/issue.ts';
import type { Estimator } from '../evaluation/estimate.ts';
import { estimators } from '../evaluation/index.ts';
import { policyForms } from '../policies/index.ts';
import type { PolicyForm } from '../policies/policy.ts';
import type { Behaviour } from '../scenario/behaviour.ts';
import { behaviours } from '../scenario/behaviours/index.ts';

/** Everything that can be chosen by name. A verb takes it as an argument: add your own by spreading this one. */
export type Catalogue = {
  readonly agents: readonly Agent[];
  readonly forms: readonly PolicyForm[];
  readonly estimators: readonly Estimator[];
  /** What a scenario may use below `behaviours:`. */
  readonly behaviours: readonly Behaviour[];
};

export const catalogue: Catalogue = {
  agents: agents as readonly Agent[],
  forms: policyForms,
  estimators,
  behaviours,
};

/** The agent of a kind; throws NextmoveError with the nearest name where there is none. */
export function agentOf({ agents: known }: Catalogue, kind: string): Agent {
  const agent = known.find((one) => one.kind === kind);
  if (agent) return agent;
  const kinds = known.map((one) => one.kind);
  throw new NextmoveError(
    issue('agent/unknown', `there is no agent "${kind}"`, {
      hint: didYouMean(kind, kinds) ?? `Known: ${kinds.join(', ')}.`,
    }),
  );
}
