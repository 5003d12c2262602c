import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fnv1a32, hash64, hex64, keyedHash64, murmurFinaliser, parseHex64 } from './hash.ts';
import { philox4x32 } from './philox.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

describe('fnv1a32', () => {
  it('gives the published test vectors of FNV-1a (RFC 9923)', () => {
    expect(fnv1a32('')).toBe(0x811c9dc5);
    expect(fnv1a32('a')).toBe(0xe40c292c);
    expect(fnv1a32('foobar')).toBe(0xbf9cf968);
  });
});

describe('murmurFinaliser', () => {
  it('keeps zero, and mixes one into every byte', () => {
    expect(murmurFinaliser(0)).toBe(0);
    expect(murmurFinaliser(1)).toBe(0x514e28b7);
  });
});

describe('hash64', () => {
  it('is one philox block for short strings: bytes as little-endian words, length in the key', () => {
    const out = new Uint32Array(4);
    philox4x32(7, 9 ^ 5, 0x64636261, 0x65, 0, 0, out);
    expect(hash64('abcde', [7, 9])).toEqual([out[0], out[1]]);
  });

  it('chains blocks of 16 bytes', () => {
    const out = new Uint32Array(4);
    const letters = 0x61616161;
    philox4x32(0, 17, letters, letters, letters, letters, out);
    philox4x32(0, 17, out[0] ^ 0x62, out[1], out[2], out[3], out);
    expect(hash64(`${'a'.repeat(16)}b`)).toEqual([out[0], out[1]]);
  });

  it('reads short and long texts alike, also beyond ASCII', () => {
    for (const text of ['é'.repeat(255), '€'.repeat(256), '€'.repeat(257), '\ud800']) {
      const bytes = new TextEncoder().encode(text);
      const state = new Uint32Array(4);
      for (let at = 0; at < bytes.length; at += 16) {
        const block = new Uint8Array(16);
        block.set(bytes.subarray(at, at + 16));
        new Uint32Array(block.buffer).forEach((word, k) => {
          state[k] ^= word;
        });
        philox4x32(3, 4 ^ bytes.length, state[0], state[1], state[2], state[3], state);
      }
      expect(hash64(text, [3, 4])).toEqual([state[0], state[1]]);
    }
  });

  it('tells texts apart by trailing zeros, by letters beyond ASCII and by key', () => {
    const texts = ['', '\0', '\0\0', 'a', 'a\0', 'é', 'e\u0301', 'a'.repeat(16), 'a'.repeat(32)];
    const seen = new Set(texts.flatMap((text) => [hash64(text).join(), hash64(text, [1, 0]).join()]));
    expect(seen.size).toBe(2 * texts.length);
  });

  it('spreads 20,000 ids over 2^64 without a collision, and evenly over 16 buckets', () => {
    const seen = new Set<string>();
    const buckets = new Array<number>(16).fill(0);
    for (let i = 0; i < 20_000; i++) {
      const [low, high] = hash64(`customer-${i}`);
      seen.add(hex64(low, high));
      buckets[low & 15]++;
    }
    expect(seen.size).toBe(20_000);
    // chi-squared with 15 degrees of freedom exceeds 37.7 once in a thousand
    const chi2 = buckets.reduce((sum, count) => sum + (count - 1250) ** 2 / 1250, 0);
    expect(chi2).toBeLessThan(37.7);
  });
});

describe('keyedHash64', () => {
  it('is the first half of a philox block', () => {
    expect(keyedHash64([0, 0], 0, 0, 0, 0)).toEqual([0x6627e8d5, 0xe169c58d]);
  });
});

describe('hex64', () => {
  it('writes 16 digits, high word first', () => {
    expect(hex64(0xdeadbeef, 1)).toBe('00000001deadbeef');
    expect(parseHex64('00000001deadbeef')).toEqual([0xdeadbeef, 1]);
  });

  it('comes back', () => {
    fc.assert(
      fc.property(word, word, (low, high) => {
        expect(parseHex64(hex64(low, high))).toEqual([low, high]);
      }),
    );
  });

  it.each(['', '123', '00000001DEADBEEF', '00000001deadbeef0', 'zzzzzzzzzzzzzzzz'])('refuses %j', (text) => {
    expect(parseHex64(text)).toBeUndefined();
  });
});
