import type { Calendar } from '../core/calendar.ts';
import { didYouMean, type Issue, NextmoveError } from '../core/issue.ts';
import { hash64, hex64 } from '../core/luck.ts';
import type { OutcomeRecord } from '../journey/jsonRecords.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import { CONTACT_COST, knowsContactCosts } from '../policies/contactCosts.ts';
import { checkId, checkTime, describe, isObject, missing, refusal } from './checkRequest.ts';
import type { DecisionLog } from './records.ts';
import type { OutcomeReport } from './request.ts';
import { parseTime, timeText } from './times.ts';

const FIELDS = ['outcomeId', 'decisionId', 'customer', 'name', 'value', 'occurredAt'];

export type OutcomeOptions = {
  readonly bundle: Pick<PolicyBundle, 'manifest' | 'guardrails'>;
  readonly calendar: Calendar;
  readonly log: DecisionLog;
  readonly now: () => number;
};

/** Turns reports into records; throws NextmoveError with all that is wrong with any of them. */
export function makeOutcomeTaker({ bundle, calendar, log, now }: OutcomeOptions) {
  return (reports: readonly OutcomeReport[]): OutcomeRecord[] => {
    const path = (i: number) => (reports.length === 1 ? '' : `[${i}].`);
    const issues = reports.flatMap((report, i) => checkOutcome(report, path(i), bundle, log));
    if (issues.length > 0) throw new NextmoveError(issues);
    const receivedAt = now();
    return reports.map((report) => {
      const occurred = parseTime(report.occurredAt);
      const occurredAt = Number.isNaN(occurred) ? receivedAt : occurred;
      const { decisionId = null, name, value } = report;
      const customer = customerOf(report, log) as string;
      return {
        record: 'outcome',
        schemaVersion: 1,
        outcomeId:
          report.outcomeId ?? madeId([decisionId ?? '', customer, name, value, occurredAt, receivedAt]),
        decisionId,
        customer,
        name,
        value,
        tick: calendar.tickOf(occurredAt),
        ticks: 1,
        occurredAt: timeText(occurredAt),
        receivedAt: timeText(receivedAt),
      };
    });
  };
}

const madeId = (parts: readonly (string | number)[]) => hex64(...hash64(parts.join('/')));

function customerOf({ customer, decisionId }: OutcomeReport, log: DecisionLog): string | undefined {
  return customer ?? (decisionId === undefined ? undefined : log.decision(decisionId)?.customer);
}

function checkOutcome(
  report: unknown,
  path: string,
  bundle: OutcomeOptions['bundle'],
  log: DecisionLog,
): Issue[] {
  if (!isObject(report))
    return [refusal('shape', path, `got ${describe(report)}, wanted one outcome as an object`)];
  const at = (name: string) => `${path}${name}`;
  return [
    ...Object.keys(report)
      .filter((name) => !FIELDS.includes(name))
      .map((name) =>
        refusal('unknown', at(name), 'no outcome has a field of that name', didYouMean(name, FIELDS)),
      ),
    ...['outcomeId', 'decisionId', 'customer'].flatMap((name) => checkId(report[name], at(name))),
    ...checkTime(report.occurredAt, at('occurredAt')),
    ...checkName(report.name, at('name'), bundle),
    ...checkAmount(report.value, at('value')),
    ...checkWhose(report, at, log),
  ];
}

function checkName(
  name: unknown,
  path: string,
  { manifest: { outcomes }, guardrails }: OutcomeOptions['bundle'],
): Issue[] {
  const own = knowsContactCosts(outcomes, guardrails) ? CONTACT_COST : null;
  if (name === own) {
    const hint = 'Leave it out: it would be counted twice.';
    return [
      refusal('own-outcome', path, `the service records \`${own}\` by itself, with each contact`, hint),
    ];
  }
  const known = outcomes.map((outcome) => outcome.name).filter((one) => one !== own);
  if (name === undefined) return [missing(path, `one of ${known.join(', ')}`)];
  if (typeof name === 'string' && known.includes(name)) return [];
  return [
    refusal(
      'unknown-outcome',
      path,
      `got ${describe(name)}, an outcome that this policy does not know`,
      didYouMean(String(name), known),
    ),
  ];
}

function checkAmount(value: unknown, path: string): Issue[] {
  if (typeof value === 'number' && Number.isFinite(value)) return [];
  return value === undefined
    ? [missing(path, 'a number')]
    : [refusal('type', path, `got ${describe(value)}, wanted a number`)];
}

/** An outcome names a decision of this log, or a customer; both must agree. */
function checkWhose(
  report: { readonly [name: string]: unknown },
  at: (name: string) => string,
  log: DecisionLog,
): Issue[] {
  const { decisionId, customer } = report;
  if (decisionId === undefined && customer === undefined)
    return [missing(at('decisionId'), 'a decision, or a customer')];
  if (typeof decisionId !== 'string') return [];
  const decision = log.decision(decisionId);
  if (decision === undefined) {
    const hint = 'Report outcomes to the service that decided, with the decisionId that it gave.';
    return [refusal('unknown-decision', at('decisionId'), `this log has no decision "${decisionId}"`, hint)];
  }
  if (customer === undefined || customer === decision.customer) return [];
  return [
    refusal(
      'whose',
      at('customer'),
      `got ${describe(customer)}, and the decision was for "${decision.customer}"`,
    ),
  ];
}
