import { type Calendar, makeCalendar, makeZone, parseDate } from '../core/calendar.ts';
import { NextmoveError } from '../core/issue.ts';
import type { DecisionRecord, LegalityName, OutcomeRecord } from '../journey/jsonRecords.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import { admitBatch, admitOne, makeClaimer } from './admit.ts';
import { refusal } from './checkRequest.ts';
import { makeContactCost } from './contactCost.ts';
import { makeLedgerTerms } from './ledgerTerms.ts';
import { makeOutcomeTaker } from './outcomes.ts';
import { makePreparer } from './prepare.ts';
import { remember } from './rebuild.ts';
import { makeRecorder } from './record.ts';
import type { DecisionLog, ServedDecision } from './records.ts';
import type { DecisionRequest, OutcomeReport } from './request.ts';
import type { ContactStore } from './store.ts';
import { makeWallClock } from './wallClock.ts';
import { makeWhy, type Why } from './why.ts';

/** What to do for a customer, and how it came about. */
export type Decision = Pick<
  DecisionRecord,
  | 'decisionId'
  | 'customer'
  | 'time'
  | 'proposed'
  | 'propensity'
  | 'admission'
  | 'policyId'
  | 'mode'
  | 'cohort'
> & {
  /** Name of the action to carry out. */
  readonly action: string;
  /** Every action -> `legal`, or the reason why not. */
  readonly legal: { readonly [action: string]: LegalityName };
  /** Action -> probability, before budgets and capacities; actions that are not named have 0. */
  readonly probabilities: { readonly [action: string]: number };
  /** One sentence for people. */
  readonly why: string;
};

export type DeciderOptions = {
  readonly bundle: PolicyBundle;
  /** Shared by all deciders for the same customers; rebuilt from the log at start. */
  readonly store: ContactStore;
  readonly log: DecisionLog;
  /** The present in UTC milliseconds, such as Date.now. */
  readonly now: () => number;
};

/** A bundle at work. All methods are synchronous and throw NextmoveError with everything that is wrong at once. */
export type Decider = {
  readonly bundle: PolicyBundle;
  /** Decides, records and remembers; budgets and capacities are first come, first served. */
  decide(request: DecisionRequest): Decision;
  /** Decides for several customers, each once: they are ranked for budgets and capacities. All or none is decided. */
  decideBatch(requests: readonly DecisionRequest[]): Decision[];
  /** Records what became of a decision or a customer. */
  recordOutcome(report: OutcomeReport): OutcomeRecord;
  /** As recordOutcome for several: all or none is recorded. */
  recordOutcomes(reports: readonly OutcomeReport[]): OutcomeRecord[];
};

/**
 * context -> mask -> proposal -> budgets and capacities -> record, with what the contact costs -> memory. Records are
 * appended before the memory changes, but after ledgers gave what they had: a log that fails costs at most that.
 */
export function createDecider({ bundle, store, log, now }: DeciderOptions): Decider {
  const { clock } = bundle.manifest;
  const calendar: Calendar = makeCalendar(clock);
  const wall = makeWallClock(makeZone(clock.zone));
  const preparer = makePreparer({ bundle, store, log, now, wall });
  const terms = makeLedgerTerms(bundle.guardrails, {
    wall,
    startDay: parseDate(clock.start) ?? 0,
  });
  const claim = makeClaimer(bundle, terms);
  const record = makeRecorder(bundle, calendar);
  const outcomes = makeOutcomeTaker({ bundle, calendar, log, now });
  const why = makeWhy(bundle);
  const contactCost = makeContactCost(bundle, { calendar, now });
  const carryOut = (decided: ServedDecision): Decision => {
    log.append(decided);
    const cost = contactCost(decided);
    if (cost !== null) log.append(cost);
    remember(store, decided);
    return decisionOf(decided, why);
  };

  const recordOutcomes: Decider['recordOutcomes'] = (reports) =>
    outcomes(reports).map((outcome) => {
      log.append(outcome);
      remember(store, outcome);
      return outcome;
    });
  return {
    bundle,
    decide(request) {
      const claimed = claim(preparer.prepare(request), preparer.maskColumns);
      return carryOut(record(claimed, admitOne(store, claimed)));
    },
    decideBatch(requests) {
      const claims = prepareAll(requests, (request, path) =>
        claim(preparer.prepare(request, path), preparer.maskColumns),
      );
      const admitted = admitBatch(store, claims, terms);
      return claims.map((one, i) => carryOut(record(one, admitted[i])));
    },
    recordOutcome: (report) => recordOutcomes([report])[0],
    recordOutcomes,
  };
}

/** Each request by itself, all complaints together; a customer or a decision id that comes twice is one. */
function prepareAll<T>(
  requests: readonly DecisionRequest[],
  prepare: (request: DecisionRequest, path: string) => T,
): T[] {
  const issues = [...repeated(requests, 'customer'), ...repeated(requests, 'decisionId')];
  const done: T[] = [];
  requests.forEach((request, i) => {
    try {
      done.push(prepare(request, `[${i}]`));
    } catch (error) {
      if (!(error instanceof NextmoveError)) throw error;
      issues.push(...error.issues);
    }
  });
  if (issues.length > 0) throw new NextmoveError(issues);
  return done;
}

function repeated(requests: readonly DecisionRequest[], name: 'customer' | 'decisionId') {
  const first = new Map<string, number>();
  return requests.flatMap((request, i) => {
    const id = request?.[name];
    if (id === undefined) return [];
    const before = first.get(id);
    first.set(id, before ?? i);
    const hint = 'Decide once for each customer in a batch: the second decision must know of the first.';
    return before === undefined
      ? []
      : [refusal('twice', `[${i}].${name}`, `"${id}" stands in [${before}] too`, hint)];
  });
}

function decisionOf(record: ServedDecision, why: Why): Decision {
  const { decisionId, customer, time, proposed, propensity, admission, policyId, mode, cohort } = record;
  return {
    decisionId,
    customer,
    time,
    action: record.executed,
    proposed,
    propensity,
    admission,
    legal: record.legal,
    probabilities: record.probabilities ?? {},
    policyId,
    mode,
    cohort,
    why: why(record),
  };
}
