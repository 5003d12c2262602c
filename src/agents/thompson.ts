import { type Moments, mergeMoments, NO_MOMENTS, pushMoment } from '../core/statistics.ts';
import { rewardBlock } from '../journey/rewards.ts';
import type { Law } from '../policies/laws.ts';
import { tableBody } from '../policies/table.ts';
import { uniformBody } from '../policies/uniform.ts';
import type { Agent, AgentProblem, OptionValues } from './agent.ts';
import { checkLog } from './fitting/checkLog.ts';
import { drawsOption, epsilonOption } from './fitting/options.ts';

export type ThompsonState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  /** By action: the windowed rewards seen so far. */
  readonly rewards: readonly Moments[];
  /** Whether every reward so far was 0 or 1. */
  readonly binary: boolean;
};

/**
 * Thompson sampling without context. Rewards of 0 and 1 get Beta(1 + successes, 1 + failures); other rewards get
 * N(mu_a, s^2 / (n_a + 1)) with mu_a the mean of the action's rewards and one pseudo-reward at the mean of all.
 * Two deviations from the paper's Gaussian prior N(0, 1): its centre is the pooled mean, and its variance the pooled
 * variance within actions, since rewards are money and not within [0, 1]. Probabilities are wins over draws, with a
 * floor, so that the logged propensity is exact (semantics.md section 8).
 */
export const thompson: Agent<ThompsonState> = {
  kind: 'thompson',
  version: 1,
  title: 'Thompson sampling, no context',
  source:
    'Agrawal and Goyal 2012 (COLT), algorithm 1, for 0/1 rewards; 2013 (AISTATS), algorithm 2, for others.',
  family: 'bandit',
  options: { draws: drawsOption, epsilon: epsilonOption(0.02) },
  init: (problem, options) => ({
    problem,
    options,
    rewards: problem.spec.actions.actions.map(() => NO_MOMENTS),
    binary: true,
  }),
  async learn(state, log) {
    checkLog(log, state.problem);
    const rewards = [...state.rewards];
    let { binary } = state;
    let decisions = 0;
    for await (const block of log.blocks()) {
      const { reward, censored } = rewardBlock(block, log.schema, state.problem.reward);
      for (let i = 0; i < reward.length; i++) {
        if (censored[i] === 1) continue;
        const action = block.decisions.proposed[i];
        rewards[action] = pushMoment(rewards[action], reward[i]);
        binary &&= reward[i] === 0 || reward[i] === 1;
        decisions++;
      }
    }
    const { mean } = rewards.reduce(mergeMoments);
    return { state: { ...state, rewards, binary }, report: { decisions, metrics: { meanReward: mean } } };
  },
  freeze(state, { explore }) {
    const { problem, options, rewards, binary } = state;
    const pooled = rewards.reduce(mergeMoments);
    if (pooled.n === 0) return uniformBody(problem.spec);
    const posterior = binary ? betaPosterior(rewards) : gaussianPosterior(rewards, pooled.mean);
    const { draws, epsilon } = options;
    const kind = binary ? 'beta' : 'gaussian';
    const law: Law = { kind: 'thompson', epsilon: explore ? epsilon : 0, draws, posterior: kind, scale: 1 };
    const bins = { inputs: problem.spec.features.features.length, features: [] };
    const values = Float32Array.from(posterior, ([value]) => value);
    const spreads = Float32Array.from(posterior, ([, spread]) => spread);
    if (explore) return tableBody(problem.spec, { bins, values, spreads, law });
    const means = binary ? values.map((a, i) => a / (a + spreads[i])) : values;
    return tableBody(problem.spec, {
      bins,
      values: means,
      spreads: null,
      law: { kind: 'greedy', epsilon: 0 },
    });
  },
};

type Pair = readonly [value: number, spread: number];

function betaPosterior(rewards: readonly Moments[]): Pair[] {
  return rewards.map(({ n, mean }) => {
    const successes = Math.round(n * mean);
    return [1 + successes, 1 + n - successes];
  });
}

function gaussianPosterior(rewards: readonly Moments[], centre: number): Pair[] {
  const within = rewards.reduce((sum, { m2 }) => sum + m2, 0);
  const freedom = rewards.reduce((sum, { n }) => sum + Math.max(0, n - 1), 0);
  const variance = freedom > 0 ? within / freedom : 1;
  return rewards.map(({ n, mean }) => [(n * mean + centre) / (n + 1), Math.sqrt(variance / (n + 1))]);
}
