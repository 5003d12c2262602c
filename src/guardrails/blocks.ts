import { makeWorkspace, type Program, runProgram } from '../language/interpret.ts';

/** Rows at a time: small enough that every intermediate column of a program stays in the first-level cache. */
const BLOCK = 512;

/** Leaf columns by index of a graph's leaves; those that a program does not read may be missing. */
export type LeafColumns = readonly (Float32Array | undefined)[];

/** What a block came to: `results[k][i]` is root k for row from + i of the asked rows, 0 <= i < count. */
export type TakeBlock = (results: readonly Float32Array[], from: number, count: number) => void;

/**
 * A program over any number of rows, a block at a time: row i reads place rows[i] of each column, or place i where
 * `rows` is null. `take` sees each block once, in order; the results are overwritten by the next.
 */
export type BlockRunner = (columns: LeafColumns, rows: Int32Array | null, n: number, take: TakeBlock) => void;

export function makeBlockRunner(program: Program): BlockRunner {
  const workspace = makeWorkspace(program, BLOCK);
  const places = new Int32Array(BLOCK);
  return (columns, rows, n, take) => {
    for (let from = 0; from < n; from += BLOCK) {
      const count = Math.min(BLOCK, n - from);
      runProgram(program, workspace, columns, placesOf(rows, from, places), count);
      take(workspace.results, from, count);
    }
  };
}

/** The places of a block's rows, or null for places 0 .. count-1. */
function placesOf(rows: Int32Array | null, from: number, places: Int32Array): Int32Array | null {
  if (from === 0) return rows;
  if (rows !== null) return rows.subarray(from);
  for (let i = 0; i < BLOCK; i++) places[i] = from + i;
  return places;
}
