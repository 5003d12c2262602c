/** A 64-bit key as two unsigned 32-bit words. */
export type Key = readonly [number, number];

const M0_LOW = 0x1f53;
const M0_HIGH = 0xd251;
const M0 = 0xd2511f53;
const M1_LOW = 0x8d57;
const M1_HIGH = 0xcd9e;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Philox4x32-10: writes the four 32-bit words of counter (c0, c1, c2, c3) under key (key0, key1) to `out[at .. at+3]`.
 * With a fixed key it is a bijection of the counter. All words are read and written modulo 2^32.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3;
 * the multipliers M0, M1 and the Weyl increments W0, W1 are theirs.
 */
export function philox4x32(
  key0: number,
  key1: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array,
  at = 0,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highProduct(c0, M0_LOW, M0_HIGH);
    const low0 = Math.imul(c0, M0);
    const high1 = highProduct(c2, M1_LOW, M1_HIGH);
    const low1 = Math.imul(c2, M1);
    c0 = high1 ^ c1 ^ key0;
    c1 = low1;
    c2 = high0 ^ c3 ^ key1;
    c3 = low0;
    key0 = (key0 + W0) | 0;
    key1 = (key1 + W1) | 0;
  }
  out[at] = c0;
  out[at + 1] = c1;
  out[at + 2] = c2;
  out[at + 3] = c3;
}

/**
 * The high 32 bits of x * (high * 2^16 + low), by 16-bit halves. No partial sum exceeds 2^32 - 1, so signed
 * 32-bit arithmetic, which wraps, keeps every bit.
 */
function highProduct(x: number, low: number, high: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const middle = (Math.imul(xHigh, low) + (Math.imul(xLow, low) >>> 16)) | 0;
  const carry = (Math.imul(xLow, high) + (middle & 0xffff)) | 0;
  return (Math.imul(xHigh, high) + (middle >>> 16) + (carry >>> 16)) | 0;
}
