import type { Arena } from './arena.ts';

/**
 * Where the columns that formulas read hold each row of a block: those whose behaviour goes on first, grouped by true
 * stage, so that a stage is one contiguous piece of every column; then those who are gone. A row keeps its number for
 * the whole run, its slot changes with its stage. No result depends on a slot.
 */
export type Slots = {
  /** By row its slot, and by slot its row; slots beyond the last, which a vector may reach, hold rows that nobody has. */
  readonly of: Int32Array;
  readonly row: Int32Array;
  /** Slots groups[s] .. groups[s+1]-1 hold the rows of stage s; the last entry ends those who go on, slots after it are gone. */
  readonly groups: Int32Array;
  /** All columns by slot, which move with their rows, as 32-bit words. */
  readonly columns: Int32Array[];
  /** Exchanges two slots of every column; a kernel puts its own here. */
  exchange: (a: number, b: number) => void;
  /** Adds counts[at + r], `sign` times, to what a column holds for row r, for the first `rows` rows; so a kernel's. */
  spread: Spread;
};

/** (column, counts, at, rows, sign) */
export type Spread = (
  ...of: readonly [column: Float32Array, counts: Uint8Array, at: number, rows: number, sign: number]
) => void;

/** Slots, and rows, beyond the last that a vector of four may reach. */
export const BEYOND = 3;

export function makeSlots(stages: number, capacity: number, arena: Arena): Slots {
  const columns: Int32Array[] = [];
  const of = arena.i32(capacity);
  return {
    of,
    row: arena.i32(capacity + BEYOND),
    groups: new Int32Array(stages + 1),
    columns,
    exchange: (a, b) => exchangeIn(columns, a, b),
    spread(column, counts, at, rows, sign) {
      for (let row = 0; row < rows; row++) {
        const count = counts[at + row];
        if (count > 0) column[of[row]] += sign * count;
      }
    },
  };
}

/** Lets the slots carry columns of 32-bit numbers along. */
export function carry({ columns }: Slots, more: readonly (Float32Array | Int32Array)[]): void {
  for (const { buffer, byteOffset, length } of more) columns.push(new Int32Array(buffer, byteOffset, length));
}

/** Row r in slot r, of nobody's stage yet. */
export function resetSlots({ of, row }: Slots, size: number): void {
  for (let r = 0; r < size; r++) of[r] = r;
  for (let slot = 0; slot < row.length; slot++) row[slot] = slot;
}

/** Groups all rows at once: `groupOf` gives a row's stage, or the number of stages for who is gone. */
export function groupSlots(slots: Slots, size: number, groupOf: (row: number) => number): void {
  const { groups } = slots;
  const gone = groups.length - 1;
  const counts = new Int32Array(gone + 2);
  for (let r = 0; r < size; r++) counts[groupOf(r) + 1]++;
  for (let g = 1; g < counts.length; g++) counts[g] += counts[g - 1];
  groups.set(counts.subarray(0, gone + 1));
  const next = counts.slice();
  for (let r = 0; r < size; r++) swapSlots(slots, slots.of[r], next[groupOf(r)]++);
}

/** Moves a row from its group to another, group by group, by a swap at each border that it crosses. */
export function moveSlot(slots: Slots, row: number, from: number, to: number): void {
  const { of, groups } = slots;
  for (let g = from; g < to; g++) swapSlots(slots, of[row], --groups[g + 1]);
  for (let g = from; g > to; g--) swapSlots(slots, of[row], groups[g]++);
}

function swapSlots({ of, row, exchange }: Slots, a: number, b: number): void {
  if (a === b) return;
  const [p, q] = [row[a], row[b]];
  row[a] = q;
  row[b] = p;
  of[q] = a;
  of[p] = b;
  exchange(a, b);
}

function exchangeIn(columns: readonly Int32Array[], a: number, b: number): void {
  for (const column of columns) {
    const held = column[a];
    column[a] = column[b];
    column[b] = held;
  }
}
