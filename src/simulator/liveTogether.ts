import { type Block, isOver } from './block.ts';
import type { Journal } from './journal.ts';
import { askLedgers, carryOut, type Decided, decide, type Lead, type StepRoom } from './step.ts';

/** A block among several that go through a world's ticks together, with what its steps need. */
export type Companion = {
  readonly block: Block;
  readonly room: StepRoom;
  readonly lead: Lead;
  readonly journal: Journal | null;
};

export type Together = {
  /** The tick in which the blocks are; 0 where they have just been reset. */
  readonly from?: number;
  /** Of the world's clock. */
  readonly ticks: number;
  /** Has all bids of the tick decided on, of these blocks and of those that other threads run; says whether to go on. */
  readonly meet: (tick: number) => boolean;
  /** Called before each piece of a block's work, with the block's place in the list. */
  readonly turn?: (place: number) => void;
};

/**
 * Runs blocks that share their ledgers, from the tick in which they are to the horizon; gives each tick that is over. Each
 * tick all decide and ask; once they have met, each carries out what came of it, and looks at the next tick at once, while
 * its columns are at hand.
 */
export function* ticksTogether(
  companions: readonly Companion[],
  { from = 0, ticks, meet, turn }: Together,
): Generator<number> {
  const waiting = companions.map((one, place) => {
    turn?.(place);
    return ask(one);
  });
  for (let tick = from; tick < ticks; tick++) {
    if (!meet(tick)) return;
    for (let place = 0; place < companions.length; place++) {
      const decided = waiting[place];
      if (decided === null) continue;
      turn?.(place);
      const one = companions[place];
      carryOut(one.block, decided, one.journal, one.room);
      waiting[place] = ask(one);
    }
    yield tick;
  }
}

/** The same at once. */
export function liveTogether(companions: readonly Companion[], together: Together): void {
  drain(ticksTogether(companions, together));
}

/** Runs something to its end, whatever it gives on the way. */
export function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** What a block wants in its tick, told to the ledgers; null once nobody there is followed any longer. */
function ask({ block, room, lead, journal }: Companion): Decided | null {
  const decided = isOver(block) ? null : decide(block, lead, journal, room);
  if (decided) askLedgers(block, decided);
  else block.admitter?.askNothing();
  return decided;
}
