import { toMoney } from '../core/money.ts';
import type { Ledger } from '../guardrails/guardrails.ts';
import { type ActionSet, actionMatches } from '../journey/actions.ts';
import { type GraphBuilder, makeGraphBuilder } from '../language/builder.ts';
import { durationText } from '../language/durations.ts';
import type { Lowering, Path } from './lower.ts';
import type { Arbitration, Budget, Scenario } from './scenario.ts';
import { scopeFor, scopeKinds, type Vocabulary } from './scopes.ts';

type Arbitrate = (how: Arbitration, path: Path) => Ledger['arbitrate'];

/** Capacities of the channels, then budgets: the first that an action draws on ranks its proposals. */
export function compileLedgers(
  words: Vocabulary,
  lowering: Lowering,
  builder: GraphBuilder,
  actions: ActionSet,
): Ledger[] {
  const { scenario } = words;
  const priorities = actions.actions.map(
    ({ intervention }) => scenario.interventions[intervention]?.priority ?? 0,
  );
  const arbitrate: Arbitrate = (how, path) => {
    if (how.kind === 'random') return { kind: 'random' };
    if (how.kind === 'priority') return { kind: 'priority', priorities };
    if (how.kind === 'policy') return { kind: 'policy', fallback: how.fallback, priorities };
    const scope = scopeFor(words, scopeKinds.seen);
    return { kind: 'formula', node: lowering.formula(how.formula, path, scope, { builder, want: 'real' }) };
  };
  return [...capacities(scenario, actions, arbitrate), ...budgets(scenario, actions, arbitrate)];
}

function capacities({ channels }: Scenario, actions: ActionSet, arbitrate: Arbitrate): Ledger[] {
  return Object.entries(channels).flatMap(([name, { capacity }]): Ledger[] => {
    if (capacity === null) return [];
    const ledger = {
      name: `capacity/${name}`,
      kind: 'capacity',
      actions: drawing(actions, name),
      amount: capacity.amount,
      perDays: capacity.perDays,
      period: 'calendar',
      charge: 'send',
      arbitrate: arbitrate(capacity.arbitrate, ['channels', name, 'capacity', 'arbitrate']),
    } as const;
    return [ledger];
  });
}

function budgets({ guardrails }: Scenario, actions: ActionSet, arbitrate: Arbitrate): Ledger[] {
  const names = guardrails.budgets.map(budgetName);
  return guardrails.budgets.map((budget, k): Ledger => {
    const twins = names.slice(0, k).filter((name) => name === names[k]).length;
    return {
      name: twins === 0 ? names[k] : `${names[k]}#${twins}`,
      kind: 'budget',
      actions: drawing(actions, budget.of),
      amount: toMoney(budget.amount),
      perDays: budget.perDays,
      period: budget.period,
      charge: budget.charge,
      arbitrate: arbitrate(budget.arbitrate, ['guardrails', 'budgets', k, 'arbitrate']),
    };
  });
}

/** A budget has no name of its own: what it is of, not its place, so that its luck stays when others come and go. */
function budgetName({ of, period, perDays, charge }: Budget): string {
  return `budget/${of}/${period}/${durationText(perDays)}/${charge}`;
}

function drawing({ actions }: ActionSet, of: string): number[] {
  return actions.flatMap((action, index) => (actionMatches(action, of) ? [index] : []));
}

/** A budget that is charged on redemption reserves what an offer costs, so the business must be able to know it. */
export function checkReservations(
  words: Vocabulary,
  lowering: Lowering,
  ledgers: readonly Ledger[],
  { actions }: ActionSet,
): void {
  const reserving = new Set(ledgers.flatMap((ledger) => (ledger.charge === 'redeem' ? ledger.actions : [])));
  for (const index of reserving) {
    const name = actions[index].intervention;
    const { offer } = words.scenario.interventions[name];
    if (offer === null) continue;
    const into = { builder: makeGraphBuilder(), want: 'nonNegative' } as const;
    const scope = scopeFor(words, scopeKinds.seen);
    lowering.formula(offer.cost, ['interventions', name, 'offer', 'cost'], scope, into);
  }
}
