import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.ts';

type Words = [number, number, number, number];

function block(key: [number, number], counter: Words): string[] {
  const out = new Uint32Array(4);
  philox4x32(...key, ...counter, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0'));
}

/** The definition in whole 64-bit products, as the paper writes it. */
function reference(key: [number, number], counter: Words): string[] {
  const word = (x: bigint) => BigInt.asUintN(32, x);
  let [k0, k1] = key.map(BigInt);
  let [c0, c1, c2, c3] = counter.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const p0 = c0 * 0xd2511f53n;
    const p1 = c2 * 0xcd9e8d57n;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, word(p1), (p0 >> 32n) ^ c3 ^ k1, word(p0)];
    k0 = word(k0 + 0x9e3779b9n);
    k1 = word(k1 + 0xbb67ae85n);
  }
  return [c0, c1, c2, c3].map((x) => x.toString(16).padStart(8, '0'));
}

describe('philox4x32', () => {
  it('gives the known answers of Random123 (kat_vectors, philox4x32 10)', () => {
    expect(block([0, 0], [0, 0, 0, 0])).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    const ones = 0xffffffff;
    expect(block([ones, ones], [ones, ones, ones, ones])).toEqual([
      '408f276d',
      '41c83b0e',
      'a20bc7c6',
      '6d5451fd',
    ]);
    const pi: Words = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
    expect(block([0xa4093822, 0x299f31d0], pi)).toEqual(['d16cfe09', '94fdcceb', '5001e420', '24126ea1']);
  });

  it('equals the definition in 64-bit integers', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.tuple(word, word), fc.tuple(word, word, word, word), (key, counter) => {
        expect(block(key, counter)).toEqual(reference(key, counter));
      }),
      { numRuns: 300 },
    );
  });

  it('writes only its four words', () => {
    const out = new Uint32Array(7).fill(9);
    philox4x32(0, 0, 0, 0, 0, 0, out, 2);
    expect([...out]).toEqual([9, 9, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 9]);
  });
});
