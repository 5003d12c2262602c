import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKey, drawWord, type Key, purposeOf, uniform24, uniformOpen } from './luck.ts';
import { philox4x32 } from './philox.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

describe('purposeOf', () => {
  it('is pinned: a change would move every published number', () => {
    expect(purposeOf('')).toBe(murmurOfFnv(0x811c9dc5));
    expect(purposeOf('a')).toBe(murmurOfFnv(0xe40c292c));
  });

  /** MurmurHash3's finaliser in whole integers. */
  function murmurOfFnv(fnv: number): number {
    let h = BigInt(fnv);
    h = BigInt.asUintN(32, (h ^ (h >> 16n)) * 0x85ebca6bn);
    h = BigInt.asUintN(32, (h ^ (h >> 13n)) * 0xc2b2ae35n);
    return Number(h ^ (h >> 16n));
  }
});

describe('uniforms', () => {
  it('reach their ends and are exact in f32', () => {
    expect(uniform24(0)).toBe(0);
    expect(uniform24(0xffffffff)).toBe(1 - 2 ** -24);
    expect(uniformOpen(0)).toBe(2 ** -24);
    expect(uniformOpen(0xffffffff)).toBe(1 - 2 ** -24);
    fc.assert(
      fc.property(word, (w) => {
        expect(Math.fround(uniform24(w))).toBe(uniform24(w));
        expect(Math.fround(uniformOpen(w))).toBe(uniformOpen(w));
      }),
    );
  });
});

describe('drawWord', () => {
  it('takes the four words of one block on four ticks running', () => {
    const out = new Uint32Array(4);
    philox4x32(1, 2, 3, 4, 25, 6, out);
    expect([100, 101, 102, 103].map((tick) => drawWord([1, 2], 3, 4, tick, 6))).toEqual([...out]);
  });

  it('has the mean and variance of a uniform over customers', () => {
    const n = 20_000;
    let sum = 0;
    let squares = 0;
    for (let customer = 0; customer < n; customer++) {
      const u = uniform24(drawWord([5, 7], customer, 0, 17, purposeOf('stage/usage')));
      sum += u;
      squares += u * u;
    }
    // four standard errors: sqrt(1/12 / n) and sqrt(4/45 / n)
    expect(Math.abs(sum / n - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(squares / n - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / n));
  });
});

describe('deriveKey', () => {
  it('gives another key for another name, parent or order of names', () => {
    const root: Key = [1, 0];
    const keys = [
      root,
      deriveKey(root, 'luck'),
      deriveKey(root, 'policy'),
      deriveKey([2, 0], 'luck'),
      deriveKey(deriveKey(root, 'luck'), 'policy'),
      deriveKey(deriveKey(root, 'policy'), 'luck'),
    ];
    expect(new Set(keys.map(String)).size).toBe(keys.length);
    expect(deriveKey(root, 'luck')).toEqual(deriveKey(root, 'luck'));
  });
});
