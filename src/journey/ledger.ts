import { halves } from './columns.ts';
import type { DecisionColumns, JourneyBlock } from './records.ts';

/** Rows of a table grouped by run of decisions: run r owns rows[starts[r] .. starts[r+1]-1], in order of tick. */
export type Grouped = { readonly starts: Uint32Array; readonly rows: Uint32Array };

/** Where each customer's decisions begin in a block: run r is rows starts[r] to starts[r+1]-1. */
export function customerRuns(decisions: DecisionColumns): Uint32Array {
  const starts: number[] = [];
  const ids = halves(decisions.customer);
  for (let i = 0; i < decisions.n; i++) if (i === 0 || !sameId(ids, i, i - 1)) starts.push(i);
  starts.push(decisions.n);
  return Uint32Array.from(starts);
}

type Dated = { readonly n: number; readonly customer: BigUint64Array; readonly tick: Int32Array };

/** Groups a table's rows by the run of decisions of their customer; rows of customers without decisions are left out. */
export function groupByRun(decisions: DecisionColumns, runs: Uint32Array, table: Dated): Grouped {
  const count = runs.length - 1;
  const runOf = runOfRows(decisions, runs, table);
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < table.n; i++) if (runOf[i] >= 0) starts[runOf[i] + 1]++;
  for (let r = 0; r < count; r++) starts[r + 1] += starts[r];
  const next = starts.slice(0, count);
  const rows = new Uint32Array(starts[count]);
  for (let i = 0; i < table.n; i++) if (runOf[i] >= 0) rows[next[runOf[i]]++] = i;
  for (let r = 0; r < count; r++) sortByTick(rows, starts[r], starts[r + 1], table.tick);
  return { starts, rows };
}

function runOfRows(decisions: DecisionColumns, runs: Uint32Array, table: Dated): Int32Array {
  const byCustomer = new Map<bigint, number>();
  for (let r = 0; r + 1 < runs.length; r++) byCustomer.set(decisions.customer[runs[r]], r);
  const runOf = new Int32Array(table.n);
  const ids = halves(table.customer);
  for (let i = 0; i < table.n; i++) {
    const same = i > 0 && sameId(ids, i, i - 1);
    runOf[i] = same ? runOf[i - 1] : (byCustomer.get(table.customer[i]) ?? -1);
  }
  return runOf;
}

function sameId(ids: Uint32Array, i: number, j: number): boolean {
  return ids[2 * i] === ids[2 * j] && ids[2 * i + 1] === ids[2 * j + 1];
}

/** Insertion sort: linear where the rows are in order already, as they nearly always are. */
function sortByTick(rows: Uint32Array, from: number, to: number, tick: Int32Array): void {
  for (let i = from + 1; i < to; i++) {
    const row = rows[i];
    let j = i;
    for (; j > from && tick[rows[j - 1]] > tick[row]; j--) rows[j] = rows[j - 1];
    rows[j] = row;
  }
}

/** Signed outcomes of each customer with decisions, single and recurring ones apart, each in order of first tick. */
export type Ledger = { readonly single: Entries; readonly recurring: Entries };
type Entries = {
  readonly starts: Uint32Array;
  readonly tick: Int32Array;
  /** First tick no longer paid. */
  readonly end: Float64Array;
  /** Signed, a tick. */
  readonly value: Float64Array;
};

/** Books the outcomes whose sign is not 0 by run of decisions. */
export function makeLedger(block: JourneyBlock, runs: Uint32Array, signs: Float64Array): Ledger {
  const grouped = groupByRun(block.decisions, runs, block.outcomes);
  const { name, ticks } = block.outcomes;
  const book = (recurring: boolean) =>
    entries(block, grouped, signs, (row) => signs[name[row]] !== 0 && ticks[row] > 1 === recurring);
  return { single: book(false), recurring: book(true) };
}

function entries(
  { outcomes }: JourneyBlock,
  grouped: Grouped,
  signs: Float64Array,
  keep: (row: number) => boolean,
): Entries {
  const runs = grouped.starts.length - 1;
  const starts = new Uint32Array(runs + 1);
  const kept: number[] = [];
  for (let r = 0; r < runs; r++) {
    for (let i = grouped.starts[r]; i < grouped.starts[r + 1]; i++) {
      if (keep(grouped.rows[i])) kept.push(grouped.rows[i]);
    }
    starts[r + 1] = kept.length;
  }
  return {
    starts,
    tick: Int32Array.from(kept, (row) => outcomes.tick[row]),
    end: Float64Array.from(kept, (row) => outcomes.tick[row] + outcomes.ticks[row]),
    value: Float64Array.from(kept, (row) => signs[outcomes.name[row]] * outcomes.value[row]),
  };
}

/** gamma^k and its sums: power[k] = gamma^k, sum[k] = gamma^0 + ... + gamma^(k-1), k = 0 .. ticks. */
export type Discounts = { readonly power: Float64Array; readonly sum: Float64Array };

export function makeDiscounts(discountPerTick: number, ticks: number): Discounts {
  const power = new Float64Array(ticks + 1).fill(1);
  const sum = new Float64Array(ticks + 1);
  for (let k = 0; k < ticks; k++) {
    power[k + 1] = power[k] * discountPerTick;
    sum[k + 1] = sum[k] + power[k];
  }
  return { power, sum };
}

/** Discounted signed outcomes of run r in ticks from .. to-1, as worth at tick `from`. */
export function sumLedger(
  ledger: Ledger,
  r: number,
  window: readonly [number, number],
  gamma: Discounts,
): number {
  const [from, to] = window;
  const { single, recurring } = ledger;
  let total = 0;
  for (let i = firstAt(single, r, from); i < single.starts[r + 1] && single.tick[i] < to; i++) {
    total += single.value[i] * gamma.power[single.tick[i] - from];
  }
  for (let i = recurring.starts[r]; i < recurring.starts[r + 1] && recurring.tick[i] < to; i++) {
    const first = Math.max(0, recurring.tick[i] - from);
    const last = Math.min(to, recurring.end[i]) - from;
    if (last > first) total += recurring.value[i] * (gamma.sum[last] - gamma.sum[first]);
  }
  return total;
}

/** Index of run r's first entry at tick `from` or later, by bisection. */
function firstAt({ starts, tick }: Entries, r: number, from: number): number {
  let low = starts[r];
  let high = starts[r + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (tick[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
