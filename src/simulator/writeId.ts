import { halves } from '../journey/columns.ts';
import type { Block } from './block.ts';

/** Writes a 64-bit id to place `at`. */
export function writeId(column: BigUint64Array, at: number, low: number, high: number): void {
  const words = halves(column);
  words[2 * at] = low;
  words[2 * at + 1] = high;
}

/** Writes the customer of a row to place `at`. */
export function writeCustomer(
  column: BigUint64Array,
  at: number,
  { idLow, idHigh }: Block,
  row: number,
): void {
  writeId(column, at, idLow[row], idHigh[row]);
}
