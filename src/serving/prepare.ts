import { type Issue, NextmoveError } from '../core/issue.ts';
import { hash64, hex64, parseHex64 } from '../core/luck.ts';
import { holdoutOf, makeMask } from '../guardrails/mask.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import { bundleLeaves, columnsOf } from '../policies/bundleLeaves.ts';
import { makeContext } from '../policies/context.ts';
import { makeProposals, propose } from '../policies/draw.ts';
import type { DecisionBatch } from '../policies/policy.ts';
import { checkShape, isObject, refusal } from './checkRequest.ts';
import { daysInStage, type LeafReader, type Moment, makeLeafReader } from './leaves.ts';
import type { DecisionLog } from './records.ts';
import type { DecisionRequest } from './request.ts';
import type { ContactStore, CustomerMemory } from './store.ts';
import { parseTime, timeText } from './times.ts';
import { daysBefore, type WallClock } from './wallClock.ts';

/** How far a request's time may lie before the decider's clock shows it: clocks differ a little. */
const CLOCK_SLACK_MS = 300_000;

/** A checked request with its proposal, before budgets and capacities. Its arrays are its own. */
export type Prepared = {
  readonly request: DecisionRequest;
  readonly decisionId: string;
  readonly memory: CustomerMemory;
  /** UTC milliseconds. */
  readonly time: number;
  readonly featuresAsOf: number;
  /** UTC milliseconds; NaN where nobody knows. */
  readonly stageSince: number;
  readonly heldOut: boolean;
  /** One row, as policies take it. */
  readonly batch: DecisionBatch & { readonly legality: Uint8Array };
  readonly probabilities: Float32Array;
  /** Action index. */
  readonly proposed: number;
  readonly propensity: number;
};

export type Preparer = {
  readonly reader: LeafReader;
  /** The guardrails' leaf columns, as of the last request. */
  readonly maskColumns: readonly (Float32Array | undefined)[];
  /** Throws NextmoveError with all that is wrong with the request; `path` stands in front of each place. */
  prepare(request: unknown, path?: string): Prepared;
};

export type PreparerOptions = {
  readonly bundle: PolicyBundle;
  readonly store: ContactStore;
  readonly log: DecisionLog;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Of the bundle's zone. */
  readonly wall: WallClock;
};

/** An id's 64 bits: those of 16 hexadecimal digits themselves, else the hash of the text. */
export const idWords = (id: string): readonly [number, number] => parseHex64(id) ?? hash64(id);

/** context -> mask -> proposal for one request at a time. */
export function makePreparer({ bundle, store, log, now, wall }: PreparerOptions): Preparer {
  const { context, guardrails, policy, key, spec, manifest } = bundle;
  const leaves = bundleLeaves(context, guardrails);
  const reader = makeLeafReader(leaves, { wall, tickDays: manifest.clock.tickDays });
  const byKey = new Map(leaves.map((leaf, k) => [leaf.key, reader.columns[k]]));
  const contextColumns = columnsOf(context.graph, byKey);
  const maskColumns = columnsOf(guardrails.graph, byKey);
  const [encoder, mask] = [makeContext(context), makeMask(guardrails)];
  const proposals = makeProposals(1, mask.actions);
  const heldOutFlag = new Uint8Array(1);

  const prepare: Preparer['prepare'] = (value, path = '') => {
    const shape = checkShape(value, reader.fields);
    const request = (isObject(value) ? value : {}) as DecisionRequest;
    const clock = now();
    const time = parseTime(request.time) || clock;
    const featuresAsOf = parseTime(request.featuresAsOf) || time;
    const customer = typeof request.customer === 'string' ? request.customer : '';
    const memory = store.read(customer);
    const issues = isObject(value)
      ? [
          ...shape,
          ...checkTimes({ time, featuresAsOf, clock, memory }),
          ...checkRepeat(request, log),
          ...reader.read(request, memory, time),
        ]
      : shape;
    if (issues.length > 0) throw new NextmoveError(issues.map((one) => under(path, one)));

    heldOutFlag[0] = isHeldOut(guardrails.holdout, customer) ? 1 : 0;
    const own = new Float32Array(encoder.d);
    const legality = new Uint8Array(mask.actions);
    encoder.encode(contextColumns, 1, null, own);
    mask.mask(maskColumns, 1, legality, { heldOut: heldOutFlag });
    if (!legality.includes(0)) throw new NextmoveError(under(path, nothingLegal()));
    const decisionId = request.decisionId ?? madeId(bundle, customer, time, memory);
    const batch = { n: 1, context: own, legality, ids: Uint32Array.from(idWords(decisionId)), key };
    propose(policy, batch, proposals);
    return {
      request,
      decisionId,
      memory,
      time,
      featuresAsOf,
      stageSince: stageSinceOf(request, memory, { time, wall }),
      heldOut: heldOutFlag[0] === 1,
      batch,
      probabilities: proposals.probabilities.slice(0, spec.actions.actions.length),
      proposed: proposals.proposed[0],
      propensity: proposals.propensity[0],
    };
  };
  return { reader, maskColumns, prepare };
}

function isHeldOut(
  { share, salt }: { readonly share: number; readonly salt: string },
  customer: string,
): boolean {
  if (share === 0) return false;
  const [low, high] = idWords(customer);
  return holdoutOf(salt, share, low, high);
}

function madeId(bundle: PolicyBundle, customer: string, time: number, { decisions }: CustomerMemory): string {
  return hex64(...hash64(`${customer}/${decisions}/${time}`, [...idWords(bundle.id)]));
}

function stageSinceOf(request: DecisionRequest, memory: CustomerMemory, { time, wall }: Moment): number {
  if (request.stage === undefined) return Number.NaN;
  const days = request.inStageDays ?? daysInStage(request, memory, { time, wall });
  return days === undefined ? Number.NaN : daysBefore(wall, time, days);
}

type Times = {
  readonly time: number;
  readonly featuresAsOf: number;
  readonly clock: number;
  readonly memory: CustomerMemory;
};

function checkTimes({ time, featuresAsOf, clock, memory }: Times): Issue[] {
  const issues: Issue[] = [];
  const text = (at: number) => timeText(at);
  if (time > clock + CLOCK_SLACK_MS)
    issues.push(refusal('range', 'time', `got ${text(time)}, wanted no later than now, ${text(clock)}`));
  if (time < memory.lastDecision) {
    const hint = "A customer's decisions are made in order of time: leave `time` out to decide as of now.";
    const last = text(memory.lastDecision);
    issues.push(
      refusal('range', 'time', `got ${text(time)}, and this customer's last decision was at ${last}`, hint),
    );
  }
  if (featuresAsOf > time)
    issues.push(
      refusal(
        'range',
        'featuresAsOf',
        `got ${text(featuresAsOf)}, wanted no later than the decision, ${text(time)}`,
      ),
    );
  return issues;
}

function checkRepeat({ decisionId }: DecisionRequest, log: DecisionLog): Issue[] {
  if (typeof decisionId !== 'string' || log.decision(decisionId) === undefined) return [];
  const hint = `GET /v1/decisions/${encodeURIComponent(decisionId)} gives it; a new decision needs a new id.`;
  return [refusal('repeated', 'decisionId', `"${decisionId}" was decided before`, hint)];
}

function nothingLegal(): Issue {
  const hint = 'Without the action `none` a policy must always be left something to do: relax a guardrail.';
  return refusal('nothing-legal', '', 'no action is legal for this customer now', hint);
}

function under(prefix: string, one: Issue): Issue {
  if (prefix === '') return one;
  const path = one.at?.path ? `${prefix}.${one.at.path}` : prefix;
  return { ...one, at: { ...one.at, path } };
}
