import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32 } from '../../core/philox.ts';
import { assemble } from './assemble.ts';
import { moduleText } from './moduleText.ts';
import { luckFunction } from './philoxLanes.ts';

type Words = readonly [number, number, number, number];
type Key = readonly [number, number];

/** Slots that the function works on, and where its columns lie. */
const SLOTS = 8;
const COLUMN = 4 * SLOTS + 16;
const LOW = 0;
const HIGH = COLUMN;
const WORDS = 2 * COLUMN;

/** A kernel of its own for two draws; they are worked out together. */
function drawsOf(purposes: readonly [number, number]) {
  const draws = purposes.map((purpose, k) => ({ purpose, words: WORDS + 4 * k * COLUMN }));
  const places = { low: LOW, high: HIGH, stride: COLUMN };
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = assemble(moduleText([luckFunction('luck', draws, places)]));
  const { exports } = new WebAssembly.Instance(module, { block: { memory } });
  const luck = exports.luck as (...of: readonly number[]) => void;
  return (key: Key, ids: readonly (readonly [number, number])[], epoch: number): Words[][] => {
    const [low, high] = [LOW, HIGH].map((at) => new Uint32Array(memory.buffer, at, SLOTS));
    ids.forEach(([a, b], slot) => {
      low[slot] = a;
      high[slot] = b;
    });
    luck(0, ids.length, key[0], key[1], epoch);
    const word = (draw: number, w: number, slot: number) =>
      new Uint32Array(memory.buffer, WORDS + (4 * draw + w) * COLUMN, SLOTS)[slot];
    return [0, 1].map((draw) =>
      ids.map((_, slot) => [0, 1, 2, 3].map((w) => word(draw, w, slot)) as unknown as Words),
    );
  };
}

function plain(key: Key, [c0, c1, c2, c3]: Words): Words {
  const out = new Uint32Array(4);
  philox4x32(...key, c0, c1, c2, c3, out);
  return [...out] as unknown as Words;
}

/** Random123's kat_vectors, philox4x32 with 10 rounds: counter, key, answer. */
const KNOWN: readonly (readonly [Words, Key, Words])[] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

describe('Philox in the kernel', () => {
  it.each(KNOWN)(
    'gives the known answer of counter %j under key %j, in each lane',
    (counter, key, answer) => {
      const [low, high, epoch, purpose] = counter;
      const other = purpose ^ 1;
      const draw = drawsOf([purpose, other]);
      for (let slot = 0; slot < SLOTS; slot++) {
        // Among other customers, and with another draw at its side.
        const ids = Array.from({ length: SLOTS }, (_, s) =>
          s === slot ? ([low, high] as const) : ([s, 7] as const),
        );
        const [first, second] = draw(key, ids, epoch);
        expect(first[slot]).toEqual(answer);
        expect(second[slot]).toEqual(plain(key, [low, high, epoch, other]));
      }
    },
  );

  it('comes to the bits of the plain one for any counter and key', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const ids = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: SLOTS });
    const draw = drawsOf([0x1234567, 0xfedcba98]);
    const property = fc.property(fc.tuple(word, word), ids, word, (key, own, epoch) => {
      const words = draw(key, own, epoch);
      own.forEach(([low, high], slot) => {
        expect(words[0][slot]).toEqual(plain(key, [low, high, epoch, 0x1234567]));
        expect(words[1][slot]).toEqual(plain(key, [low, high, epoch, 0xfedcba98]));
      });
    });
    fc.assert(property, { numRuns: 300 });
  });
});
