import { segmentSum } from '../core/segmentSum.ts';
import type { World } from '../scenario/world.ts';

/** Counts over all customers of a run. */
export type Tally = {
  /** [S x S] moves between true stages. */
  readonly moves: Float64Array;
  /** Customers who began there, and moves to it. */
  readonly entered: Float64Array;
  /** Customers who ended there. */
  readonly atEnd: Float64Array;
  /** [S x (ticks + 1)] stays by length; the last one of each customer lasts as long as it was followed. */
  readonly stays: Float64Array;
  /** Discounted value earned while in each true stage, in currency. */
  readonly value: Float64Array;
  /** [seen stages x A] decisions by proposed action. */
  readonly decisions: Float64Array;
};

/** A tally of nothing yet. */
export function makeTally(world: World): Tally {
  const stages = world.stages.length;
  return {
    moves: new Float64Array(stages * stages),
    entered: new Float64Array(stages),
    atEnd: new Float64Array(stages),
    stays: new Float64Array(stages * (world.clock.ticks + 1)),
    value: new Float64Array(stages),
    decisions: new Float64Array(world.seenStages.length * world.actions.actions.length),
  };
}

export function resetTally(tally: Tally): void {
  for (const counts of Object.values(tally)) counts.fill(0);
}

/** Adds one tally to another, in place. */
export function addTally(from: Tally, to: Tally): void {
  for (const name of Object.keys(from) as (keyof Tally)[]) {
    for (let i = 0; i < to[name].length; i++) to[name][i] += from[name][i];
  }
}

/**
 * Sums [n x S] values by customer and true stage over the customers, by fixed segments: the same bits whatever the
 * blocks in which they were simulated.
 */
export function sumByStage(values: Float64Array, sums: Float64Array): void {
  const S = sums.length;
  const column = new Float64Array(values.length / S);
  for (let stage = 0; stage < S; stage++) {
    for (let i = 0; i < column.length; i++) column[i] = values[i * S + stage];
    sums[stage] = segmentSum(column);
  }
}
