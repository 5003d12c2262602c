/** Rows of one segment of a sum. */
export const SEGMENT = 1024;

/**
 * The f64 sums of rows 0 .. segment - 1, segment .. 2 segment - 1, and so on, each in row order. Whoever sums segments
 * apart (workers, blocks) and adds them in order with {@link addInOrder} gets the bits of {@link segmentSum}.
 */
export function segmentSums(values: ArrayLike<number>, segment = SEGMENT): Float64Array {
  const sums = new Float64Array(Math.ceil(values.length / segment));
  for (let s = 0; s < sums.length; s++) {
    const end = Math.min(values.length, (s + 1) * segment);
    let sum = 0;
    for (let i = s * segment; i < end; i++) sum += values[i];
    sums[s] = sum;
  }
  return sums;
}

/** The sum of the segments' sums, in order. */
export function segmentSum(values: ArrayLike<number>, segment = SEGMENT): number {
  return addInOrder(segmentSums(values, segment));
}

/** ((0 + x0) + x1) + ... in f64. */
export function addInOrder(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Segments of ids: one for each value of the ten bits below the topmost, which all referred customers share. */
const ID_SEGMENTS = 1024;

/**
 * The sum of values whose ids have these upper halves: f64 sums of the ids of one value of the ten bits below the topmost,
 * each in the order given, added in the order of those bits. In rising order of ids it depends on nothing else.
 */
export function sumByTopBits(values: ArrayLike<number>, high: ArrayLike<number>): number {
  const sums = new Float64Array(ID_SEGMENTS);
  for (let i = 0; i < values.length; i++) sums[(high[i] << 1) >>> 22] += values[i];
  return addInOrder(sums);
}
