import { type Block, NEVER } from './block.ts';

/** Notes that a trigger makes a row due; of several the first in the scenario's order counts. */
export function fallDue(triggered: Uint16Array, row: number, trigger: number): void {
  if (triggered[row] === 0 || trigger + 1 < triggered[row]) triggered[row] = trigger + 1;
}

/** Marks the triggers that entering a seen stage sets off for the next observation. */
export function fallDueOnEntry({ world, triggered }: Block, row: number, seenStage: number): void {
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind === 'enter' && trigger.stage === seenStage) fallDue(triggered, row, k);
  });
}

/** Adds what the clock alone sets off at this tick: cycles and cooldowns that end. */
export function fallDueByClock(block: Block): void {
  const { world, tick, rows, n, triggered, phases, lastSent } = block;
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind === 'every') {
      const { from, rows: turns } = phases[k];
      const phase = tick % trigger.ticks;
      // Rows that are followed no longer are listed, too: nobody asks whether they are due.
      for (let i = from[phase]; i < from[phase + 1]; i++) fallDue(triggered, turns[i], k);
    } else if (trigger.kind === 'cooldown') {
      const sent = tick - trigger.ticks;
      const last = lastSent[trigger.intervention];
      if (sent > NEVER)
        for (let i = 0; i < n; i++) if (last[rows[i]] === sent) fallDue(triggered, rows[i], k);
    }
  });
}
