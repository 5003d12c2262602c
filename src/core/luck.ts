/**
 * Luck is a function, not a stream: each draw is Philox4x32-10 of (key, customer, tick, name of the draw), so that
 * adding, removing or reordering draws leaves every other draw as it was.
 */
import { fnv1a32, hash64, keyedHash64, murmurFinaliser } from './hash.ts';
import { type Key, philox4x32 } from './philox.ts';

export { hash64, hex64, keyedHash64, parseHex64 } from './hash.ts';
export { fillUniform, fillUniformOpen, type LuckColumn, makeLuckColumn } from './luckColumn.ts';
export type { Key } from './philox.ts';

/** Filled and read within one call, never between calls. */
const block = new Uint32Array(4);

/** Third counter word of {@link deriveKey}, apart from any tick block that a world can reach with purpose 0. */
const SEED = 0x5eed;

/** The 32-bit purpose of a draw's name, such as `stage/usage`: FNV-1a over UTF-8, then MurmurHash3's finaliser. */
export function purposeOf(name: string): number {
  return murmurFinaliser(fnv1a32(name));
}

/** A word as a multiple of 2^-24 in [0, 1), exact in f32: for comparisons with a probability. */
export function uniform24(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/** A word as an odd multiple of 2^-24 in (0, 1), exact in f32: for logarithms and inverse distributions. */
export function uniformOpen(word: number): number {
  return ((word >>> 9) + 0.5) * 2 ** -23;
}

/**
 * The 32-bit word of a customer's draw at a tick: word (tick mod 4) of philox at counter
 * (customerLow, customerHigh, floor(tick / 4), purpose). `tick` is an integer in [0, 2^32).
 */
export function drawWord(
  key: Key,
  customerLow: number,
  customerHigh: number,
  tick: number,
  purpose: number,
): number {
  philox4x32(key[0], key[1], customerLow, customerHigh, tick >>> 2, purpose, block);
  return block[tick & 3];
}

/**
 * A child in the tree of seeds (root -> population, luck, policy, learner, split, bootstrap): the first two words
 * of philox(key; hash64(name), 0x5eed, 0). Children of different names, and of different parents, are unrelated.
 */
export function deriveKey(key: Key, name: string): Key {
  const [low, high] = hash64(name);
  return keyedHash64(key, low, high, SEED, 0);
}
