import type { LearnReport, OptionValues } from '../../agents/agent.ts';
import { deriveKey } from '../../core/luck.ts';
import type { JourneyLog } from '../../journey/records.ts';
import type { RewardDefinition } from '../../journey/rewards.ts';
import { openPolicy, type Policy, type PolicyBody, type ProblemSpec } from '../../policies/index.ts';
import { agentOf, type Catalogue, catalogue as own } from '../catalogue.ts';
import { rootKey } from '../seed.ts';
import { checkedOptions } from './train.ts';

export type LearnFromLogOptions = {
  /** An agent by kind, such as `linearUplift`. */
  readonly agent: string;
  readonly options?: OptionValues;
  readonly reward: RewardDefinition;
  /** 1 by default. */
  readonly seed?: string | number;
  readonly catalogue?: Catalogue;
};

export type LearnedFromLog = {
  readonly title: string;
  /** Greedy, without exploration. */
  readonly body: PolicyBody;
  readonly policy: Policy;
  readonly report: LearnReport;
};

/** Trains an agent on logged decisions alone (offline): one pass of learning, then its greedy policy. */
export async function learnFromLog(log: JourneyLog, options: LearnFromLogOptions): Promise<LearnedFromLog> {
  const { reward, seed = 1, catalogue = own } = options;
  const agent = agentOf(catalogue, options.agent);
  const spec: ProblemSpec = { actions: log.schema.actions, features: log.schema.features };
  const key = deriveKey(rootKey(seed), 'learner');
  const problem = { spec, reward, discountPerTick: reward.discountPerTick };
  const before = agent.init(problem, checkedOptions(agent, options.options ?? {}), key);
  const { state, report } = await agent.learn(before, log, key);
  const body = agent.freeze(state, { explore: false });
  return { title: `${agent.title}, greedy`, body, policy: openPolicy(body, spec, catalogue.forms), report };
}
