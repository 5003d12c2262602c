import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawWord, type Key, uniform24, uniformOpen } from './luck.ts';
import { fillUniform, fillUniformOpen, makeLuckColumn } from './luckColumn.ts';

const CAPACITY = 8;
const word = fc.integer({ min: 0, max: 0xffffffff });
const call = fc.record({
  key: fc.constantFrom<Key>([1, 2], [3, 4]),
  purpose: fc.constantFrom(5, 6),
  tick: fc.integer({ min: 0, max: 20 }),
  rows: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
  /** A row that another customer takes before the call. */
  moved: fc.record({ row: fc.integer({ min: 0, max: CAPACITY - 1 }), low: word, high: word }),
  open: fc.boolean(),
});

describe('fillUniform', () => {
  it('equals drawWord for any rows, ticks, keys, names and moves of customers', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 30 }), (calls) => {
        const column = makeLuckColumn(CAPACITY);
        const low = Uint32Array.from({ length: CAPACITY }, (_, i) => i);
        const high = new Uint32Array(CAPACITY);
        const out = new Float32Array(CAPACITY);
        for (const { key, purpose, tick, rows, moved, open } of calls) {
          low[moved.row] = moved.low;
          high[moved.row] = moved.high;
          const fill = open ? fillUniformOpen : fillUniform;
          const uniform = open ? uniformOpen : uniform24;
          fill(column, key, purpose, tick, Int32Array.from(rows), rows.length, low, high, out);
          const expected = rows.map((row) => uniform(drawWord(key, low[row], high[row], tick, purpose)));
          expect([...out.subarray(0, rows.length)]).toEqual(expected);
        }
      }),
    );
  });

  it('computes a block once for four ticks', () => {
    const column = makeLuckColumn(1);
    const low = Uint32Array.of(7);
    const high = Uint32Array.of(0);
    const out = new Float32Array(1);
    fillUniform(column, [1, 2], 3, 4, Int32Array.of(0), 1, low, high, out);
    column.words[1] = 0x80000000; // what tick 5 will read, unless the block is computed again
    fillUniform(column, [1, 2], 3, 5, Int32Array.of(0), 1, low, high, out);
    expect(out[0]).toBe(0.5);
  });
});
