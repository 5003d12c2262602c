import { drawWord, purposeOf } from '../core/luck.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { Block, NewRows, Phases } from './block.ts';

const PURPOSE = purposeOf(drawNames.phase);

/** Each customer's place in every cycle of decisions, so that not everybody is due at once. */
export function drawPhases(block: Block): void {
  const { world, size, phases } = block;
  const words = Uint32Array.from({ length: size }, (_, row) => wordOf(block, row));
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind === 'every') sortByPhase(words, trigger.ticks, phases[k]);
  });
}

/** The same for rows that come to those that have theirs: each behind the others of its phase. */
export function addToPhases(block: Block, { rows, n }: NewRows): void {
  block.world.triggers.forEach((trigger, k) => {
    if (trigger.kind !== 'every') return;
    const { from, rows: turns } = block.phases[k];
    for (let i = 0; i < n; i++) {
      const phase = wordOf(block, rows[i]) % trigger.ticks;
      const at = from[phase + 1];
      turns.copyWithin(at + 1, at, from[trigger.ticks]);
      turns[at] = rows[i];
      for (let p = phase + 1; p <= trigger.ticks; p++) from[p]++;
    }
  });
}

const wordOf = ({ streams, idLow, idHigh }: Block, row: number): number =>
  drawWord(streams.population, idLow[row], idHigh[row], 0, PURPOSE);

/** A counting sort: rows of one phase stay in their order. */
function sortByPhase(words: Uint32Array, ticks: number, { from, rows }: Phases): void {
  from.fill(0);
  for (const word of words) from[(word % ticks) + 1]++;
  for (let p = 1; p <= ticks; p++) from[p] += from[p - 1];
  const next = from.slice();
  words.forEach((word, row) => {
    rows[next[word % ticks]++] = row;
  });
}
