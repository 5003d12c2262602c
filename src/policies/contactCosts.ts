import type { Guardrails } from '../guardrails/guardrails.ts';
import type { OutcomeKind } from '../journey/records.ts';

/** Outcome that says what a contact cost. A service whose bundle knows the costs records it by itself. */
export const CONTACT_COST = 'contact_cost';

/** Whether the bundle has both the outcome and what a send of each action costs. */
export function knowsContactCosts(
  outcomes: readonly OutcomeKind[],
  { charges }: Pick<Guardrails, 'charges'>,
): boolean {
  return (
    charges !== undefined && outcomes.some(({ name, unit }) => name === CONTACT_COST && unit === 'money')
  );
}

/** Who records what contacts cost, in a sentence for whoever reports outcomes. */
export function contactCostText(
  outcomes: readonly OutcomeKind[],
  guardrails: Pick<Guardrails, 'charges'>,
): string {
  if (knowsContactCosts(outcomes, guardrails))
    return `The service records \`${CONTACT_COST}\` by itself, with each contact; report everything else that came of a decision.`;
  if (outcomes.some(({ name }) => name === CONTACT_COST))
    return `This bundle does not know what contacts cost: report \`${CONTACT_COST}\` with each contact, or its log says that they cost nothing.`;
  return 'This bundle knows nothing of what contacts cost: its log holds the outcomes that are reported, and no others.';
}
