import { drawWord, purposeOf } from '../core/luck.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { Block } from './block.ts';

/**
 * Draws the traits of rows 0 .. size-1 from the population key into their columns (f32). Draw `trait/NAME` at tick 0:
 * another trait, added or removed, leaves all others as they are.
 */
export function drawTraits({ world, own, size, idLow, idHigh, streams }: Block): void {
  world.traits.forEach(({ name, draw }, k) => {
    if (draw === null) return;
    const purpose = purposeOf(drawNames.trait(name));
    for (let row = 0; row < size; row++) {
      own.traits[k][row] = draw(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
    }
  });
}
