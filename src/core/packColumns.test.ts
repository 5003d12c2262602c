import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, packColumns, unpackColumns } from './packColumns.ts';

const column = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.bigUint64Array(),
);
const some = packColumns({ facts: { of: 'a test' }, columns: new Map([['x', Int32Array.of(1, 2, 3)]]) });
const bytesOf = ({ buffer, byteOffset, byteLength }: Column) =>
  new Uint8Array(buffer, byteOffset, byteLength);

describe('packed columns', () => {
  it('come out as they went in, to the bit', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), column), fc.jsonValue(), (given, facts) => {
        const columns = new Map<string, Column>(Object.entries(given));
        const packed = unpackColumns(packColumns({ facts, columns }));
        expect(packed.facts).toEqual(JSON.parse(JSON.stringify(facts)));
        expect([...packed.columns.keys()]).toEqual([...columns.keys()]);
        for (const [name, value] of columns) {
          expect(packed.columns.get(name)?.constructor).toBe(value.constructor);
          expect(bytesOf(packed.columns.get(name)!)).toEqual(bytesOf(value));
        }
      }),
    );
  });

  it('take views into larger buffers, and give arrays that nobody else holds', () => {
    const view = new Float32Array([1, 2, 3, 4]).subarray(1, 3);
    const bytes = packColumns({ facts: null, columns: new Map([['view', view]]) });
    const packed = unpackColumns(bytes);
    bytes.fill(0);
    expect(packed.columns.get('view')).toEqual(Float32Array.of(2, 3));
  });

  it('are refused wherever a bit has turned or an end is missing', () => {
    fc.assert(
      fc.property(fc.nat(some.length * 8 - 1), (bit) => {
        const changed = some.slice();
        changed[bit >> 3] ^= 1 << (bit & 7);
        expect(() => unpackColumns(changed)).toThrow(/wanted/);
      }),
    );
    for (let length = 0; length < some.length; length++) {
      expect(() => unpackColumns(some.subarray(0, length))).toThrow('wanted a snapshot');
    }
  });

  it('say that they are another file, or of another version', () => {
    const other = new TextEncoder().encode('name,value\nAnna,3\nBert,4\nCleo,12\n');
    expect(() => unpackColumns(other)).toThrow('got bytes that do not begin as a snapshot does');
    const later = some.slice();
    later[16] = 2;
    expect(() => unpackColumns(later)).toThrow(
      'got version 2, wanted a snapshot. Another version of nextmove has written it.',
    );
  });
});
