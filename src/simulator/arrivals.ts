import { issue, NextmoveError } from '../core/issue.ts';
import { drawWord, type Key, purposeOf, uniform24 } from '../core/luck.ts';
import { poisson32 } from '../core/poisson32.ts';
import { recent } from '../core/recent.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { World } from '../scenario/world.ts';
import { calendarColumns } from './calendarColumns.ts';
import { leafColumns } from './leafColumns.ts';
import { LARGEST_RATE } from './limits.ts';

/**
 * A whole run of a world: `size` customers at tick 0, whose ids are `from` .. `from + size - 1`, and those who come later
 * behind them in the order of their coming. Where `size` is not the scenario's own, arrivals are in proportion.
 */
export type Run = { readonly from: number; readonly size: number };

/** When the customers of a run come. */
export type Schedule = {
  /** All of them. */
  readonly count: number;
  /** [ticks]: those of the start and all who have come by the end of each tick. */
  readonly upTo: Float64Array;
};

/** Largest number of arrivals to be expected in a tick. */
const LARGEST_ARRIVALS = 1_000_000;

const PURPOSE = purposeOf(drawNames.arrivals);

/** The scenario's own run. */
export function ownRun({ scenario }: World): Run {
  return { from: 0, size: scenario.population.size };
}

/**
 * When everybody comes: a function of world, run and the population's key alone. How many come in a tick is Poisson by
 * inversion of a uniform that is named by the run's first customer, the tick and the draw; a rate above what one uniform
 * bears is shared out over several. Throws NextmoveError where the rate is none.
 */
export function scheduleOf(world: World, population: Key, run: Run): Schedule {
  const known = schedules.get(world) ?? new Map<string, Schedule>();
  schedules.set(world, known);
  const name = [...population, run.from, run.size].join();
  return recent(known, name, KEPT, () => workOutSchedule(world, population, run));
}

/** Schedules that are kept by world: every block of a run asks for its own. */
const KEPT = 8;
const schedules = new WeakMap<World, Map<string, Schedule>>();

function workOutSchedule(world: World, population: Key, run: Run): Schedule {
  const upTo = new Float64Array(world.clock.ticks).fill(run.size);
  let count = run.size;
  expectedArrivals(world, run).forEach((rate, tick) => {
    const parts = Math.max(1, Math.ceil(rate / LARGEST_RATE));
    const each = Math.fround(rate / parts);
    for (let part = 0; part < parts; part++) {
      count += poisson32(each, uniform24(drawWord(population, run.from, part, tick, PURPOSE)));
    }
    upTo[tick] = count;
  });
  return { count, upTo };
}

/** The tick in which the customer at a place of its run comes. Throws RangeError where nobody stands there. */
export function arrivalTick({ count, upTo }: Schedule, place: number): number {
  if (!(place >= 0 && place < count)) {
    throw new RangeError(`got the customer at place ${place} of a run, wanted one of its ${count}`);
  }
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (upTo[middle] > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Ids of a run for each of its customers at the start, where others come later. */
const IDS_A_CUSTOMER = 16;

/**
 * Ids that a run of so many customers may need, so that runs which lie so far apart share none. Where customers come later
 * it is the same for all rates but very high ones, so that a changed rate leaves the customers of the start who they are.
 */
export function idsOf(world: World, size: number): number {
  if (world.arrivals === null) return size;
  const later = expectedLater(world, size);
  // With room for more than will ever come: ten standard deviations.
  const needed = size + later + 10 * Math.sqrt(later) + 10;
  let ids = IDS_A_CUSTOMER * size;
  while (ids < needed) ids *= 2;
  return ids;
}

/** How many are to be expected to come later in a run. */
export function expectedLater(world: World, size: number): number {
  return expectedArrivals(world, { from: 0, size }).reduce((sum, rate) => sum + rate, 0);
}

/** [ticks] how many are to be expected in each tick of a run; none in a world where nobody comes. */
function expectedArrivals(world: World, { size }: Run): Float32Array {
  const { arrivals, clock, scenario } = world;
  if (arrivals === null) return new Float32Array(0);
  const { ticks } = clock;
  const program = prepareProgram(arrivals.graph, [arrivals.node]);
  const workspace = makeWorkspace(program, ticks);
  runProgram(program, workspace, leafColumns(arrivals.graph, calendarColumns(clock)), null, ticks);
  const share = Math.fround(size / scenario.population.size);
  return Float32Array.from(workspace.results[0].subarray(0, ticks), (perDay, tick) => {
    const rate = Math.fround(Math.fround(perDay * Math.fround(clock.tickDays)) * share);
    if (rate >= 0 && rate <= LARGEST_ARRIVALS) return rate;
    throw refuseRate(rate, tick);
  });
}

function refuseRate(rate: number, tick: number): NextmoveError {
  const message = `got ${rate} arrivals at tick ${tick}, wanted 0 to ${LARGEST_ARRIVALS}`;
  const hint = 'Clamp the formula or change its numbers.';
  return new NextmoveError(
    issue('simulation/range', message, { at: { path: 'population.arrivals.perDay' }, hint }),
  );
}
