import type { Agent, AgentProblem, OptionValues } from '../../agents/agent.ts';
import { issue, NextmoveError, unwrap } from '../../core/issue.ts';
import { deriveKey, type Key } from '../../core/luck.ts';
import type { LearningPoint } from '../../evaluation/comparison.ts';
import { NONE } from '../../journey/actions.ts';
import { collectLog } from '../../journey/blocks.ts';
import type { JourneyLog } from '../../journey/records.ts';
import { constantBody, openPolicy } from '../../policies/index.ts';
import type { Policy, PolicyBody } from '../../policies/policy.ts';
import type { RulesData } from '../../policies/rules.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { ParsedScenario } from '../../scenario/parse.ts';
import type { World } from '../../scenario/world.ts';
import { rollout } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { agentOf, type Catalogue, catalogue } from '../catalogue.ts';
import { checkRoom } from '../memoryRoom.ts';
import { breathe, breathing, report, type Watch } from '../progress.ts';
import { rootKey } from '../seed.ts';
import { mean, type Plan, planFor, valuePolicy, wholeRun } from '../valuation.ts';

/** How much is simulated; every size counts customers of one round, whole worlds where customers are coupled. */
export type TrainSize = {
  readonly rounds: number;
  readonly customers: number;
  /** Customers of the validation luck, and worlds of it where coupled. */
  readonly validationCustomers: number;
  readonly validationWorlds: number;
  /** Share of random actions with which today's rules write the log of the first round. */
  readonly firstExploration: number;
  /**
   * Share of random actions among customers who are otherwise left alone: half of each round's, so that what one
   * contact does is seen by itself.
   */
  readonly restingExploration: number;
};

export const defaultTrainSize: TrainSize = {
  rounds: 6,
  customers: 4000,
  validationCustomers: 4000,
  validationWorlds: 4,
  firstExploration: 0.3,
  restingExploration: 0.2,
};

export type TrainOptions = Watch & {
  readonly scenario: ParsedScenario;
  /** Kind of an agent of the catalogue. */
  readonly agent: string;
  /** Its options; what is left out has its default. */
  readonly options?: OptionValues;
  readonly seed?: string | number;
  readonly size?: Partial<TrainSize>;
  /** Lets the agent see hidden columns: the oracle, for comparison alone. */
  readonly oracle?: boolean;
  readonly catalogue?: Catalogue;
  /** Told of every round as it ends, and waited for: what is written then outlives a stop. */
  readonly onRound?: (round: TrainedRound) => void | Promise<void>;
};

/** What a round came to, with the best state on validation luck so far and its frozen policies. */
export type TrainedRound = {
  readonly point: LearningPoint;
  readonly metrics: { readonly [name: string]: number };
  readonly bestRound: number;
  readonly state: unknown;
  readonly body: PolicyBody;
  readonly exploringBody: PolicyBody;
};

export type Trained = {
  readonly world: World;
  readonly agent: Agent;
  readonly options: OptionValues;
  /** State after the round that did best on validation luck. */
  readonly state: unknown;
  readonly bestRound: number;
  readonly validationValue: number;
  /** Frozen greedy, and with its exploration law. */
  readonly body: PolicyBody;
  readonly exploringBody: PolicyBody;
  readonly learning: readonly LearningPoint[];
  readonly metrics: readonly {
    readonly round: number;
    readonly metrics: { readonly [name: string]: number };
  }[];
  /** Simulated customer-ticks of training, validation not counted: what tuned rules may spend as well. */
  readonly customerTicks: number;
  readonly seed: string;
  readonly size: TrainSize;
};

/**
 * Trains an agent by rounds: half of the new customers live under the agent's exploring policy (in the first round
 * under today's rules with a share of random actions), half are left alone but for a share of random actions; the
 * agent learns from their log, and its greedy policy is valued on validation luck. The state of the best round is kept.
 */
export async function train(options: TrainOptions): Promise<Trained> {
  const world = unwrap(await compileWorld(options.scenario, { oracle: options.oracle ?? false }));
  const parts = options.catalogue ?? catalogue;
  const agent = agentOf(parts, options.agent);
  const size = { ...defaultTrainSize, ...options.size };
  const most = Math.max(roundCustomers(world, size), size.validationCustomers);
  checkRoom(`${most} customers a round`, most * LOGGED, 'Learn from fewer a round, in more rounds.');
  return trainIn(world, agent, { ...options, size, catalogue: parts });
}

/** Bytes that a customer's log takes at least. */
const LOGGED = 1000;

type Settled = Omit<TrainOptions, 'size' | 'catalogue'> & {
  readonly size: TrainSize;
  readonly catalogue: Catalogue;
};

async function trainIn(world: World, agent: Agent, settings: Settled): Promise<Trained> {
  const { size, seed = 1 } = settings;
  const root = rootKey(seed);
  const options = checkedOptions(agent, settings.options ?? {});
  const problem: AgentProblem = {
    spec: world.spec,
    reward: world.reward,
    discountPerTick: world.reward.discountPerTick,
  };
  const open = (body: PolicyBody) => openPolicy(body, world.spec, settings.catalogue.forms);
  const plan = validationPlan(world, root, size);
  const reference = mean((await valuePolicy(world, open(world.rules), plan, settings)).units.value);
  const validated = plan.pieces.reduce((sum, { count }) => sum + count, 0);
  const perRound = roundCustomers(world, size) + validated;
  const tell = (done: number, note: string | null = null) => {
    const total = size.rounds * perRound;
    report(settings, { stage: `train ${agent.kind}`, done, total, unit: 'customers' }, note);
  };
  const learnerKey = deriveKey(root, 'learner');
  let state = agent.init(problem, options, deriveKey(learnerKey, 'init'));
  let best = { round: -1, value: Number.NEGATIVE_INFINITY, state };
  const learning: LearningPoint[] = [];
  const metrics: Trained['metrics'][number][] = [];
  for (let round = 0; round < size.rounds; round++) {
    const acting = round === 0 ? firstPolicy(world, size) : agent.freeze(state, { explore: true });
    const policies = [open(acting), open(constantBody(world.spec, NONE, size.restingExploration))];
    const log = await roundLog(world, policies, {
      ...{ root, round, settings },
      told: (done) => tell(round * perRound + done),
    });
    const learned = await agent.learn(state, log, deriveKey(learnerKey, `round/${round}`));
    state = learned.state;
    const greedy = open(agent.freeze(state, { explore: false }));
    const value = mean((await valuePolicy(world, greedy, plan, settings)).units.value);
    if (value > best.value) best = { round, value, state };
    const decisions = learned.report.decisions + (learning.at(-1)?.decisions ?? 0);
    learning.push({ agent: agent.kind, seed: Number(seed) || 0, round, decisions, value, reference });
    metrics.push({ round, metrics: learned.report.metrics });
    await settings.onRound?.({
      point: learning[round],
      metrics: learned.report.metrics,
      bestRound: best.round,
      state: best.state,
      body: agent.freeze(best.state, { explore: false }),
      exploringBody: agent.freeze(best.state, { explore: true }),
    });
    const note = `round ${round + 1}: ${value.toFixed(2)} a customer on validation luck, today's rules ${reference.toFixed(2)}`;
    tell((round + 1) * perRound, note);
  }
  return {
    world,
    agent,
    options,
    state: best.state,
    bestRound: best.round,
    validationValue: best.value,
    body: agent.freeze(best.state, { explore: false }),
    exploringBody: agent.freeze(best.state, { explore: true }),
    learning,
    metrics,
    customerTicks: size.rounds * roundCustomers(world, size) * world.clock.ticks,
    seed: String(seed),
    size,
  };
}

/** Validation luck is the same for every agent of a scenario and seed. */
export function validationPlan(world: World, root: Key, size: TrainSize): Plan {
  return planFor(world, root, 'validation', {
    customers: size.validationCustomers,
    worlds: size.validationWorlds,
  });
}

/** Customers of one piece of a round's log, all under one policy: half of them, or a whole world where coupled. */
function pieceCustomers(world: World, size: TrainSize): number {
  return world.coupled ? world.scenario.population.size : Math.ceil(size.customers / 2);
}

/** An even number of pieces, as many as come nearest to the number of customers asked for. */
function roundCustomers(world: World, size: TrainSize): number {
  const each = pieceCustomers(world, size);
  return 2 * Math.max(1, Math.round(size.customers / (2 * each))) * each;
}

/** Today's rules with a share of random actions among the legal ones: a log that any agent can learn from. */
function firstPolicy({ rules }: World, size: TrainSize): PolicyBody {
  const law: RulesData['law'] = { kind: 'greedy', epsilon: size.firstExploration };
  return { ...rules, data: { ...(rules.data as RulesData), law } };
}

type RoundRequest = {
  readonly root: Key;
  readonly round: number;
  readonly settings: Settled;
  /** Told now and then of the customers whose lives are simulated. */
  readonly told: (customers: number) => void;
};

/** The round's log, a piece under each policy in turn; kept in memory, since learners pass over it more than once. */
async function roundLog(
  world: World,
  policies: readonly Policy[],
  { root, round, settings, told }: RoundRequest,
): Promise<JourneyLog> {
  const each = pieceCustomers(world, settings.size);
  const pieces = roundCustomers(world, settings.size) / each;
  const logs: JourneyLog[] = [];
  for (let piece = 0; piece < pieces; piece++) {
    await breathe(settings);
    const repeat = round * pieces + piece;
    const log = rollout(world, policies[piece % policies.length], {
      streams: streamsOf(root, 'training', repeat),
      cohort: wholeRun(world, root, 'training', { size: each, repeat }),
      onProgress: (done, total) => told(each * (piece + done / total)),
    });
    logs.push(await collectLog(breathing(log, settings)));
  }
  return joinedLog(logs, policies);
}

/** One log of several, whose pieces name their policy. */
function joinedLog(logs: readonly JourneyLog[], policies: readonly Policy[]): JourneyLog {
  return {
    schema: { ...logs[0].schema, policies: policies.map(({ id }) => id) },
    async *blocks() {
      for (const [piece, log] of logs.entries()) {
        for await (const block of log.blocks()) {
          block.decisions.policy.fill(piece % policies.length);
          yield block;
        }
      }
    },
  };
}

/** Every option of the agent with its value; refuses unknown names and values out of range. */
export function checkedOptions(agent: Agent, given: OptionValues): OptionValues {
  const issues = Object.keys(given)
    .filter((name) => !(name in agent.options))
    .map((name) => {
      const known = Object.keys(agent.options);
      return issue(
        'agent/option',
        `agent ${agent.kind} has no option "${name}"; it has ${known.join(', ') || 'none'}`,
      );
    });
  const values = Object.entries(agent.options).map(([name, option]) => {
    const value = given[name] ?? option.default;
    const whole = !option.integer || Number.isInteger(value);
    if (!(value >= option.low && value <= option.high) || !whole) {
      const kind = option.integer ? 'a whole number' : 'a number';
      issues.push(
        issue(
          'agent/option',
          `option ${name} of ${agent.kind}: got ${value}, wanted ${kind} from ${option.low} to ${option.high}`,
        ),
      );
    }
    return [name, value] as const;
  });
  if (issues.length > 0) throw new NextmoveError(issues);
  return Object.fromEntries(values);
}
