import { unwrap } from '../core/issue.ts';
import type { Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { telecomGuardrails, telecomParts } from '../policies/bundle.fixture.ts';
import { makeBundle } from '../policies/makeBundle.ts';
import { openBundle } from '../policies/openBundle.ts';
import { createDecider } from './decider.ts';
import { makeMemoryStore } from './memoryStore.ts';
import { makeMemoryLog } from './records.ts';
import type { DecisionRequest } from './request.ts';

/** When the clock of a service begins. */
export const START = Date.parse('2025-03-03T10:00:00Z');

async function bundleOf(more: Partial<Guardrails> = {}) {
  const guardrails = telecomGuardrails(more);
  return unwrap(await openBundle(await makeBundle(telecomParts({ guardrails }))));
}

/** A decider with a clock that tests turn. */
export async function service(more: Partial<Guardrails> = {}) {
  const clock = { now: START };
  const log = makeMemoryLog();
  const store = makeMemoryStore();
  const bundle = await bundleOf(more);
  const decider = createDecider({ bundle, store, log, now: () => clock.now });
  return { clock, log, store, bundle, decider };
}

export const request = (more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  customer: 'anna',
  decisionId: 'd1',
  stage: 'active',
  inStageDays: 12,
  traits: { bill: 40, contract: 'rolling' },
  signals: { 'count(login, 7d)': 3 },
  consent: { email: true },
  ...more,
});

export const capacity: Ledger = {
  name: 'capacity/call',
  kind: 'capacity',
  actions: [3],
  amount: 2,
  perDays: 1,
  period: 'calendar',
  charge: 'send',
  arbitrate: { kind: 'random' },
};

/** Requests of slipping customers whose only legal treatment is a call. */
export const slipping = (i: number): DecisionRequest =>
  request({
    customer: `c${i}`,
    decisionId: `s${i}`,
    stage: 'slipping',
    consent: { email: false },
    traits: { bill: i, contract: 'fixed' },
  });
