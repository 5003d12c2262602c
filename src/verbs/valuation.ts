import type { Key } from '../core/luck.ts';
import { type Measure, measures } from '../evaluation/comparison.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { type Lives, makeSimulator, simulateLives } from '../simulator/rollout.ts';
import { type LuckUse, streamsOf } from '../simulator/streams.ts';
import { breathe, report, type Watch } from './progress.ts';

/** Lives to be simulated: one piece a repeat of luck. Pieces of coupled worlds are whole worlds. */
export type Plan = { readonly root: Key; readonly use: LuckUse; readonly pieces: readonly Piece[] };
export type Piece = { readonly repeat: number; readonly from: number; readonly count: number };

/** What one policy's lives came to, unit by unit: a unit is a customer, or a world where customers are coupled. */
export type Valued = {
  /** [units] of each measure, a customer; for worlds the mean over its customers. */
  readonly units: { readonly [M in Measure]: Float64Array };
  readonly unit: 'customer' | 'world';
  readonly terminal: number;
  readonly lives: readonly Lives[];
};

/** Independent customers simulated between two breaths. */
const CUSTOMERS_A_PIECE = 2048;

/**
 * Pieces for `customers` customers of an uncoupled world, on one luck; or for `worlds` whole worlds of a coupled one.
 * Different `block` numbers share no customer and no luck.
 */
export function planFor(
  world: World,
  root: Key,
  use: LuckUse,
  size: { readonly customers: number; readonly worlds: number; readonly block?: number },
): Plan {
  const block = size.block ?? 0;
  if (!world.coupled) {
    const pieces: Piece[] = [];
    for (let at = 0; at < size.customers; at += CUSTOMERS_A_PIECE) {
      const count = Math.min(CUSTOMERS_A_PIECE, size.customers - at);
      pieces.push({ repeat: block, from: block * size.customers + at, count });
    }
    return { root, use, pieces };
  }
  const count = world.scenario.population.size;
  const pieces = Array.from({ length: size.worlds }, (_, k) => {
    const repeat = block * size.worlds + k;
    return { repeat, from: repeat * count, count };
  });
  return { root, use, pieces };
}

/** Simulates the pieces of a plan, in order. What they come to depends on nothing else. */
export type SimulatePieces = (
  world: World,
  policy: Policy,
  plan: Plan,
  watch: Watch & { readonly stage?: string },
) => Promise<readonly Lives[]>;

/** The same in this thread; tells of its progress where the stage has a name. */
export const simulatePieces: SimulatePieces = async (world, policy, { root, use, pieces }, watch) => {
  const lives: Lives[] = [];
  const total = pieces.reduce((sum, piece) => sum + piece.count, 0);
  const largest = { from: 0, count: Math.max(0, ...pieces.map(({ count }) => count)) };
  const simulator = makeSimulator(world, { streams: streamsOf(root, use), cohort: largest });
  let done = 0;
  for (const { repeat, from, count } of pieces) {
    await breathe(watch);
    const streams = streamsOf(root, use, repeat);
    lives.push(simulateLives(world, policy, { streams, cohort: { from, count } }, simulator));
    done += count;
    if (watch.stage) report(watch, { stage: watch.stage, done, total, unit: 'customers' });
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
  const perCustomer = lives.map(customerMeasures);
  const collect = (measure: Measure): Float64Array => {
    if (world.coupled) return Float64Array.from(perCustomer, (one) => mean(one[measure]));
    return perCustomer.length === 1
      ? perCustomer[0][measure]
      : concatenated(perCustomer.map((one) => one[measure]));
  };
  const units = Object.fromEntries(measures.map((measure) => [measure, collect(measure)]));
  return {
    units: units as Valued['units'],
    unit: world.coupled ? 'world' : 'customer',
    terminal: mean(concatenated(lives.map(({ summary }) => summary.terminal))),
    lives,
  };
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

export function mean(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return values.length === 0 ? Number.NaN : total / values.length;
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
