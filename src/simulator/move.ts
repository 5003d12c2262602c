import { type Block, behavingCount, slotsOfStage } from './block.ts';
import type { Journal } from './journal.ts';
import { redeemOpen } from './offers.ts';

/** All state columns move at once: every `next` reads the old ones. */
export function moveStates(block: Block): void {
  if (behavingCount(block) > 0) block.backend.states(block);
}

/** One draw a customer for the exit from its stage; the new stage holds from the next tick on. */
export function moveStages(block: Block, journal: Journal | null): void {
  const { world, movers } = block;
  world.stages.forEach(({ exits }, stage) => {
    if (exits.length === 0 || slotsOfStage(block, stage).n === 0) return;
    const before = movers.n;
    block.backend.exits(block, stage);
    for (let i = before; i < movers.n; i++) {
      const row = movers.rows[i];
      redeemOnEntry(block, journal, row, exits[movers.exit[row]].to);
    }
  });
}

/** A stage that an offer waits for redeems it when it is entered. */
function redeemOnEntry(block: Block, journal: Journal | null, row: number, to: number): void {
  block.world.interventions.forEach(({ offer }, intervention) => {
    if (offer?.onStage === to) redeemOpen(block, journal, intervention, row);
  });
}
