import { drawWord, purposeOf } from '../core/luck.ts';
import type { Block } from './block.ts';

/**
 * Draws the traits of rows 0 .. size-1 from the population key into their columns (f32), each from its named draws at
 * tick 0: another trait, added or removed, leaves all others as they are.
 */
export function drawTraits({ world, own, size, idLow, idHigh, streams }: Block): void {
  world.traits.forEach(({ draw }, k) => {
    if (draw === null) return;
    const purposes = draw.draws.map(purposeOf);
    const words = new Uint32Array(purposes.length);
    for (let row = 0; row < size; row++) {
      for (let j = 0; j < purposes.length; j++) {
        words[j] = drawWord(streams.population, idLow[row], idHigh[row], 0, purposes[j]);
      }
      own.traits[k][row] = draw.value(words);
    }
  });
}
