import { drawWord, uniform24 } from '../core/luck.ts';
import type { Block } from './block.ts';
import type { Journal } from './journal.ts';
import { post } from './post.ts';
import { evaluateChances } from './runner.ts';

/** One draw for each contact that arrived. Whoever opts out has given no more consent from the next tick on. */
export function drawOptOuts(block: Block, journal: Journal | null): void {
  const { reached, world, listed } = block;
  if (reached.n === 0) return;
  world.channels.forEach((_, channel) => {
    const runner = block.runners.optOut[channel];
    if (runner === null) return;
    let n = 0;
    for (let i = 0; i < reached.n; i++) {
      const row = reached.rows[i];
      if (world.actionChannel[reached.action[row] - 1] === channel) listed[n++] = row;
    }
    if (n === 0) return;
    const chances = evaluateChances(runner, listed, n, block);
    for (let i = 0; i < n; i++) {
      if (optsOut(block, listed[i], channel, chances[i])) takeNote(block, journal, listed[i], channel);
    }
  });
}

function optsOut(block: Block, row: number, channel: number, chance: number): boolean {
  const { streams, idLow, idHigh, tick, purposes } = block;
  return uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, purposes.optOut[channel])) < chance;
}

function takeNote(block: Block, journal: Journal | null, row: number, channel: number): void {
  const { optingOut, summary, outcomes, purposes } = block;
  optingOut.rows[optingOut.n] = row;
  optingOut.channel[optingOut.n++] = channel;
  summary.optOuts[row]++;
  post(block, journal, row, { outcome: outcomes.optOut, amount: 1, purpose: purposes.optedOut });
}

/** Takes away the consents that ended with the tick. */
export function endConsents({ optingOut, own, slots }: Block): void {
  for (let i = 0; i < optingOut.n; i++) own.consent[optingOut.channel[i]][slots.of[optingOut.rows[i]]] = 0;
  optingOut.n = 0;
}
