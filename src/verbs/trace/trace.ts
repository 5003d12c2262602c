import { issue, NextmoveError, unwrap } from '../../core/issue.ts';
import { openPolicy, policyId } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { ParsedScenario } from '../../scenario/parse.ts';
import type { World } from '../../scenario/world.ts';
import { everybodyOf } from '../../simulator/cohort.ts';
import type { LifeTick } from '../../simulator/life.ts';
import { type Streams, streamsOf } from '../../simulator/streams.ts';
import { observeRow } from '../../simulator/watch.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import type { Watch } from '../progress.ts';
import { rootKey } from '../seed.ts';
import { type NamedPolicy, namedPolicy } from '../simulate/worldPolicy.ts';
import { type LifeStory, type Lived, type Look, liveOne } from './liveOne.ts';
import { drawsAt, exitsOf, type TracedDraw, type TracedExit } from './traceDraws.ts';
import { type FormulaValue, formulasAt, isUsed, rulesAt, type TracedFormula } from './traceFormulas.ts';
import { type TracedTwin, twinsAt } from './traceTwins.ts';

export type TraceOptions = Watch & {
  readonly scenario: ParsedScenario;
  /**
   * Index of the customer, from 0 (which is the default): who it is in `simulate` with the same seed, and where customers
   * come later, with the scenario's own number of them at the start.
   */
  readonly customer?: number | undefined;
  /** A tick to look into. */
  readonly tick?: number | undefined;
  /** `none`, `uniform`, `today`, `always:ACTION`, or the folder of a training run or bundle. */
  readonly policy?: string;
  readonly seed?: string | number;
  /** Luck keys of the means over twins. */
  readonly luckKeys?: number;
  readonly catalogue?: Catalogue;
};

export type Trace = LifeStory & {
  readonly world: World;
  readonly policy: NamedPolicy;
  readonly seed: string;
  readonly customer: number;
  /** null where no tick was asked for. */
  readonly looked: TracedTick | null;
};

/** One tick from within. */
export type TracedTick = {
  readonly lived: LifeTick;
  /** In the order of a tick. */
  readonly formulas: readonly TracedFormula[];
  readonly draws: readonly TracedDraw[];
  readonly exits: readonly TracedExit[];
  /** One a legal action; null where no decision was up, or where customers are coupled. */
  readonly twins: readonly TracedTwin[] | null;
  readonly luckKeys: number;
  /** Ticks of the decisions before and after, for who looked at one without a decision. */
  readonly decidedBefore: number | null;
  readonly decidedAfter: number | null;
};

const LUCK_KEYS = 64;

/**
 * One customer's life under a policy, tick by tick; with `tick` all formulas of that tick with their values, its draws,
 * and what would have become of the customer under each other legal action. Twins are for worlds without budgets and
 * capacities: elsewhere another action would move what others get, so that no one customer's twin says what it is worth.
 * Throws NextmoveError where customer, tick or policy are not there.
 */
export async function trace(options: TraceOptions): Promise<Trace> {
  const { seed = 1, customer = 0, tick, luckKeys = LUCK_KEYS, catalogue: parts = catalogue } = options;
  const world = unwrap(await compileWorld(options.scenario));
  const root = rootKey(seed);
  const streams = streamsOf(root, 'evaluation', 0);
  checkPlace(world, streams, customer, tick);
  const policy = await namedPolicy(options.policy ?? 'today', world, parts);
  const lived: Lived = { world, policy: openPolicy(policy.body, world.spec, parts.forms), streams, customer };
  const values: FormulaValue[] = [];
  const story = await liveOne(lived, tick === undefined ? null : lookInto(world, tick, values), options);
  const base = { ...story, world, policy, seed: String(seed), customer };
  if (tick === undefined) return { ...base, looked: null };
  const at = tickOf(story, customer, tick);
  const anew = Array.from({ length: luckKeys }, (_, k) => ({
    ...streamsOf(root, 'evaluation', k + 1),
    population: streams.population,
  }));
  const { decision } = at;
  const twins =
    decision === null || world.coupled
      ? null
      : await twinsAt(lived, { tick, ...decision, legal: legalOf(decision.legality), anew }, options);
  return { ...base, looked: { ...tracedTick(lived, story, at, values), twins, luckKeys } };
}

const legalOf = (legality: Uint8Array) => [...legality.keys()].filter((a) => legality[a] === 0);

/** Collects the values of a tick's formulas as they are worked out. */
function lookInto(world: World, tick: number, into: FormulaValue[]): Look {
  return {
    tick,
    at(block, row, moment) {
      const gone = world.stages[block.stage[row]].terminal;
      if (gone && moment.at !== 'before') return;
      if (moment.at === 'before') {
        // Filled for the row alone, before anything is read: ages are worked out for who is asked about.
        const { context } = observeRow(block, row);
        const found = formulasAt(block, row, moment);
        const seen = found.filter(
          ({ concerns }) => concerns.kind === 'feature' || concerns.kind === 'eligible',
        );
        into.push(...(gone ? seen : found), ...rulesAt(world, context));
      } else into.push(...formulasAt(block, row, moment));
    },
  };
}

function tracedTick(
  { world, policy, streams, customer }: Lived,
  { ticks }: LifeStory,
  lived: LifeTick,
  values: readonly FormulaValue[],
): Omit<TracedTick, 'twins' | 'luckKeys'> {
  const rulesDecide = policy.id === policyId(world.rules);
  const byPath = new Map(values.map(({ path, value }) => [path, value]));
  const drawn = {
    world,
    streams,
    customer,
    lived,
    valueAt: (path: string) => byPath.get(path) ?? Number.NaN,
  };
  const decided = ticks.filter(({ decision }) => decision !== null).map((one) => one.tick);
  return {
    lived,
    formulas: values.map(({ concerns, ...formula }) => ({
      ...formula,
      used: isUsed(world, concerns, { lived, rulesDecide, first: ticks[0].tick }),
    })),
    draws: drawsAt(drawn),
    exits: world.stages[lived.stage].exits.length === 0 ? [] : exitsOf(drawn),
    decidedBefore: decided.findLast((t) => t < lived.tick) ?? null,
    decidedAfter: decided.find((t) => t > lived.tick) ?? null,
  };
}

function checkPlace(world: World, { population }: Streams, customer: number, tick: number | undefined): void {
  const { coupled, clock, arrivals } = world;
  // Where customers come later, those of the scenario's own run are all that there are.
  const bounded = coupled || arrivals !== null;
  const { count } = everybodyOf(world, population);
  const whole = Number.isInteger(customer) && customer >= 0 && customer < 2 ** 31;
  if (!whole || (bounded && customer >= count)) {
    const wanted = bounded
      ? `0 to ${count - 1}, the customers of this world`
      : 'a whole number of at least 0';
    throw new NextmoveError(issue('trace/customer', `got the customer ${customer}, wanted ${wanted}`));
  }
  if (tick === undefined || (Number.isInteger(tick) && tick >= 0 && tick < clock.ticks)) return;
  throw new NextmoveError(
    issue('trace/tick', `got the tick ${tick}, wanted 0 to ${clock.ticks - 1}, the ticks of this world`),
  );
}

function tickOf({ ticks, end }: LifeStory, customer: number, tick: number): LifeTick {
  const at = ticks.find((one) => one.tick === tick);
  if (at !== undefined) return at;
  const [first] = ticks;
  if (first !== undefined && tick < first.tick) {
    const message = `got the tick ${tick}, but customer ${customer} comes at tick ${first.tick}`;
    throw new NextmoveError(issue('trace/early', message, { hint: `Ask for ${first.tick} or later.` }));
  }
  const message = `got the tick ${tick}, but the journey of customer ${customer} had ended by tick ${end?.tick ?? ticks.length}`;
  const hint = `Ask for ${first?.tick ?? 0} to ${ticks.at(-1)?.tick ?? 0}.`;
  throw new NextmoveError(issue('trace/ended', message, { hint }));
}
