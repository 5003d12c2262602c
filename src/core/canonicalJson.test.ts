import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';
import { NextmoveError } from './issue.ts';

describe('canonicalJson', () => {
  it('sorts keys and leaves out spaces and undefined members', () => {
    const value = { b: [1, 'x', null, true], a: { d: -0, c: 0.1 }, z: undefined };
    expect(canonicalJson(value)).toBe('{"a":{"c":0.1,"d":0},"b":[1,"x",null,true]}');
  });

  it('is the same for any order of keys, and parses to the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['NaN', { a: [0, Number.NaN] }, 'a[1]: got NaN'],
    ['Infinity', { a: { b: Number.POSITIVE_INFINITY } }, 'a.b: got Infinity'],
    ['a typed array', { w: new Float32Array(2) }, 'w: got Float32Array'],
    ['a map', { m: new Map() }, 'm: got Map'],
    ['a date', [new Date(0)], '[0]: got Date'],
    ['a bigint', { a: 1n }, 'a: got bigint'],
    ['undefined in an array', [undefined], '[0]: got undefined'],
    ['undefined', undefined, 'got undefined'],
  ])('refuses %s and says where', (_, value, text) => {
    expect(() => canonicalJson(value)).toThrow(NextmoveError);
    expect(() => canonicalJson(value)).toThrow(text);
  });

  it('refuses a circle, but not the same object twice', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => canonicalJson(circle)).toThrow('self: got an object that contains itself');
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
});
