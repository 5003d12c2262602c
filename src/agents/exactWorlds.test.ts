import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { deriveKey } from '../core/luck.ts';
import { momentsOf, varianceOf } from '../core/statistics.ts';
import { collectLog } from '../journey/blocks.ts';
import { featureIndex } from '../journey/features.ts';
import type { JourneyLog } from '../journey/records.ts';
import { openPolicy, uniformBody } from '../policies/index.ts';
import type { Policy, PolicyBody } from '../policies/policy.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import {
  deterministic,
  type ExactWorld,
  evaluateExact,
  makeExactWorld,
  myopicActions,
  solveExact,
  startValue,
} from '../scenario/exact.ts';
import { parseScenario } from '../scenario/parse.ts';
import { rollout, simulateLives } from '../simulator/rollout.ts';
import { streamsOf } from '../simulator/streams.ts';
import type { OptionValues } from './agent.ts';
import { agents } from './index.ts';

const ROOT = [7, 8] as const;
/** Customers of a round of training, each with up to 60 decisions; the first round's decisions are uniform. */
const CUSTOMERS = 600;
const ROUNDS = 2;
/** Customers on whom policies are compared, on the same luck. */
const JUDGED = 2000;

async function exactWorld(name: string, edit: (text: string) => string = (text) => text) {
  const file = `scenarios/exact/${name}.yaml`;
  const text = edit(readFileSync(file, 'utf8'));
  return makeExactWorld(unwrap(await compileWorld(unwrap(parseScenario(text, file)))));
}

/** A policy that takes action actions[s] in state s. */
function policyOf({ world }: ExactWorld, actions: Uint16Array): Policy {
  const { spec, traits, stages } = world;
  const A = spec.actions.actions.length;
  const d = spec.features.features.length;
  const [trait, stage] = [traits[0].name, 'stage'].map((name) => featureIndex(spec.features, name));
  return {
    id: '0',
    kind: 'exact',
    spec,
    probabilities({ n, context }, out) {
      out.fill(0, 0, n * A);
      for (let i = 0; i < n; i++) {
        out[i * A + actions[context[i * d + trait] * stages.length + context[i * d + stage]]] = 1;
      }
    },
  };
}

/** Actions [s] of the policy that always takes one action, and `none` where that is illegal. */
function constantActions({ states, legal, world }: ExactWorld, action: number): Uint16Array {
  const A = world.actions.actions.length;
  return Uint16Array.from(states, (_, s) => (legal[s * A + action] === 1 ? action : 0));
}

const exactValue = (exact: ExactWorld, actions: Uint16Array) =>
  startValue(exact, evaluateExact(exact, deterministic(exact, actions)));

/** Value of choosing at random among the legal actions. */
function uniformValue(exact: ExactWorld): number {
  const A = exact.world.actions.actions.length;
  const policy = Float64Array.from(exact.legal, (one, at) => {
    const row = exact.legal.subarray(at - (at % A), at - (at % A) + A);
    return one / row.reduce((sum, legal) => sum + legal, 0);
  });
  return startValue(exact, evaluateExact(exact, policy));
}

/** A mean over customers with its standard error. */
type Judged = { readonly mean: number; readonly error: number };

function judged(values: Float64Array): Judged {
  const moments = momentsOf(values);
  return { mean: moments.mean, error: Math.sqrt(varianceOf(moments) / values.length) };
}

/** Values of each customer under a policy, on luck that no training saw. */
function livesOf({ world }: ExactWorld, policy: Policy): Float64Array {
  const streams = streamsOf(ROOT, 'evaluation');
  return simulateLives(world, policy, { streams, cohort: { from: 0, count: JUDGED } }).summary.value;
}

/** What each customer gets more under the first policy than under the second. */
function gainOf(exact: ExactWorld, over: Policy, under: Policy): Judged {
  const less = livesOf(exact, under);
  return judged(livesOf(exact, over).map((value, i) => value - less[i]));
}

function logOf({ world }: ExactWorld, body: PolicyBody, round: number): Promise<JourneyLog> {
  const cohort = { from: round * CUSTOMERS, count: CUSTOMERS };
  const streams = streamsOf(ROOT, 'training', round);
  return collectLog(rollout(world, openPolicy(body, world.spec), { streams, cohort }));
}

/** Trains an agent and gives its greedy policy; `first` is the log of the first round. A network has one round. */
async function trained(
  exact: ExactWorld,
  kind: string,
  first: JourneyLog,
  given: OptionValues = {},
): Promise<Policy> {
  const { spec, reward } = exact.world;
  const agent = agents.find((one) => one.kind === kind)!;
  const defaults = Object.entries(agent.options).map(([name, option]) => [name, option.default]);
  const options: OptionValues = { ...Object.fromEntries(defaults), ...given };
  const problem = { spec, reward, discountPerTick: reward.discountPerTick };
  let state = agent.init(problem, options, deriveKey(ROOT, 'init'));
  for (let round = 0; round < (kind === 'neuralLinear' ? 1 : ROUNDS); round++) {
    const log = round === 0 ? first : await logOf(exact, agent.freeze(state, { explore: true }), round);
    state = (await agent.learn(state, log, deriveKey(ROOT, `round/${round}`))).state;
  }
  return openPolicy(agent.freeze(state, { explore: false }), spec);
}

/** Two features at most, as many as the exact worlds have, so that every pair of cell and action is seen often. */
const SMALL_TABLE = { features: 2, prior: 5 };
/** The outcome that counts as a response is the order's margin, the only one that these worlds pay. */
const RESPONSE = { outcome: 0 };
const SMALL_NETWORK = { units: 8, epochs: 8, learningRate: 0.01 };

describe('in the myopic world', () => {
  let exact: ExactWorld;
  let first: JourneyLog;
  let best: Policy;
  /** What there is to gain over uniform random: regrets are stated as shares of it. */
  let gap: number;
  beforeAll(async () => {
    exact = await exactWorld('myopic');
    first = await logOf(exact, uniformBody(exact.world.spec), 0);
    const { values, actions } = solveExact(exact);
    best = policyOf(exact, actions);
    gap = startValue(exact, values) - uniformValue(exact);
  });

  it.each([
    ['none', () => exactValue(exact, constantActions(exact, 0))],
    ['uniform', () => uniformValue(exact)],
  ])('%s is worth what dynamic programming says', async (kind, computed) => {
    const { mean, error } = judged(livesOf(exact, await trained(exact, kind, first)));
    expect(Math.abs(mean - computed())).toBeLessThan(4 * error);
  });

  it('Thompson sampling without context finds the best single action', async () => {
    const values = exact.world.actions.actions.map((_, a) => exactValue(exact, constantActions(exact, a)));
    const single = values.indexOf(Math.max(...values));
    const regret = gainOf(
      exact,
      policyOf(exact, constantActions(exact, single)),
      await trained(exact, 'thompson', first),
    );
    expect(regret).toEqual({ mean: 0, error: 0 });
    // And that is clearly less than what contexts are worth: 2.6 of 14.6.
    expect(values[single]).toBeLessThan(startValue(exact, solveExact(exact).values) - 0.5 * gap);
  });

  it('the highest predicted response is the best policy where orders are all that counts', async () => {
    const orders = (text: string) =>
      text.replace('margin: "10 - 4 * sent(coupon)"', 'margin: 1').replace('cost: 0.1', 'cost: 0');
    const wanted = policyOf(exact, myopicActions(await exactWorld('myopic', orders)));
    const { mean, error } = gainOf(exact, wanted, await trained(exact, 'responseGreedy', first, RESPONSE));
    expect(Math.abs(mean)).toBeLessThan(0.02 * gap + 3 * error);
    expect(gainOf(exact, best, wanted).mean).toBeGreaterThan(0.1 * gap);
  });

  // Rewards are linear in segment and stage, and a table has a cell for each: the classes hold the best policy.
  it.each([
    ['epsilonGreedyLinear', 0.05, {}],
    ['linUcb', 0.05, {}],
    ['linThompson', 0.05, {}],
    ['linearUplift', 0.05, {}],
    ['sparseUplift', 0.05, {}],
    ['qLearning', 0.05, SMALL_TABLE],
    ['qLinear', 0.05, {}],
    ['neuralLinear', 0.2, SMALL_NETWORK],
  ] as const)('%s comes within a share of %f of the best policy', async (kind, share, options) => {
    const { mean, error } = gainOf(exact, best, await trained(exact, kind, first, options));
    expect(mean).toBeLessThan(share * gap + 3 * error);
  });
});

describe('in the far-sighted world', () => {
  let exact: ExactWorld;
  let first: JourneyLog;
  let best: Policy;
  let myopic: Policy;
  /** What looking one decision ahead loses, by dynamic programming. */
  let loss: number;
  beforeAll(async () => {
    exact = await exactWorld('far-sighted');
    first = await logOf(exact, uniformBody(exact.world.spec), 0);
    const { values, actions } = solveExact(exact);
    best = policyOf(exact, actions);
    myopic = policyOf(exact, myopicActions(exact));
    loss = startValue(exact, values) - exactValue(exact, myopicActions(exact));
  });

  it('the loss of the myopic policy is what dynamic programming says', () => {
    const { mean, error } = gainOf(exact, best, myopic);
    expect(loss).toBeCloseTo(7.51, 2);
    expect(Math.abs(mean - loss)).toBeLessThan(4 * error);
  });

  it.each([
    ['thompson', {}],
    ['responseGreedy', RESPONSE],
    ['epsilonGreedyLinear', {}],
    ['linUcb', {}],
    ['linThompson', {}],
    ['linearUplift', {}],
    ['sparseUplift', {}],
  ] as const)('%s keeps that loss: it is worth what the myopic policy is', async (kind, options) => {
    const { mean, error } = gainOf(exact, await trained(exact, kind, first, options), myopic);
    expect(Math.abs(mean)).toBeLessThan(0.05 * loss + 3 * error);
  });

  it.each([
    ['qLearning', SMALL_TABLE],
    ['qLinear', {}],
  ] as const)('%s closes nine tenths of it at least', async (kind, options) => {
    const { mean, error } = gainOf(exact, best, await trained(exact, kind, first, options));
    expect(mean).toBeLessThan(0.1 * loss + 3 * error);
  });
});
