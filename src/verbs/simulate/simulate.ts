import { unwrap } from '../../core/issue.ts';
import type { Measure, StageFlow, Treatment } from '../../evaluation/comparison.ts';
import type { JourneyLog } from '../../journey/records.ts';
import { openPolicy } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { ParsedScenario } from '../../scenario/parse.ts';
import type { World } from '../../scenario/world.ts';
import type { LogLevel } from '../../simulator/journal.ts';
import { type RolloutOptions, rollout } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import { flowsOf, treatmentsOf } from '../compare/flows.ts';
import { withCrew } from '../crew/crew.ts';
import { crewPieces } from '../crew/crewPieces.ts';
import type { MeasuredMean } from '../evaluate/runEstimates.ts';
import { foldPlan, makeFold, meansOfFold } from '../livesFold.ts';
import { checkRoom } from '../memoryRoom.ts';
import type { Watch } from '../progress.ts';
import { version } from '../provenance.ts';
import { rootKey } from '../seed.ts';
import { planFor, plannedCustomers, wholeRun } from '../valuation.ts';
import { type Keeping, keptFold, type RunFacts } from './keptFold.ts';
import { type NamedPolicy, namedPolicy } from './worldPolicy.ts';

export type SimulateOptions = Watch & {
  readonly scenario: ParsedScenario;
  /** `none`, `uniform`, `today`, `always:ACTION`, or the folder of a training run or bundle. */
  readonly policy?: string;
  /**
   * Customers at the start of a world in which they are independent, newcomers in proportion; the scenario's own number
   * by default.
   */
  readonly customers?: number;
  /** Whole worlds of one with them; 2 by default, the fewest that give an interval. */
  readonly worlds?: number;
  readonly seed?: string | number;
  /** Of the intervals. */
  readonly level?: number;
  readonly logLevel?: LogLevel;
  /** Share of the customers who are logged, chosen by a hash of their ids; 1 by default. */
  readonly sample?: number;
  /** Keeps what it has come to, so that it can be stopped and gone on with. */
  readonly keeping?: Keeping;
  /** Threads to live on where that is worth it; one by default. The numbers do not depend on it. */
  readonly workers?: number;
  readonly catalogue?: Catalogue;
};

export type Simulated = {
  readonly world: World;
  readonly policy: NamedPolicy;
  readonly seed: string;
  readonly customers: number;
  readonly worlds: number;
  readonly measures: { readonly [M in Measure]: MeasuredMean };
  readonly flow: StageFlow;
  readonly treatments: readonly Treatment[];
  /** Records of the same lives: each pass simulates them again. Of a coupled world the first whole world. */
  readonly log: JourneyLog;
  /** The same at another level, and of a share of the customers alone. */
  readonly logAt: (how: Pick<RolloutOptions, 'level' | 'sample' | 'onProgress' | 'pause'>) => JourneyLog;
};

/** Bytes that the state of a customer takes at least, where all of a world are there at once. */
const RESIDENT = 1000;

function checkResident({ coupled, scenario }: World, worlds: number): void {
  const { size } = scenario.population;
  const hint = 'Simulate fewer with --set population.size, or one world at a time with --workers 1.';
  if (coupled) checkRoom(`${worlds} worlds at once of ${size} customers`, worlds * size * RESIDENT, hint);
}

/** What customers come to under a policy: the six measures with intervals, and where they went. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const { seed = 1, level = 0.95, worlds = 2, catalogue: parts = catalogue } = options;
  const world = unwrap(await compileWorld(options.scenario));
  const policy = await namedPolicy(options.policy ?? 'today', world, parts);
  const customers = options.customers ?? world.scenario.population.size;
  const root = rootKey(seed);
  const opened = openPolicy(policy.body, world.spec, parts.forms);
  const plan = planFor(world, root, 'evaluation', { customers, worlds });
  checkResident(world, Math.min(worlds, options.workers ?? 1));
  const all = plannedCustomers(plan.pieces);
  const fold = makeFold(world);
  const facts: RunFacts = {
    ...{ nextmove: version, scenario: world.hash, policy: policy.id, seed: String(seed) },
    ...{ customers: all, worlds: world.coupled ? worlds : 1 },
  };
  const kept = options.keeping ? keptFold(fold, facts, options.keeping) : null;
  await withCrew(options.workers ?? 1, options, (crew) => {
    const pieces = crewPieces(crew);
    return foldPlan(world, opened, plan, { ...options, fold, stage: 'simulate', pieces, ...kept });
  });
  kept?.end();
  const { title } = policy;
  const means = meansOfFold(fold, { world, title, level });
  const counted = [{ title, tally: fold.tally }];
  const first = { size: world.coupled ? world.scenario.population.size : customers, repeat: 0 };
  const cohort = wholeRun(world, root, 'evaluation', first);
  const streams = streamsOf(root, 'evaluation', 0);
  const logAt: Simulated['logAt'] = (how) => rollout(world, opened, { streams, cohort, ...how });
  return {
    world,
    policy,
    seed: String(seed),
    customers: all,
    worlds: world.coupled ? worlds : 1,
    measures: Object.fromEntries(means.map((mean) => [mean.measure, mean])) as Simulated['measures'],
    flow: flowsOf(world, counted)[0],
    treatments: treatmentsOf(world, counted),
    log: logAt({ level: options.logLevel ?? 'decisions', sample: options.sample ?? 1 }),
    logAt,
  };
}
