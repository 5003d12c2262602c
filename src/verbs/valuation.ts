import { issue, NextmoveError } from '../core/issue.ts';
import type { Key } from '../core/luck.ts';
import { sumByTopBits } from '../core/segmentSum.ts';
import { type Measure, measures } from '../evaluation/comparison.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { idsOf } from '../simulator/arrivals.ts';
import { type Cohort, everybodyOf, largestOf } from '../simulator/cohort.ts';
import {
  type Lives,
  type LivesOptions,
  makeSimulator,
  simulateLives,
  simulateLivesSlowly,
} from '../simulator/rollout.ts';
import { type LuckUse, streamsOf } from '../simulator/streams.ts';
import { type KeptWorlds, keepersOf } from './keptWorlds.ts';
import { breathe, report, type Watch } from './progress.ts';

/** Lives to be simulated: one piece a repeat of luck. Pieces of coupled worlds are whole worlds. */
export type Plan = { readonly root: Key; readonly use: LuckUse; readonly pieces: readonly Piece[] };
export type Piece = { readonly repeat: number } & Pick<Cohort, 'from' | 'count' | 'run'>;

/** What one policy's lives came to, unit by unit: a unit is a customer, or a world where customers are coupled. */
export type Valued = {
  /** [units] of each measure, a customer; for worlds see worldMean. */
  readonly units: { readonly [M in Measure]: Float64Array };
  readonly unit: 'customer' | 'world';
  readonly terminal: number;
  readonly lives: readonly Lives[];
};

/** Customers of some pieces who come by themselves. */
export function plannedCustomers(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { count }) => sum + count, 0);
}

/** Independent customers simulated between two breaths. */
const CUSTOMERS_A_PIECE = 2048;

/**
 * Pieces for `customers` customers of an uncoupled world, on one luck; or for `worlds` whole worlds of a coupled one. Where
 * customers come later, `customers` is the number at the start, and newcomers are in proportion. Different `block` numbers
 * share no customer and no luck.
 */
export function planFor(
  world: World,
  root: Key,
  use: LuckUse,
  size: { readonly customers: number; readonly worlds: number; readonly block?: number },
): Plan {
  const block = size.block ?? 0;
  const whole = world.scenario.population.size;
  checkSize(world.coupled ? (block + 1) * size.worlds * whole : (block + 1) * size.customers);
  if (!world.coupled) {
    const { from, count, run } = wholeRun(world, root, use, { size: size.customers, repeat: block });
    const pieces: Piece[] = [];
    for (let at = 0; at < count; at += CUSTOMERS_A_PIECE) {
      const piece = { from: from + at, count: Math.min(CUSTOMERS_A_PIECE, count - at), run };
      pieces.push({ repeat: block, ...piece });
    }
    return { root, use, pieces };
  }
  const pieces = Array.from({ length: size.worlds }, (_, k) => {
    const repeat = block * size.worlds + k;
    return { repeat, ...wholeRun(world, root, use, { size: whole, repeat }) };
  });
  return { root, use, pieces };
}

/** Everybody of a run of so many customers at the start; runs of different `repeat` share no customer. */
export function wholeRun(
  world: World,
  root: Key,
  use: LuckUse,
  { size, repeat }: { readonly size: number; readonly repeat: number },
): Cohort {
  checkSize(size);
  const run = { from: repeat * idsOf(world, size), size };
  checkSize(run.from + size);
  const { population } = streamsOf(root, use, repeat);
  return everybodyOf(world, population, run);
}

/** Customers by themselves are told apart by 32 bits. */
const MOST_CUSTOMERS = 2 ** 32;

function checkSize(customers: number): void {
  if (customers <= MOST_CUSTOMERS) return;
  const message = `got ${customers} customers in all, wanted at most ${MOST_CUSTOMERS}`;
  throw new NextmoveError(issue('run/customers', message, { hint: 'Take fewer, or fewer worlds or seeds.' }));
}

/** How lives are watched: told of where the stage has a name, and kept where they are whole worlds that are to be. */
export type LivesWatch = Watch & {
  readonly stage?: string;
  readonly keptWorlds?: KeptWorlds;
};

/** Simulates the pieces of a plan, in order. What they come to depends on nothing else. */
export type SimulatePieces = (
  world: World,
  policy: Policy,
  plan: Plan,
  watch: LivesWatch,
) => Promise<readonly Lives[]>;

/** The same in this thread; tells of its progress where the stage has a name. */
export const simulatePieces: SimulatePieces = async (world, policy, { root, use, pieces }, watch) => {
  const lives: Lives[] = [];
  const total = plannedCustomers(pieces);
  const cohort = largestOf(world, pieces);
  const simulator = makeSimulator(world, { streams: streamsOf(root, use), cohort });
  const keepers =
    world.coupled && watch.keptWorlds ? keepersOf(watch.keptWorlds, watch.keptWorlds.onKept) : null;
  let done = 0;
  for (const [piece, { repeat, ...cohort }] of pieces.entries()) {
    await breathe(watch);
    const streams = streamsOf(root, use, repeat);
    const keeper = keepers?.(piece);
    const tell = (customers: number) => {
      if (watch.stage) report(watch, { stage: watch.stage, done: customers, total, unit: 'customers' });
    };
    const options: LivesOptions = {
      ...{ streams, cohort, keeper, pause: () => breathe(watch) },
      onProgress: (of, all) => tell(done + Math.floor((cohort.count * of) / all)),
    };
    const live = world.coupled ? simulateLivesSlowly : simulateLives;
    lives.push(await live(world, policy, options, simulator));
    done += cohort.count;
    tell(done);
  }
  return lives;
};

/** Simulates a frozen policy over a plan, by `pieces` where that is given. */
export async function valuePolicy(
  world: World,
  policy: Policy,
  plan: Plan,
  watch: Watch & { readonly stage?: string; readonly pieces?: SimulatePieces } = {},
): Promise<Valued> {
  const lives = await (watch.pieces ?? simulatePieces)(world, policy, plan, watch);
  return {
    units: unitsOf(world, lives),
    unit: world.coupled ? 'world' : 'customer',
    terminal: total(concatenated(lives.map(({ summary }) => summary.terminal))) / customersOf(lives),
    lives,
  };
}

/** Each measure of lives, by customer or by world. */
export function unitsOf(world: World, lives: readonly Lives[]): Valued['units'] {
  const perCustomer = lives.map(customerMeasures);
  const collect = (measure: Measure): Float64Array => {
    if (world.coupled)
      return Float64Array.from(perCustomer, (one, k) => worldMean(lives[k], one[measure], measure));
    return perCustomer.length === 1
      ? perCustomer[0][measure]
      : concatenated(perCustomer.map((one) => one[measure]));
  };
  return Object.fromEntries(measures.map((measure) => [measure, collect(measure)])) as Valued['units'];
}

function customerMeasures({ summary }: Lives): Record<Measure, Float64Array> {
  return {
    value: summary.value.map((value, i) => value + summary.terminal[i]),
    conversion: Float64Array.from(summary.conversions),
    retention: Float64Array.from(summary.retained),
    contacts: Float64Array.from(summary.contacts),
    cost: summary.cost.map((cost) => cost / 10_000),
    optOuts: Float64Array.from(summary.optOuts),
  };
}

/**
 * What a world came to, for each customer who comes by themselves: a policy is credited with what those earn whom its
 * customers bring, and a world of many such customers is worth more. Retention is a share, and so of all who came.
 */
function worldMean({ customers, referred }: Lives, values: Float64Array, measure: Measure): number {
  if (referred.length === 0) return mean(values);
  const all = total(values.subarray(0, customers)) + sumByTopBits(values.subarray(customers), referred);
  return all / (measure === 'retention' ? values.length : customers);
}

/** Customers who come by themselves. */
function customersOf(lives: readonly Lives[]): number {
  return lives.reduce((sum, { customers }) => sum + customers, 0);
}

export function mean(values: Float64Array): number {
  return values.length === 0 ? Number.NaN : total(values) / values.length;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

export function concatenated(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
