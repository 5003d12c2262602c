import { drawWord, purposeOf } from '../core/luck.ts';
import type { Block, NewRows } from './block.ts';

/**
 * Draws the traits of some rows from the population key into their columns (f32), each from its named draws at
 * tick 0: another trait, added or removed, leaves all others as they are.
 */
export function drawTraits({ world, own, idLow, idHigh, streams, slots }: Block, { rows, n }: NewRows): void {
  world.traits.forEach(({ draw }, k) => {
    if (draw === null) return;
    const purposes = draw.draws.map(purposeOf);
    const words = new Uint32Array(purposes.length);
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      for (let j = 0; j < purposes.length; j++) {
        words[j] = drawWord(streams.population, idLow[row], idHigh[row], 0, purposes[j]);
      }
      own.traits[k][slots.of[row]] = draw.value(words, idLow[row]);
    }
  });
}
