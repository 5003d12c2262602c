import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearest } from './nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['email', '', 5],
    ['kitten', 'sitting', 3],
    ['email', 'emial', 1],
    ['ca', 'abc', 3], // 2 in the unrestricted form
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is symmetric, zero only for equal words, and bounded by the longer word', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearest', () => {
  const channels = ['push', 'email', 'call'];

  it('finds a misspelt name, whatever its case', () => {
    expect(nearest('emial', channels)).toBe('email');
    expect(nearest('Email', channels)).toBe('email');
    expect(nearest('calls', channels)).toBe('call');
  });

  it('finds nothing where nothing is near', () => {
    expect(nearest('letter', channels)).toBeUndefined();
    expect(nearest('a', ['b'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});

describe('didYouMean', () => {
  it('suggests, lists, or keeps silent', () => {
    expect(didYouMean('emial', ['push', 'email'])).toBe('Did you mean `email`?');
    expect(didYouMean('letter', ['push', 'email'])).toBe('Known: `push`, `email`.');
    expect(didYouMean('letter', [])).toBeUndefined();
    const many = Array.from({ length: 13 }, (_, i) => `column-${i}`);
    expect(didYouMean('letter', many)).toBeUndefined();
  });
});
