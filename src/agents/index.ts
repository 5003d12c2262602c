/** Learners, simplest first. One file is one learner with its whole update rule; fitting/ holds what they share. */
import type { Agent } from './agent.ts';
import { epsilonGreedyLinear } from './epsilonGreedyLinear.ts';
import { linearUplift } from './linearUplift.ts';
import { linThompson } from './linThompson.ts';
import { linUcb } from './linUcb.ts';
import { neuralLinear } from './neuralLinear.ts';
import { none } from './none.ts';
import { qLearning } from './qLearning.ts';
import { qLinear } from './qLinear.ts';
import { responseGreedy } from './responseGreedy.ts';
import { sparseUplift } from './sparseUplift.ts';
import { thompson } from './thompson.ts';
import { uniform } from './uniform.ts';

/** Every agent but today's rules, which come with a scenario: see ruleList. */
export const agents: readonly Agent[] = [
  none,
  uniform,
  thompson,
  responseGreedy,
  epsilonGreedyLinear,
  linUcb,
  linThompson,
  linearUplift,
  sparseUplift,
  neuralLinear,
  qLearning,
  qLinear,
];

export { type RuleListState, ruleList } from './ruleList.ts';
