import { issue, NextmoveError, unwrap } from '../../core/issue.ts';
import {
  type Comparison,
  type Headline,
  type LearningPoint,
  measures,
  type ScenarioCard,
} from '../../evaluation/comparison.ts';
import { studentOverSeeds } from '../../evaluation/pairedComparison.ts';
import { constantBody, policyId, uniformBody } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { couplingOf } from '../../scenario/coupling.ts';
import type { World } from '../../scenario/world.ts';
import { agentOf, catalogue as builtIn } from '../catalogue.ts';
import { type Crew, withCrew } from '../crew/crew.ts';
import { crewPieces } from '../crew/crewPieces.ts';
import { checkRoom } from '../memoryRoom.ts';
import { rootKey } from '../seed.ts';
import { type Trained, train } from '../train/train.ts';
import { tuneRules } from '../train/tuneRules.ts';
import { adviceOf } from './advice.ts';
import { moveAssumptions } from './assumptions.ts';
import { type CompareOptions, FULL_SEEDS, fullSize } from './compareOptions.ts';
import type { Entrant, Setting } from './compareSetting.ts';
import {
  bodyOf,
  type Contender,
  differenceOf,
  type Fared,
  resultOf,
  seedDifferences,
  valueContenders,
} from './contenders.ts';
import { countedOf, flowsOf, treatmentsOf } from './flows.ts';
import { gapOf } from './gap.ts';
import { harmOf } from './harm.ts';
import { methodOf, smallRunOf } from './method.ts';
import { storyOf } from './story.ts';
import { upliftsOf } from './uplift.ts';

export const TITLES = {
  none: 'do nothing',
  uniform: 'uniform random',
  rules: "today's rules",
  tuned: 'tuned rules',
  oracle: 'oracle',
} as const;

/**
 * Compares none, uniform random, today's rules, the same rules tuned, response-greedy, the agent that did best on
 * validation luck and the oracle on the same fresh luck, and finds out for whom, at what cost and on what
 * assumptions the agent is better.
 */
export async function compare(options: CompareOptions): Promise<Comparison> {
  // Only what is built in can be found by name in another thread.
  const workers = (options.catalogue ?? builtIn) === builtIn ? (options.workers ?? 1) : 1;
  return withCrew(workers, options, (crew) => compareWith(options, crew));
}

async function compareWith(options: CompareOptions, crew: Crew | null): Promise<Comparison> {
  const started = performance.now();
  const setting = await settle(options, crew);
  const { world, level } = setting;
  const entrants = await trainAll(setting, options.agents, false);
  const chosen = best(entrants);
  const oracle = best(await trainAll(setting, options.agents, true));
  const response = await trainAll(setting, ['responseGreedy'], false);
  const contenders = await allContenders(setting, { chosen, oracle, response: response[0] });
  const fared = await valueContenders(contenders, {
    ...{ ...options, ...setting, size: setting.size },
    pieces: crewPieces(crew),
  });
  const by = (role: Contender['role']) => fared.find(({ contender }) => contender.role === role) as Fared;
  const [rules, tuned, agent] = [by('rules'), by('tunedRules'), by('agent')];
  const headline = headlineOf(setting, agent, tuned);
  const counted = [rules, agent].map((one) => countedOf(world, one));
  const treatments = treatmentsOf(world, counted);
  const uplifts = await upliftsOf(setting, rules.contender);
  return {
    format: 1,
    scenario: cardOf(world),
    policies: fared.map((one) => resultOf(one, level, policyId(bodyOf(one.contender, 0)))),
    differences: fared.flatMap((one) =>
      fared.flatMap((other) =>
        one === other ? [] : measures.map((measure) => differenceOf(one, other, measure, level)),
      ),
    ),
    headline,
    gap: gapOf(setting, { rules, agent, oracle: by('oracle') }),
    harm: await harmOf(setting, agent.contender, rules.contender),
    assumptions: await moveAssumptions(setting, headline, {
      agent: agent.contender,
      reference: tuned.contender,
    }),
    flows: flowsOf(world, counted),
    treatments,
    uplifts,
    advice: adviceOf(world, {
      treatments,
      uplifts,
      rules: rules.contender.title,
      agent: agent.contender.title,
      better: headline.clearOfZero && headline.perCustomer.mean > 0 && smallRunOf(setting) === null,
    }),
    story: await storyOf(setting, agent.contender, rules.contender),
    learning: [...entrants, ...response].flatMap(({ runs }) => runs.flatMap((run, s) => learningOf(run, s))),
    method: methodOf(setting, {
      entrants: [...entrants, ...response],
      chosen,
      seconds: (performance.now() - started) / 1000,
    }),
  };
}

async function settle(options: CompareOptions, crew: Crew | null): Promise<Setting> {
  let oracle: Promise<World> | null = null;
  const { seeds = FULL_SEEDS, size = fullSize } = options;
  checkSeeds(seeds);
  const lives = seeds * size.customers;
  const hint = 'Take fewer customers or seeds: an interval narrows with the root of their number.';
  checkRoom(
    `${seeds} seeds of ${size.customers} customers under ${POLICIES} policies`,
    lives * POLICIES * LIVED,
    hint,
  );
  return {
    options,
    world: unwrap(await compileWorld(options.scenario)),
    root: rootKey(options.seed ?? 1),
    seeds,
    level: options.level ?? 0.95,
    size,
    catalogue: options.catalogue ?? builtIn,
    crew,
    oracleWorld: () => {
      oracle ??= compileWorld(options.scenario, { oracle: true }).then(unwrap);
      return oracle;
    },
  };
}

/** Policies that are compared at least, and bytes that is kept of one customer's life under one. */
const POLICIES = 7;
const LIVED = 80;

function checkSeeds(seeds: number): void {
  if (Number.isInteger(seeds) && seeds >= 2) return;
  const hint =
    'Intervals are taken over training seeds, and one seed gives no interval: give 2 for a look, 5 or more for a verdict.';
  throw new NextmoveError(
    issue('compare/seeds', `got ${seeds} training ${seeds === 1 ? 'seed' : 'seeds'}, wanted at least 2`, {
      hint,
    }),
  );
}

const seedName = (setting: Setting, seed: number) => `${setting.options.seed ?? 1}/${seed}`;

/** Trains each kind once a seed; all at once where there are threads to do it. */
async function trainAll(setting: Setting, kinds: readonly string[], oracle: boolean): Promise<Entrant[]> {
  const wanted = kinds.flatMap((kind) => seedsOf(setting).map((seed) => ({ kind, seed })));
  const runs = await each(setting, wanted, ({ kind, seed }) => trainOne(setting, kind, seed, oracle));
  return kinds.map((kind, k) => {
    const own = runs.slice(k * setting.seeds, (k + 1) * setting.seeds);
    const validationValue = own.reduce((sum, run) => sum + run.validationValue, 0) / own.length;
    return { kind, runs: own, validationValue };
  });
}

const seedsOf = ({ seeds }: Setting) => Array.from({ length: seeds }, (_, seed) => seed);

/** One after the other in this thread, or all at once on a crew. */
async function each<A, B>({ crew }: Setting, list: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  if (crew !== null) return Promise.all(list.map(work));
  const done: B[] = [];
  for (const one of list) done.push(await work(one));
  return done;
}

async function trainOne(setting: Setting, kind: string, seed: number, oracle: boolean): Promise<Trained> {
  const { options, catalogue, size, crew } = setting;
  const asked = {
    agent: kind,
    options: options.options?.[kind],
    seed: seedName(setting, seed),
    size: size.training,
    oracle,
  };
  if (crew === null) return train({ ...options, ...asked, catalogue });
  const { scenario } = options.scenario;
  const data = await crew.run('train', { ...asked, scenario }, options);
  const world = oracle ? await setting.oracleWorld() : setting.world;
  return { ...data, world, agent: agentOf(catalogue, kind) };
}

const best = (entrants: readonly Entrant[]): Entrant =>
  entrants.reduce((a, b) => (b.validationValue > a.validationValue ? b : a));

async function allContenders(
  setting: Setting,
  {
    chosen,
    oracle,
    response,
  }: { readonly chosen: Entrant; readonly oracle: Entrant; readonly response: Entrant },
): Promise<Contender[]> {
  const { world } = setting;
  const trained = (title: string, role: Contender['role'], { runs }: Entrant): Contender => ({
    title,
    role,
    world: runs[0].world,
    bodies: runs.map((run) => run.body),
  });
  const tuned = await each(setting, seedsOf(setting), (seed) => {
    const { customerTicks } = chosen.runs[seed];
    const wanted = { root: rootKey(seedName(setting, seed)), customerTicks };
    if (setting.crew === null) return tuneRules(world, { ...setting.options, ...wanted });
    return setting.crew.run('tune', { ...wanted, scenario: world.scenario }, setting.options);
  });
  return [
    { title: TITLES.none, role: 'none', world, bodies: [constantBody(world.spec, 'none')] },
    { title: TITLES.uniform, role: 'uniform', world, bodies: [uniformBody(world.spec)] },
    { title: TITLES.rules, role: 'rules', world, bodies: [world.rules] },
    { title: TITLES.tuned, role: 'tunedRules', world, bodies: tuned.map(({ body }) => body) },
    trained(response.runs[0].agent.title, 'responseGreedy', response),
    trained(chosen.runs[0].agent.title, 'agent', chosen),
    trained(`${TITLES.oracle} (${oracle.runs[0].agent.title})`, 'oracle', oracle),
  ];
}

function headlineOf({ world, level }: Setting, agent: Fared, tuned: Fared): Headline {
  const { difference, interval, clearOfZero } = studentOverSeeds(seedDifferences(agent, tuned), level);
  const scale = (10_000 * 365) / (world.clock.ticks * world.clock.tickDays);
  return {
    agent: agent.contender.title,
    reference: tuned.contender.title,
    perCustomer: { mean: difference, interval },
    perTenThousandAYear: { mean: difference * scale, interval: [interval[0] * scale, interval[1] * scale] },
    clearOfZero,
  };
}

function learningOf(run: Trained, seed: number): LearningPoint[] {
  return run.learning.map((point) => ({ ...point, agent: run.agent.title, seed }));
}

function cardOf(world: World): ScenarioCard {
  const { scenario } = world;
  return {
    name: scenario.name,
    description: scenario.description,
    hash: world.hash,
    currency: scenario.currency,
    customers: scenario.population.size,
    horizonDays: scenario.clock.horizonDays,
    coupled: world.coupled,
    coupling: couplingOf(world),
    stages: Object.entries(scenario.stages).map(([name, { description, seenAs }]) => ({
      name,
      description,
      seenAs,
    })),
    interventions: Object.entries(scenario.interventions).map(([name, { description, channels }]) => ({
      name,
      description,
      channels,
    })),
  };
}
