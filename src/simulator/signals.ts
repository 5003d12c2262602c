import { type Block, behavingCount, NEVER } from './block.ts';
import { fallDue } from './due.ts';
import type { Journal } from './journal.ts';
import { expire, type Happenings } from './memory.ts';
import { redeemOpen } from './offers.ts';

/** Draws every signal of the tick, in an order in which each finds those that it reads. */
export function emitSignals(block: Block, journal: Journal | null): void {
  const { memories, tick, size } = block;
  for (const memory of memories.signals) expire(memory, tick, size);
  if (behavingCount(block) > 0) block.backend.signals(block);
  for (const signal of block.world.signalOrder) follow(block, journal, signal);
}

/** What a signal brings about besides payments: decisions due, offers redeemed, records. */
function follow(block: Block, journal: Journal | null, signal: number): void {
  const { world } = block;
  const happened = block.memories.signals[signal].current;
  if (happened.n === 0) return;
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind !== 'signal' || trigger.signal !== signal) return;
    for (let i = 0; i < happened.n; i++) fallDue(block.triggeredNext, happened.rows[i], k);
  });
  journal?.signalled(block, signal, happened);
  redeemOn(block, journal, signal, happened);
}

function redeemOn(block: Block, journal: Journal | null, signal: number, { rows, n }: Happenings): void {
  block.world.interventions.forEach(({ offer }, intervention) => {
    if (offer?.onSignal !== signal) return;
    for (let i = 0; i < n; i++) {
      if (block.offers.until[intervention][rows[i]] !== NEVER)
        redeemOpen(block, journal, intervention, rows[i]);
    }
  });
}
