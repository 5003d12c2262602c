import { hash64, keyedHash64 } from '../core/luck.ts';

/**
 * Whether a customer is held out: the customer's 64-bit id, hashed under the salt, falls into the lowest `share` of
 * all hashes. It depends on nothing else, so it sticks to the customer, and no world's luck and no policy's draw
 * shares its key.
 */
export function holdoutOf(salt: string, share: number, idLow: number, idHigh: number): boolean {
  const [, high] = keyedHash64(hash64(salt), idLow, idHigh, 0, 0);
  return high < share * 2 ** 32;
}
