import { type Key, purposeOf, uniform24 } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import type { EvaluationTarget } from '../evaluation/estimate.ts';
import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import {
  decisionLayout,
  type JourneyBlock,
  type JourneyLog,
  Legality,
  type LogSchema,
  outcomeLayout,
  UNKNOWN,
} from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import type { Policy } from '../policies/policy.ts';

const features = makeFeatureSchema([{ name: 'plan', kind: 'category', levels: ['free', 'pro'] }]);
const schema: LogSchema = { ...smallSchema({ ticks: null, features }), title: 'estimator world' };

/** By plan, then action (none, email, call): expected reward, and probability under the logging and the target policy. */
const expected = [
  [1, 2, 0],
  [0, 1, 4],
];
const logging = [
  [0.5, 0.3, 0.2],
  [0.2, 0.4, 0.4],
];
const target = [
  [0.1, 0.8, 0.1],
  [0.1, 0.2, 0.7],
];

export type EstimatorLogOptions = {
  readonly customers: number;
  readonly key: Key;
  /** Reward 0 or 1 with the expected reward / 5 as its chance; else real, with noise. */
  readonly binary?: boolean;
  /** Calls are never legal and never made. */
  readonly withoutCalls?: boolean;
  readonly withoutPropensity?: boolean;
  /** In reverse order of customers, in blocks of this many: 1,000,000 by default. */
  readonly reversed?: boolean;
  readonly blockCustomers?: number;
};

export type EstimatorWorld = {
  readonly schema: LogSchema;
  readonly reward: RewardDefinition;
  readonly target: EvaluationTarget;
  readonly alwaysCall: EvaluationTarget;
  /** Exact mean rewards a decision of the two policies; divide by 5 where binary. */
  readonly targetValue: number;
  readonly loggingValue: number;
  makeLog(options: EstimatorLogOptions): JourneyLog;
};

/**
 * A world whose values are exact: customers of two plans, one to three decisions each, rewards that decisions of one
 * customer share in part, so that an interval which takes rows as independent is too narrow.
 */
export function estimatorWorld(): EstimatorWorld {
  return {
    schema,
    reward: {
      name: 'margin',
      of: [{ outcome: 'margin', sign: 1 }],
      windowTicks: 1,
      discountPerTick: 1,
      bound: null,
    },
    target: policyTarget('the target', target),
    alwaysCall: {
      ...policyTarget('always call', [
        [0, 0, 1],
        [0, 0, 1],
      ]),
      names: ['call'],
    } as EvaluationTarget,
    targetValue: exactValue(target),
    loggingValue: exactValue(logging),
    makeLog,
  };
}

/** Half of the customers are on each plan, whatever the number of their decisions. */
function exactValue(policy: readonly (readonly number[])[]): number {
  const ofPlan = (plan: number) => expected[plan].reduce((sum, r, a) => sum + policy[plan][a] * r, 0);
  return (ofPlan(0) + ofPlan(1)) / 2;
}

function policyTarget(title: string, table: readonly (readonly number[])[]): EvaluationTarget {
  const policy: Policy = {
    id: '0000000000000000',
    kind: 'table',
    spec: { actions: schema.actions, features },
    probabilities({ n, context, legality }, out) {
      for (let i = 0; i < n; i++)
        out.set(legalShares(table[context[i]], legality?.subarray(3 * i, 3 * i + 3)), 3 * i);
    },
  };
  return { kind: 'policy', title, policy };
}

function legalShares(shares: readonly number[], legality: Uint8Array | undefined): number[] {
  const open = shares.map((share, a) => (legality && legality[a] !== Legality.legal ? 0 : share));
  const mass = open.reduce((sum, share) => sum + share, 0);
  return mass > 0 ? open.map((share) => share / mass) : [1, 0, 0];
}

/** Uniforms of one customer, by name and number. */
function makeDice(key: Key, customer: number) {
  const words = new Uint32Array(4);
  return (name: string, k = 0): number => {
    philox4x32(key[0], key[1], customer, 0, k, purposeOf(name), words);
    return uniform24(words[0]);
  };
}

function makeLog(options: EstimatorLogOptions): JourneyLog {
  const { customers, reversed = false, blockCustomers = 1_000_000 } = options;
  const ids = Array.from({ length: customers }, (_, c) => (reversed ? customers - c : c + 1));
  const blocks: JourneyBlock[] = [];
  for (let from = 0; from < customers; from += blockCustomers) {
    const block = makeBlock(schema, {
      decisions: 3 * blockCustomers < 3 * customers ? 3 * blockCustomers : 3 * customers,
    });
    for (const customer of ids.slice(from, from + blockCustomers)) addCustomer(block, customer, options);
    blocks.push(block);
  }
  return logFromBlocks(schema, blocks);
}

function addCustomer(block: JourneyBlock, customer: number, options: EstimatorLogOptions): void {
  const dice = makeDice(options.key, customer);
  const plan = dice('plan') < 0.5 ? 0 : 1;
  const mood = dice('mood') < 0.5 ? -1 : 1;
  const decisions = 1 + Math.floor(3 * dice('decisions'));
  const legality = options.withoutCalls ? [0, 0, Legality.eligibility] : [0, 0, 0];
  const shares = legalShares(logging[plan], Uint8Array.from(legality));
  for (let k = 0; k < decisions; k++) {
    const u = dice('action', k);
    const action = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2;
    const at = block.decisions.n;
    const decisionId = customer * 10 + k;
    block.decisions.context[at] = plan;
    block.decisions.legality!.set(legality, 3 * at);
    appendRow(block.decisions, decisionLayout, {
      decisionId,
      customer,
      cluster: customer,
      seq: k,
      tick: k,
      time: Number.NaN,
      featuresAsOf: Number.NaN,
      sincePrevious: Number.NaN,
      proposed: action,
      executed: action,
      propensity: options.withoutPropensity ? Number.NaN : shares[action],
      admissionProbability: 1,
      arm: UNKNOWN,
      armShare: 1,
      cohort: UNKNOWN,
      cohortProbability: 1,
    });
    const mean = expected[plan][action];
    const noise = dice('noise', k);
    const value = options.binary ? (noise < mean / 5 ? 1 : 0) : mean + mood + 2 * noise - 1;
    appendRow(block.outcomes, outcomeLayout, {
      outcomeId: decisionId,
      decisionId,
      customer,
      value,
      ticks: 1,
    });
  }
}
