import { uniformBody } from '../policies/uniform.ts';
import type { Agent, AgentProblem } from './agent.ts';
import { countDecisions } from './fitting/countDecisions.ts';

/** Every legal action alike: the widest support for later evaluation, and the straw that every agent must beat. */
export const uniform: Agent<{ readonly problem: AgentProblem }> = {
  kind: 'uniform',
  version: 1,
  title: 'Uniform random',
  source: 'The uniform design.',
  family: 'baseline',
  options: {},
  init: (problem) => ({ problem }),
  learn: async (state, log) => ({ state, report: { decisions: await countDecisions(log), metrics: {} } }),
  freeze: ({ problem }) => uniformBody(problem.spec),
};
