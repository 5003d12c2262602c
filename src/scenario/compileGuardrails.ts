import type { Condition, Guardrails } from '../guardrails/guardrails.ts';
import { type ActionSet, actionMatches, NONE } from '../journey/actions.ts';
import { Legality } from '../journey/records.ts';
import { type GraphBuilder, makeGraphBuilder } from '../language/builder.ts';
import type { ValueType } from '../language/graph.ts';
import { makeLeaf } from '../language/leaves.ts';
import { checkReservations, compileLedgers } from './compileLedgers.ts';
import type { Lowering } from './lower.ts';
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
  checkReservations(words, lowering, ledgers, actions);
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
  if (scenario.guardrails.quietHours !== null)
    list.push({
      reason: Legality.quietHours,
      node: outsideHours(builder, scenario.guardrails.quietHours),
    });
  return list;
}

/** Hours from `until` on and before `from`: both where the quiet hours end on the next day, else either. */
function outsideHours(
  builder: GraphBuilder,
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const hour = builder.leaf(leafOf({ kind: 'hourOfDay' }, true));
  const over = builder.binary('le', builder.constant(until, 'count'), hour);
  const before = builder.binary('lt', hour, builder.constant(from, 'count'));
  return builder.binary(from > until ? 'and' : 'or', over, before);
}

function inAnyStage(words: Vocabulary, builder: GraphBuilder, stages: readonly string[]): number {
  const stage = builder.leaf(stageLeaf(words, 'seen'));
  const nodes = stages.map((name) => {
    const index = words.seenStages.category.indexOf(name);
    return builder.binary('eq', stage, builder.constant(index, words.seenStages as ValueType));
  });
  if (nodes.length === 0) return builder.constant(0, 'bool');
  return nodes.reduce((a, b) => builder.binary('or', a, b));
}
