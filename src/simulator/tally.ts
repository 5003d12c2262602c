import type { World } from '../scenario/world.ts';

/** Counts over all customers of a block, kept while it runs. */
export type Tally = {
  /** [S x S] moves between true stages. */
  readonly moves: Float64Array;
  readonly entered: Float64Array;
  readonly atEnd: Float64Array;
  /** [S x (ticks + 1)] stays by length. */
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

/** Adds one tally to another, in place. */
export function addTally(from: Tally, to: Tally): void {
  for (const name of Object.keys(from) as (keyof Tally)[]) {
    for (let i = 0; i < to[name].length; i++) to[name][i] += from[name][i];
  }
}
