import { type Key, philox4x32 } from './philox.ts';

/**
 * The words of one named draw for rows of a block: a philox block serves a row for four ticks and is kept until
 * another is asked for. What is kept carries its key, purpose, customer and tick block, so that rows may move,
 * leave or be asked in any order: the answers are those of drawWord always.
 */
export type LuckColumn = {
  readonly capacity: number;
  /** [capacity x 4] row-major. */
  readonly words: Uint32Array;
  /** floor(tick / 4) of the words, or -1 where a row has none. */
  readonly epoch: Int32Array;
  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  key0: number;
  key1: number;
  purpose: number;
};

export function makeLuckColumn(capacity: number): LuckColumn {
  return {
    capacity,
    words: new Uint32Array(4 * capacity),
    epoch: new Int32Array(capacity).fill(-1),
    idLow: new Uint32Array(capacity),
    idHigh: new Uint32Array(capacity),
    key0: 0,
    key1: 0,
    purpose: 0,
  };
}

/**
 * Writes uniform24 of the draws of rows[0 .. n-1] at `tick` to out[0 .. n-1]. `rows` are indices below the
 * column's capacity into idLow and idHigh, the words of each row's customer. `tick` is an integer in [0, 2^31).
 */
export function fillUniform(
  column: LuckColumn,
  key: Key,
  purpose: number,
  tick: number,
  rows: Int32Array,
  n: number,
  idLow: Uint32Array,
  idHigh: Uint32Array,
  out: Float32Array,
): void {
  claim(column, key, purpose);
  const { words } = column;
  const lane = tick & 3;
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    refresh(column, row, tick >>> 2, idLow[row], idHigh[row]);
    out[i] = (words[4 * row + lane] >>> 8) * 2 ** -24;
  }
}

/** As {@link fillUniform}, with uniformOpen: for logarithms and inverse distributions. */
export function fillUniformOpen(
  column: LuckColumn,
  key: Key,
  purpose: number,
  tick: number,
  rows: Int32Array,
  n: number,
  idLow: Uint32Array,
  idHigh: Uint32Array,
  out: Float32Array,
): void {
  claim(column, key, purpose);
  const { words } = column;
  const lane = tick & 3;
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    refresh(column, row, tick >>> 2, idLow[row], idHigh[row]);
    out[i] = ((words[4 * row + lane] >>> 9) + 0.5) * 2 ** -23;
  }
}

/** Forgets everything where the column last served another key or purpose. */
function claim(column: LuckColumn, key: Key, purpose: number): void {
  if (column.key0 === key[0] && column.key1 === key[1] && column.purpose === purpose) return;
  column.key0 = key[0];
  column.key1 = key[1];
  column.purpose = purpose;
  column.epoch.fill(-1);
}

function refresh(column: LuckColumn, row: number, epoch: number, low: number, high: number): void {
  if (column.epoch[row] === epoch && column.idLow[row] === low && column.idHigh[row] === high) return;
  philox4x32(column.key0, column.key1, low, high, epoch, column.purpose, column.words, 4 * row);
  column.epoch[row] = epoch;
  column.idLow[row] = low;
  column.idHigh[row] = high;
}
