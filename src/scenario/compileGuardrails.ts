import { toMoney } from '../core/money.ts';
import type { Condition, Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { type ActionSet, actionMatches, NONE } from '../journey/actions.ts';
import { Legality } from '../journey/records.ts';
import { type GraphBuilder, makeGraphBuilder } from '../language/builder.ts';
import type { ValueType } from '../language/graph.ts';
import { makeLeaf } from '../language/leaves.ts';
import type { Lowering, Path } from './lower.ts';
import type { Arbitration, Scenario } from './scenario.ts';
import { leafOf, scopeFor, scopeKinds, stageLeaf, type Vocabulary } from './scopes.ts';

/** Longer than any cooldown: a customer never contacted is past it. */
const LONG_AGO_DAYS = 1e6;

/** Personal rules as conditions over seen leaves, in the order of their reasons; budgets and capacities as ledgers. */
export function compileGuardrails(words: Vocabulary, lowering: Lowering, actions: ActionSet): Guardrails {
  const builder = makeGraphBuilder();
  const conditions = actions.actions.map((action) => ({
    action: action.name,
    conditions: action.name === NONE ? [] : conditionsOf(words, lowering, builder, action),
  }));
  const ledgers = compileLedgers(words, lowering, builder, actions);
  const { holdout } = words.scenario.guardrails;
  return {
    graph: builder.graph(),
    actions: conditions,
    holdout: { share: holdout, salt: `holdout/${words.scenario.name}` },
    ledgers,
  };
}

function conditionsOf(
  words: Vocabulary,
  lowering: Lowering,
  builder: GraphBuilder,
  action: ActionSet['actions'][number],
): Condition[] {
  const { scenario } = words;
  const { intervention: name, channel } = action;
  const intervention = scenario.interventions[name];
  const list: Condition[] = [{ reason: Legality.stage, node: inAnyStage(words, builder, intervention.in) }];
  if (intervention.eligible !== null) {
    const scope = scopeFor(words, scopeKinds.seen);
    const path = ['interventions', name, 'eligible'];
    const node = lowering.formula(intervention.eligible, path, scope, { builder, want: 'bool' });
    list.push({ reason: Legality.eligibility, node });
  }
  const consent = makeLeaf({ kind: 'consent', channel: channel ?? '' }, 'bool', true);
  list.push({ reason: Legality.consent, node: builder.leaf(consent) });
  if (intervention.cooldownDays !== null) {
    const since = builder.leaf(leafOf({ kind: 'since', view: 'sent', of: name, never: LONG_AGO_DAYS }, true));
    const cooldown = builder.constant(intervention.cooldownDays, 'duration');
    list.push({ reason: Legality.cooldown, node: builder.binary('le', cooldown, since) });
  }
  for (const cap of scenario.guardrails.caps) {
    if (!actionMatches(action, cap.of)) continue;
    const recent = builder.leaf(
      leafOf({ kind: 'recent', view: 'sent', of: cap.of, days: cap.perDays }, true),
    );
    list.push({
      reason: Legality.cap,
      node: builder.binary('lt', recent, builder.constant(cap.amount, 'count')),
    });
  }
  for (const day of scenario.guardrails.quietDays) {
    const weekday = builder.leaf(leafOf({ kind: 'weekday' }, true));
    list.push({
      reason: Legality.quietHours,
      node: builder.binary('ne', weekday, builder.constant(day, 'count')),
    });
  }
  return list;
}

function inAnyStage(words: Vocabulary, builder: GraphBuilder, stages: readonly string[]): number {
  const stage = builder.leaf(stageLeaf(words, 'seen'));
  const nodes = stages.map((name) => {
    const index = words.seenStages.category.indexOf(name);
    return builder.binary('eq', stage, builder.constant(index, words.seenStages as ValueType));
  });
  return nodes.reduce((a, b) => builder.binary('or', a, b));
}

function compileLedgers(
  words: Vocabulary,
  lowering: Lowering,
  builder: GraphBuilder,
  actions: ActionSet,
): Ledger[] {
  const { scenario } = words;
  const drawing = (of: string) =>
    actions.actions.flatMap((action, index) => (actionMatches(action, of) ? [index] : []));
  const arbitrate = (how: Arbitration, path: Path): Ledger['arbitrate'] => {
    const priorities = prioritiesOf(scenario, actions);
    if (how.kind === 'random') return { kind: 'random' };
    if (how.kind === 'priority') return { kind: 'priority', priorities };
    if (how.kind === 'policy') return { kind: 'policy', fallback: how.fallback, priorities };
    const scope = scopeFor(words, scopeKinds.seen);
    return { kind: 'formula', node: lowering.formula(how.formula, path, scope, { builder, want: 'real' }) };
  };
  const capacities = Object.entries(scenario.channels).flatMap(([name, { capacity }]): Ledger[] => {
    if (capacity === null) return [];
    return [
      {
        name: `capacity/${name}`,
        kind: 'capacity',
        actions: drawing(name),
        amount: capacity.amount,
        perDays: capacity.perDays,
        period: 'calendar',
        charge: 'send',
        arbitrate: arbitrate(capacity.arbitrate, ['channels', name, 'capacity', 'arbitrate']),
      },
    ];
  });
  const budgets = scenario.guardrails.budgets.map(
    (budget, k): Ledger => ({
      name: `budget/${budget.of}/${k}`,
      kind: 'budget',
      actions: drawing(budget.of),
      amount: toMoney(budget.amount),
      perDays: budget.perDays,
      period: budget.period,
      charge: budget.charge,
      arbitrate: arbitrate(budget.arbitrate, ['guardrails', 'budgets', k, 'arbitrate']),
    }),
  );
  return [...capacities, ...budgets];
}

function prioritiesOf(scenario: Scenario, { actions }: ActionSet): number[] {
  return actions.map(({ intervention }) => scenario.interventions[intervention]?.priority ?? 0);
}
