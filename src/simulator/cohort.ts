import type { Key } from '../core/luck.ts';
import type { World } from '../scenario/world.ts';
import { arrivalTick, ownRun, type Run, scheduleOf } from './arrivals.ts';

/**
 * Customers who come by themselves, by index: ids `from` .. `from + count - 1`; with `members` those alone, [count], rising
 * from `from` on; with `copies` the one customer `from` as often as `count` says, who live alike for as long as they are
 * treated alike.
 */
export type Cohort = {
  readonly from: number;
  readonly count: number;
  readonly members?: Uint32Array | undefined;
  readonly copies?: boolean;
  /** The run that they belong to, which says when each of them comes; the scenario's own by default. */
  readonly run?: Run | undefined;
};

/** All customers of a run who come by themselves. */
export function everybodyOf(world: World, population: Key, run: Run = ownRun(world)): Cohort {
  if (world.arrivals === null) return { from: run.from, count: run.size };
  return { from: run.from, count: scheduleOf(world, population, run).count, run };
}

/** Id of the customer of a row. */
export function idOf({ from, members, copies }: Cohort, row: number): number {
  if (copies) return from;
  return members === undefined ? from + row : members[row];
}

/** The cohort of rows first .. first + count - 1. */
export function partOf(cohort: Cohort, first: number, count: number): Cohort {
  const members = cohort.members?.subarray(first, first + count);
  return { ...cohort, from: idOf(cohort, first), count, members };
}

/** By row of a cohort: the tick in which it comes, and whether it belongs to the start. */
export function arrivalsOf(
  world: World,
  population: Key,
  cohort: Cohort,
): (row: number) => { readonly tick: number; readonly later: boolean } {
  const run = cohort.run ?? ownRun(world);
  const schedule = world.arrivals === null ? null : scheduleOf(world, population, run);
  return (row) => {
    if (schedule === null) return { tick: 0, later: false };
    const place = idOf(cohort, row) - run.from;
    return { tick: arrivalTick(schedule, place), later: place >= run.size };
  };
}

/** Customers who may be brought in the run that a cohort belongs to: so many for each customer of the start. */
export function referralRoom({ referrals, arrivals, scenario }: World, { run, count }: Cohort): number {
  if (referrals === null) return 0;
  const size = run?.size ?? (arrivals === null ? count : scenario.population.size);
  return Math.ceil(referrals.most * size);
}

/** The one of some cohorts for which a block needs the most rows; of nobody where there is none. */
export function largestOf(world: World, cohorts: readonly Cohort[]): Cohort {
  const nobody: Cohort = { from: 0, count: 0 };
  return cohorts.reduce((most, one) => (rowsFor(world, one) > rowsFor(world, most) ? one : most), nobody);
}

/** Rows that a block needs for a cohort and all whom it may bring. */
export function rowsFor(world: World, cohort: Cohort): number {
  return cohort.count + referralRoom(world, cohort);
}
