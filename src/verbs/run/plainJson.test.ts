import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePlain, plainJson } from './plainJson.ts';

it('says what JSON cannot in words', () => {
  expect(
    plainJson({ interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], value: Number.NaN }),
  ).toBe('{\n  "interval": [\n    "-Infinity",\n    "Infinity"\n  ],\n  "value": "NaN"\n}\n');
});

it('brings every number back', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (numbers) => {
      const back = parsePlain(plainJson(numbers)) as number[];
      expect(back).toEqual(numbers.map((x) => x + 0));
    }),
  );
});
