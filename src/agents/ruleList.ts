import { openPolicy, type PolicyBody } from '../policies/index.ts';
import type { RulesData } from '../policies/rules.ts';
import type { Agent, AgentProblem, OptionValues } from './agent.ts';
import { countDecisions } from './fitting/countDecisions.ts';

export type RuleListState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  readonly rules: PolicyBody;
};

/**
 * What the business does today, as an agent that does not learn: a rules body, with a floor of uniform exploration
 * where asked for. A factory, because a problem does not tell of today's rules. Throws NextmoveError at init where
 * the rules do not fit the problem.
 */
export function ruleList(rules: PolicyBody): Agent<RuleListState> {
  return {
    kind: 'ruleList',
    version: 1,
    title: "Today's rules",
    source: 'The scenario, under today.',
    family: 'baseline',
    options: {
      epsilon: {
        default: 0.1,
        low: 0,
        high: 1,
        description: 'Share of uniform random actions while exploring.',
      },
    },
    init(problem, options) {
      openPolicy(rules, problem.spec);
      return { problem, options, rules };
    },
    learn: async (state, log) => ({ state, report: { decisions: await countDecisions(log), metrics: {} } }),
    freeze({ rules: body, options }, { explore }) {
      const law = { kind: 'greedy', epsilon: explore ? options.epsilon : 0 } as const;
      return { ...body, data: { ...(body.data as RulesData), law } };
    },
  };
}
