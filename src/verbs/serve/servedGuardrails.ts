import type { ActionCharge, Guardrails } from '../../guardrails/guardrails.ts';
import { mergeGraphs } from '../../language/rewrite.ts';
import { guardrailNodes } from '../../policies/bundleLeaves.ts';
import type { World } from '../../scenario/world.ts';

/**
 * A world's guardrails as a service needs them: with what each action costs and takes from budgets, which a simulator
 * has by itself.
 */
export function servedGuardrails({ guardrails, graph, actions, actionCost, ...world }: World): Guardrails {
  const redeemed = guardrails.ledgers.some(({ charge }) => charge === 'redeem');
  const offers = actions.actions.map((_, a) => {
    const { offer } = world.interventions[world.actionIntervention[a]] ?? { offer: null };
    return redeemed ? offer : null;
  });
  const offered = offers.flatMap((offer) => (offer === null ? [] : [offer.cost]));
  const own = guardrailNodes(guardrails);
  const merged = mergeGraphs([
    { graph: guardrails.graph, roots: own, thresholds: [] },
    { graph, roots: offered, thresholds: [] },
  ]);
  const moved = new Map(own.map((node, k) => [node, merged.roots[0][k]]));
  const costs = merged.roots[1][Symbol.iterator]();
  const charges = offers.map(
    (offer, a): ActionCharge => ({
      send: actionCost[a],
      offer: offer && { node: costs.next().value as number, days: offer.ticks * world.clock.tickDays },
    }),
  );
  return { ...withNodes(guardrails, (node) => moved.get(node) as number), graph: merged.graph, charges };
}

/** The guardrails with every node they name replaced. */
function withNodes(guardrails: Guardrails, moved: (node: number) => number): Guardrails {
  return {
    ...guardrails,
    actions: guardrails.actions.map(({ action, conditions }) => ({
      action,
      conditions: conditions.map(({ reason, node }) => ({ reason, node: moved(node) })),
    })),
    ledgers: guardrails.ledgers.map((ledger) => {
      const { arbitrate } = ledger;
      return arbitrate.kind === 'formula'
        ? { ...ledger, arbitrate: { ...arbitrate, node: moved(arbitrate.node) } }
        : ledger;
    }),
  };
}
