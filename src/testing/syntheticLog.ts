import { deriveKey, type Key, purposeOf, uniform24 } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import { makeActionSet } from '../journey/actions.ts';
import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import {
  decisionLayout,
  EndingCode,
  endingLayout,
  type JourneyLog,
  outcomeLayout,
} from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import type { DecisionBatch, Policy, ProblemSpec } from '../policies/policy.ts';

const NAMES = ['none', 'email', 'call'];
const D = 3;
const A = NAMES.length;
const TICKS = 12;
/** Indices of the small schema's outcomes. */
const [MARGIN, VISITS] = [0, 2];

/** A made-up problem whose rewards are known, and what it takes to grade a policy on it exactly. */
export type SyntheticProblem = {
  readonly spec: ProblemSpec;
  readonly reward: RewardDefinition;
  readonly discountPerTick: number;
  /** A log of uniform decisions: six of each customer, two ticks apart, with legal sets and propensities. */
  makeLog(options: { readonly customers: number; readonly key: Key; readonly policy?: Policy }): JourneyLog;
  /** Mean reward of a policy over 2,000 fixed contexts: exact in the reward, so no noise but that of contexts. */
  value(policy: Policy): number;
  /** Value of the best policy there is. */
  readonly best: number;
  /** The contexts that `value` is worked out on. */
  readonly batch: DecisionBatch;
};

const spec: ProblemSpec = {
  actions: makeActionSet(NAMES),
  features: makeFeatureSchema([
    { name: 'need', kind: 'real' },
    { name: 'segment', kind: 'category', levels: ['young', 'old'] },
    { name: 'visits', kind: 'count' },
  ]),
};

const reward: RewardDefinition = {
  name: 'profit',
  of: [{ outcome: 'margin', sign: 1 }],
  windowTicks: 1,
  discountPerTick: 0.99,
  bound: null,
};

/** What an action adds: emails please the young and annoy the old; calls pay where the need is great. */
function effectOf(context: Float32Array, at: number, action: number): number {
  const [need, segment] = context.subarray(at, at + D);
  if (action === 1) return segment === 0 ? 1.4 : -0.6;
  return action === 2 ? 1.5 * need : 0;
}

/** Visits pay anyway. */
function expectedReward(context: Float32Array, at: number, action: number): number {
  return 1 + 0.2 * context[at + 2] + effectOf(context, at, action);
}

/**
 * The easy contextual problem: three actions, rewards linear in the context, effects that last no longer than the
 * decision, and visits (the response) that come with them. Any learner must do clearly better on it than uniform
 * random, and one that reads contexts better than the best single action.
 */
export function syntheticProblem(): SyntheticProblem {
  const test = makeContexts(2000, [0x7e57, 1]);
  const value = (policy: Policy) => {
    const q = new Float32Array(test.n * A);
    policy.probabilities(test, q);
    return mean(test.n, (i) => sum(A, (a) => q[i * A + a] * expectedReward(test.context, i * D, a)));
  };
  const best = mean(test.n, (i) => {
    const open = [0, 1, 2].filter((a) => test.legality![i * A + a] === 0);
    return Math.max(...open.map((a) => expectedReward(test.context, i * D, a)));
  });
  return { spec, reward, discountPerTick: 0.99, makeLog, value, best, batch: test };
}

function makeContexts(n: number, key: Key): DecisionBatch {
  const draw = drawsOf(key);
  const context = new Float32Array(n * D);
  const legality = new Uint8Array(n * A);
  const ids = new Uint32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [need, segment, visits, legal] = draw(i, 'context');
    context.set([2 * need - 1, segment < 0.5 ? 0 : 1, Math.floor(4 * visits * visits)], i * D);
    legality[i * A + 2] = legal < 0.2 ? 2 : 0;
    ids.set([i + 1, 1], 2 * i);
  }
  return { n, context, legality, ids, key: deriveKey(key, 'policy') };
}

function makeLog({ customers, key, policy }: Parameters<SyntheticProblem['makeLog']>[0]): JourneyLog {
  const schema = smallSchema({ ticks: TICKS, features: spec.features, actions: NAMES });
  const n = (customers * TICKS) / 2;
  const batch = makeContexts(n, deriveKey(key, 'contexts'));
  const probabilities = new Float32Array(n * A);
  if (policy) policy.probabilities(batch, probabilities);
  else uniformly(batch, probabilities);
  const draw = drawsOf(deriveKey(key, 'luck'));
  const block = makeBlock(schema, { decisions: n, outcomes: n, endings: customers });
  block.decisions.context.set(batch.context);
  block.decisions.legality!.set(batch.legality!);
  for (let i = 0; i < n; i++) {
    const [[u], noise] = [draw(i, 'action'), [...draw(i, 'noise'), ...draw(i, 'more noise')]];
    const action = pick(probabilities, i * A, u);
    const customer = Math.floor((2 * i) / TICKS) + 1;
    const tick = (2 * i) % TICKS;
    const propensity = probabilities[i * A + action];
    appendRow(block.decisions, decisionLayout, {
      ...{ decisionId: i + 1, customer, cluster: customer, tick, seq: tick / 2, armShare: 1 },
      ...{ proposed: action, executed: action, propensity, admissionProbability: 1, cohortProbability: 1 },
    });
    const value = expectedReward(batch.context, i * D, action) + sum(7, (j) => noise[j]) - 3.5;
    const common = { outcomeId: i + 1, customer, tick, ticks: 1 };
    appendRow(block.outcomes, outcomeLayout, { ...common, name: MARGIN, value });
    const responds = noise[7] < 0.3 + 0.2 * effectOf(batch.context, i * D, action);
    if (responds)
      appendRow(block.outcomes, outcomeLayout, { ...common, outcomeId: n + i + 1, name: VISITS, value: 1 });
  }
  for (let c = 1; c <= customers; c++) {
    appendRow(block.endings, endingLayout, { customer: c, tick: TICKS, code: EndingCode.horizon });
  }
  return logFromBlocks(schema, [{ ...block, decisions: { ...block.decisions, probabilities } }]);
}

function uniformly({ n, legality }: DecisionBatch, out: Float32Array): void {
  for (let i = 0; i < n; i++) {
    const legal = sum(A, (a) => (legality![i * A + a] === 0 ? 1 : 0));
    for (let a = 0; a < A; a++) out[i * A + a] = legality![i * A + a] === 0 ? 1 / legal : 0;
  }
}

function pick(probabilities: Float32Array, at: number, u: number): number {
  let total = probabilities[at];
  let action = 0;
  while (action < A - 1 && u >= total) total += probabilities[at + ++action];
  return action;
}

/** Four uniforms of (row, name) under a key. */
function drawsOf(key: Key): (row: number, name: string) => number[] {
  const words = new Uint32Array(4);
  return (row, name) => {
    philox4x32(key[0], key[1], row, 0, 0, purposeOf(name), words);
    return Array.from(words, uniform24);
  };
}

function sum(n: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += term(i);
  return total;
}

const mean = (n: number, term: (i: number) => number) => sum(n, term) / n;
