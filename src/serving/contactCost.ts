import type { Calendar } from '../core/calendar.ts';
import { hash64, hex64 } from '../core/luck.ts';
import { fromMoney } from '../core/money.ts';
import type { OutcomeRecord } from '../journey/jsonRecords.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import { CONTACT_COST, knowsContactCosts } from '../policies/contactCosts.ts';
import type { ServedDecision } from './records.ts';
import { timeText } from './times.ts';

export type ContactCostOptions = { readonly calendar: Calendar; readonly now: () => number };

/**
 * The outcome `contact_cost` of a decision whose action is carried out, as a simulator's log has it: what the action
 * costs, at the time of the decision. Its id follows from the decision's, so that it is the same whoever writes it.
 * null where nothing is sent, where it costs nothing, and where the bundle does not know what contacts cost.
 */
export function makeContactCost(bundle: PolicyBundle, { calendar, now }: ContactCostOptions) {
  const known = knowsContactCosts(bundle.manifest.outcomes, bundle.guardrails);
  const charges = known ? (bundle.guardrails.charges ?? []) : [];
  const amounts = new Map(
    charges.map(({ send }, a) => [bundle.spec.actions.actions[a].name, fromMoney(send)] as const),
  );
  return ({ decisionId, customer, executed, time }: ServedDecision): OutcomeRecord | null => {
    const value = amounts.get(executed) ?? 0;
    if (value === 0) return null;
    return {
      record: 'outcome',
      schemaVersion: 1,
      outcomeId: hex64(...hash64(`${decisionId}/${CONTACT_COST}`)),
      decisionId,
      customer,
      name: CONTACT_COST,
      value,
      tick: calendar.tickOf(Date.parse(time)),
      ticks: 1,
      occurredAt: time,
      receivedAt: timeText(now()),
    };
  };
}
