import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NextmoveError } from './issue.ts';
import { decodeState, encodeState } from './state.ts';

const leaf = fc.oneof(
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt(),
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.bigUint64Array(),
);
const key = fc.oneof(fc.string(), fc.constantFrom('$type', '__proto__', 'base64'));
const { state } = fc.letrec((tie) => ({
  state: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('state'), { maxLength: 4 }),
    fc.dictionary(key, tie('state'), { maxKeys: 4, noNullPrototype: true }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('state')), { maxLength: 4 })
      .map((all) => new Map(all)),
  ),
}));

describe('encodeState', () => {
  it('is JSON with tagged objects', () => {
    expect(encodeState({ w: Float32Array.of(1, -2), n: 3 })).toBe(
      '{"n":3,"w":{"$type":"Float32Array","base64":"AACAPwAAAMA="}}',
    );
    expect(encodeState(new Map([['a', 5n]]))).toBe(
      '{"$type":"Map","entries":[["a",{"$type":"bigint","value":"5"}]]}',
    );
    expect(encodeState([Number.NaN, -0])).toBe(
      '[{"$type":"number","value":"NaN"},{"$type":"number","value":"-0"}]',
    );
  });

  it('comes back to the bit, whatever it holds', () => {
    fc.assert(
      fc.property(state, (value) => {
        expect(decodeState(encodeState(value))).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the bits of a NaN, a part of a buffer, and the order of a map', () => {
    const bits = Uint32Array.of(1, 0x7fc00123, 2);
    const floats = new Float32Array(bits.buffer, 4, 1);
    const back = decodeState(encodeState(floats)) as Float32Array<ArrayBuffer>;
    expect([...new Uint32Array(back.buffer)]).toEqual([0x7fc00123]);
    const map = new Map([
      ['b', 1],
      ['a', 2],
    ]);
    expect([...(decodeState(encodeState(map)) as typeof map).keys()]).toEqual(['b', 'a']);
  });

  it('does not depend on the order of keys, and leaves out undefined members', () => {
    expect(encodeState({ b: 1, a: 2, c: undefined })).toBe(encodeState({ a: 2, b: 1 }));
  });

  it('takes large arrays', () => {
    const large = new Float32Array(100_000).map((_, i) => i);
    expect(decodeState(encodeState({ large }))).toEqual({ large });
  });

  it.each([
    ['a date', { at: new Date(0) }, 'at: got Date'],
    ['a set', { a: [new Set()] }, 'a[0]: got Set'],
    ['a function', { f: () => 1 }, 'f: got function'],
    ['a data view', new DataView(new ArrayBuffer(1)), 'got DataView'],
    ['undefined in an array', [undefined], '[0]: got undefined'],
  ])('refuses %s and says where', (_, value, text) => {
    expect(() => encodeState(value)).toThrow(NextmoveError);
    expect(() => encodeState(value)).toThrow(text);
  });

  it('refuses a circle', () => {
    const circle: unknown[] = [];
    circle.push({ circle });
    expect(() => encodeState(circle)).toThrow('[0].circle: got an object that contains itself');
  });
});

describe('decodeState', () => {
  it.each([
    ['text that is no JSON', '{"a":'],
    ['an unknown tag', '{"$type":"Date"}'],
    ['an inherited name as a tag', '{"$type":"toString","base64":""}'],
    ['broken base64', '{"$type":"Uint8Array","base64":"*"}'],
    ['half a float', '{"$type":"Float32Array","base64":"AAA="}'],
    ['broken entries', '{"$type":"Map","entries":[[1]]}'],
    ['a broken bigint', '{"$type":"bigint","value":"1x"}'],
  ])('refuses %s', (_, text) => {
    expect(() => decodeState(text)).toThrow(NextmoveError);
  });
});
