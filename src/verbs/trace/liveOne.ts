import type { Policy } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import { type Block, hasCome, isOver } from '../../simulator/block.ts';
import { everybodyOf, rowsFor } from '../../simulator/cohort.ts';
import { followLife, type LifeEnd, type LifeTick } from '../../simulator/life.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { resetBlock } from '../../simulator/reset.ts';
import { makeStepRoom, tickUnder } from '../../simulator/step.ts';
import type { Streams } from '../../simulator/streams.ts';
import { type Moment, watchBlock } from '../../simulator/watch.ts';
import { breathe, report, type Watch } from '../progress.ts';

/** A customer under a policy on some luck. */
export type Lived = {
  readonly world: World;
  readonly policy: Policy;
  readonly streams: Streams;
  readonly customer: number;
};

/** What one customer's life was. */
export type LifeStory = {
  readonly ticks: readonly LifeTick[];
  readonly end: LifeEnd | null;
  /** Discounted to tick 0, in currency: up to the horizon, and what the customer is worth there. */
  readonly value: number;
  readonly terminal: number;
  /** Of each of the world's traits. */
  readonly traits: readonly number[];
};

/** Looks at the row's formulas at the moments of one tick, and once more at the horizon. */
export type Look = {
  readonly tick: number;
  readonly at: (block: Block, row: number, moment: Moment | { readonly at: 'horizon' }) => void;
};

/**
 * One customer's life: alone and by the interpreter where customers are independent, else as one of the whole world,
 * whose budgets, capacities and referrals depend on everybody, by the kernel. Both back ends agree to the bit.
 */
export async function liveOne(
  { world, policy, streams, customer }: Lived,
  look: Look | null,
  watch: Watch,
): Promise<LifeStory> {
  const { coupled, clock } = world;
  const cohort = coupled ? everybodyOf(world, streams.population) : { from: customer, count: 1 };
  const row = customer - cohort.from;
  const made = makeBlock(world, rowsFor(world, cohort), coupled ? 'kernel' : 'interpreter');
  const block = watchBlock(made, (of, moment) => {
    if (of.tick === look?.tick && hasCome(of, row)) look.at(of, row, moment);
  });
  const room = makeStepRoom(block);
  resetBlock(block, streams, cohort);
  const traits = block.own.traits.map((column) => column[block.slots.of[row]]);
  const life = followLife(row);
  while (!isOver(block)) {
    if (block.tick === look?.tick && hasCome(block, row)) look.at(block, row, { at: 'before' });
    tickUnder(block, { policy }, life.journal, room);
    if (coupled || block.tick % 64 === 0) await breathe(watch);
    report(watch, { stage: 'trace', done: block.tick, total: clock.ticks, unit: 'ticks' });
  }
  if (look !== null && look.tick === clock.ticks - 1) look.at(block, row, { at: 'horizon' });
  const { value, terminal } = block.summary;
  return { ticks: life.ticks, end: life.end, value: value[row], terminal: terminal[row], traits };
}
