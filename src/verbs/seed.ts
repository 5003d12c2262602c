import seedrandom from 'seedrandom';
import type { Key } from '../core/luck.ts';

/** The root of the tree of seeds, from what a person types: seedrandom turns the text into 64 bits, once. */
export function rootKey(seed: string | number): Key {
  const random = seedrandom(String(seed));
  return [random.int32() >>> 0, random.int32() >>> 0];
}
