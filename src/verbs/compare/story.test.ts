import { expect, it } from 'vitest';
import { pickLife } from './story.ts';

const nobody = [0, 0, 0, 0];

it('picks the upper decile of gains among those whom both policies treat', () => {
  const before = { worth: [10, 10, 10, 10], contacts: [1, 1, 0, 2] };
  const after = { worth: [12, 9, 90, 11], contacts: [1, 3, 1, 1] };
  // Gains of customers 0, 1 and 3: 2, -1 and 1; in order -1, 1, 2, of which floor(3 x 0.9) is the last.
  expect(pickLife(before, after)).toEqual({
    customer: 0,
    chosen:
      'Picked at the upper decile of the realised differences of 3 of 4 customers whom both policies contact.',
  });
});

it('falls back to those whom either treats, and says so', () => {
  const before = { worth: [10, 10, 10, 10], contacts: nobody };
  const after = { worth: [12, 9, 90, 11], contacts: [1, 1, 0, 0] };
  const picked = pickLife(before, after);
  expect(picked?.customer).toBe(0);
  expect(picked?.chosen).toContain(
    '2 of 4 customers whom one of the policies contacts (nobody is contacted under both)',
  );
});

it('tells no life where nobody is treated at all', () => {
  const idle = { worth: [1, 2, 3, 4], contacts: nobody };
  expect(pickLife(idle, idle)).toBeNull();
});
