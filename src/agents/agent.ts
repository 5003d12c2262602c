import type { Key } from '../core/philox.ts';
import type { JourneyLog } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { PolicyBody, ProblemSpec } from '../policies/policy.ts';

/** A number that an agent can be told, with its range, for schema, command line and docs. */
export type AgentOption = {
  readonly default: number;
  readonly low: number;
  readonly high: number;
  readonly integer?: boolean;
  readonly description: string;
};
export type AgentOptions = { readonly [name: string]: AgentOption };
export type OptionValues = { readonly [name: string]: number };

/** What an agent is told of its problem before it sees a log. */
export type AgentProblem = {
  readonly spec: ProblemSpec;
  readonly reward: RewardDefinition;
  /** gamma of one tick, for agents that look further than the reward's window. */
  readonly discountPerTick: number;
};

export type LearnReport = {
  /** Decisions learned from. */
  readonly decisions: number;
  /** Further numbers for metrics.csv, such as loss. */
  readonly metrics: { readonly [name: string]: number };
};

/**
 * A learner. State is a plain value its caller holds (typed arrays, numbers, strings, arrays and objects alone), so
 * saving an agent is writing its state with encodeState. Randomness is an argument.
 */
export type Agent<State = unknown> = {
  readonly kind: string;
  /** Raised whenever its numbers change on purpose. */
  readonly version: number;
  readonly title: string;
  /** The paper and section it follows. */
  readonly source: string;
  /** `bandit` optimises the windowed reward; `rl` the whole discounted return; `baseline` does not learn. */
  readonly family: 'baseline' | 'bandit' | 'rl';
  readonly options: AgentOptions;
  init(problem: AgentProblem, options: OptionValues, key: Key): State;
  /** Learns from a whole log and returns the new state; the old one stays as it was. */
  learn(state: State, log: JourneyLog, key: Key): Promise<{ state: State; report: LearnReport }>;
  /** The frozen policy: with its exploration law, or greedy with the law's floor at 0. */
  freeze(state: State, how: { readonly explore: boolean }): PolicyBody;
};
