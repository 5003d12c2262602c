import { expect, it } from 'vitest';
import { segmentSum, segmentSums, sumByTopBits } from './segmentSum.ts';

it('sums by segments of rows', () => {
  expect([...segmentSums([1, 2, 3, 4, 5], 2)]).toEqual([3, 7, 5]);
  expect(segmentSum([1, 2, 3, 4, 5], 2)).toBe(15);
});

it('sums by the bits of ids below the topmost, segment by segment', () => {
  // Segments 0, 0, 1 and 1023: (1 + 2^-53) is rounded to 1 within the first, before the others are added.
  const high = [0x80000000, 0x80000001, 0x80200000, 0xffffffff];
  const tiny = 1.1102230246251565e-16;
  expect(sumByTopBits([1, tiny, 2, 4], high)).toBe(7);
  expect(sumByTopBits([tiny, tiny, 1, 0], high)).toBe(1 + 2 * tiny);
  expect(sumByTopBits([], [])).toBe(0);
});
