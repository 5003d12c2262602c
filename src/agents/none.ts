import { issue, NextmoveError } from '../core/issue.ts';
import { NONE } from '../journey/actions.ts';
import { constantBody } from '../policies/constant.ts';
import type { Agent, AgentProblem } from './agent.ts';
import { countDecisions } from './fitting/countDecisions.ts';

/** What would happen anyway: the yardstick of every uplift. It never explores. */
export const none: Agent<{ readonly problem: AgentProblem }> = {
  kind: 'none',
  version: 1,
  title: 'No intervention',
  source: 'The control condition.',
  family: 'baseline',
  options: {},
  init(problem) {
    if (problem.spec.actions.none !== null) return { problem };
    const known = problem.spec.actions.actions.map(({ name }) => name).join(', ');
    const message = `the action set has no "${NONE}", only ${known}`;
    throw new NextmoveError(issue('agent/none', message, { hint: 'Compare with uniform random instead.' }));
  },
  learn: async (state, log) => ({ state, report: { decisions: await countDecisions(log), metrics: {} } }),
  freeze: ({ problem }) => constantBody(problem.spec, NONE),
};
