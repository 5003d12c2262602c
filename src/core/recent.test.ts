import { expect, it } from 'vitest';
import { recent } from './recent.ts';

it('makes what is not known, and forgets what was asked for longest ago', () => {
  const known = new Map<string, string>();
  const made: string[] = [];
  const ask = (key: string) =>
    recent(known, key, 2, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  // `b` was asked for before the second `a`, so `c` took its place.
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect([...known.keys()]).toEqual(['a', 'b']);
});
