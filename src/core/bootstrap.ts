import { purposeOf } from './luck.ts';
import { type Key, philox4x32 } from './philox.ts';

const PURPOSE = purposeOf('bootstrap');

/**
 * n indices drawn from 0 .. n - 1 with replacement: floor(word n / 2^32), four words a philox block at counter
 * (i / 4, 0, replicate, purpose of `bootstrap`). Each replicate of one key is another resample.
 */
export function bootstrapIndices(key: Key, n: number, replicate = 0): Int32Array {
  const indices = new Int32Array(n);
  const block = new Uint32Array(4);
  for (let i = 0; i < n; i += 4) {
    philox4x32(key[0], key[1], i >>> 2, 0, replicate, PURPOSE, block);
    for (let k = 0; k < 4 && i + k < n; k++) indices[i + k] = Math.floor(block[k] * n * 2 ** -32);
  }
  return indices;
}
