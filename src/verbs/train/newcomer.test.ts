import { expect, it } from 'vitest';
import {
  type Agent,
  type AgentProblem,
  catalogue,
  compare,
  constantBody,
  type OptionValues,
  openScenario,
  rewardBlock,
  train,
  withSettings,
} from '../../index.ts';
import { checkAgent } from '../../testing/index.ts';

type State = { readonly problem: AgentProblem; readonly options: OptionValues; readonly best: string };

/** What a newcomer writes: the single action with the greatest mean reward in the log, whoever the customer. */
const bestAction: Agent<State> = {
  kind: 'bestAction',
  version: 1,
  title: 'Best single action',
  source: 'Follow the leader.',
  family: 'bandit',
  options: {
    epsilon: { default: 0.2, low: 0, high: 1, description: 'Share of random actions while exploring.' },
  },
  init: (problem, options) => ({ problem, options, best: problem.spec.actions.actions[0].name }),
  async learn(state, log) {
    const { actions } = log.schema.actions;
    const sums = actions.map(() => ({ reward: 0, n: 0 }));
    let decisions = 0;
    for await (const block of log.blocks()) {
      const { reward, censored } = rewardBlock(block, log.schema, state.problem.reward);
      decisions += block.decisions.n;
      for (let i = 0; i < block.decisions.n; i++) {
        if (censored[i] === 1) continue;
        const sum = sums[block.decisions.proposed[i]];
        sum.reward += reward[i];
        sum.n += 1;
      }
    }
    const means = sums.map(({ reward, n }) => (n === 0 ? Number.NEGATIVE_INFINITY : reward / n));
    const best = actions[means.indexOf(Math.max(...means))].name;
    return { state: { ...state, best }, report: { decisions, metrics: { mean: Math.max(...means) } } };
  },
  freeze: ({ problem, options, best }, { explore }) =>
    constantBody(problem.spec, best, explore ? options.epsilon : 0),
};

const mine = { ...catalogue, agents: [...catalogue.agents, bestAction as Agent] };
const size = { rounds: 2, customers: 150, validationCustomers: 100 };

it('a newcomer adds an agent by one file: it trains through the public API', async () => {
  const file = await openScenario('exact/myopic');
  const trained = await train({ scenario: file.parsed, agent: 'bestAction', size, catalogue: mine });
  expect(trained.agent.kind).toBe('bestAction');
  expect(trained.learning).toHaveLength(2);
  expect(trained.body.data).toMatchObject({ action: 'reminder@email' });
});

it('and it is compared with every baseline', async () => {
  const file = await openScenario('exact/myopic');
  const comparison = await compare({
    scenario: file.parsed,
    rescenario: (set) => withSettings(file, set),
    agents: ['bestAction'],
    seeds: 2,
    size: {
      training: size,
      customers: 60,
      worlds: 1,
      harmCustomers: 4,
      luckKeys: 2,
      sensitivityCustomers: 10,
      upliftCustomers: 8,
      upliftLuckKeys: 2,
    },
    catalogue: mine,
  });
  expect(comparison.policies.map(({ role }) => role)).toEqual([
    'none',
    'uniform',
    'rules',
    'tunedRules',
    'responseGreedy',
    'agent',
    'oracle',
  ]);
  expect(comparison.headline.agent).toBe('Best single action');
});

for (const { name, run } of checkAgent(bestAction)) it(`a newcomer's agent: ${name}`, run);
