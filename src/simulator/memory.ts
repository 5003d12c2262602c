import type { Graph, LeafSource, View } from '../language/graph.ts';

/**
 * What a simulator remembers of one thing that happens (a signal, or contacts of a kind): a byte ring of its last
 * ticks, the tick of its last time, and the leaf columns worked out from them. Row r of every column is customer r.
 */
export type Memory = {
  readonly view: View;
  readonly of: string;
  /** Happenings of this tick, [capacity]. */
  readonly now: Float32Array;
  /** [ticks kept x capacity], slot tick mod length; empty where no window or lag needs it. */
  readonly ring: Uint8Array;
  readonly length: number;
  /** Tick of the last time, or -1. */
  readonly last: Int32Array;
  readonly windows: readonly { readonly ticks: number; readonly column: Float32Array }[];
  readonly lags: readonly { readonly ticks: number; readonly column: Float32Array }[];
  readonly sinces: readonly { readonly never: number; readonly column: Float32Array }[];
  readonly adstocks: readonly { readonly decay: number; readonly column: Float32Array }[];
};

/** Columns by what they hold (sourceKey), whatever graph reads them. */
export type LeafColumns = Map<string, Float32Array>;

/** One text for one source: leaves of different graphs that read the same thing share its column. */
export function sourceKey(source: LeafSource): string {
  return Object.values(source).join('/');
}

/** Ticks that a window or guardrail counts after this tick's push: `recent` leaves out what is exactly its age. */
function windowTicks(source: Happening, tickDays: number): number {
  if (source.kind === 'count') return Math.round(source.days / tickDays);
  if (source.kind === 'recent') return Math.round(source.days / tickDays) - 1;
  return 0;
}

/** Columns of a graph's leaves, by leaf index. */
export function leafColumns(graph: Graph, columns: LeafColumns): (Float32Array | undefined)[] {
  return graph.leaves.map((leaf) => columns.get(sourceKey(leaf.source)));
}

type Happening = Extract<LeafSource, { of: string }>;

/** What is read of each thing that happens, each source once. */
function needs(sources: readonly LeafSource[]): Map<string, Happening[]> {
  const byThing = new Map<string, Happening[]>();
  const seen = new Set<string>();
  for (const source of sources) {
    if (!('of' in source) || seen.has(sourceKey(source))) continue;
    seen.add(sourceKey(source));
    const thing = `${source.view}/${source.of}`;
    byThing.set(thing, [...(byThing.get(thing) ?? []), source]);
  }
  return byThing;
}

/** Makes the memories that the sources ask for, each one's column registered in `columns`. */
export function makeMemories(
  sources: readonly LeafSource[],
  capacity: number,
  tickDays: number,
  columns: LeafColumns,
  decayOf: (halfLifeDays: number) => number,
): Memory[] {
  return [...needs(sources).values()].map((wanted): Memory => {
    const windows: { ticks: number; column: Float32Array }[] = [];
    const lags: { ticks: number; column: Float32Array }[] = [];
    const sinces: { never: number; column: Float32Array }[] = [];
    const adstocks: { decay: number; column: Float32Array }[] = [];
    const now = new Float32Array(capacity);
    let length = 0;
    for (const source of wanted) {
      const column = source.kind === 'now' ? now : new Float32Array(capacity);
      columns.set(sourceKey(source), column);
      if (source.kind === 'count' || source.kind === 'recent') {
        const ticks = windowTicks(source, tickDays);
        if (ticks > 0) windows.push({ ticks, column });
        length = Math.max(length, ticks);
      } else if (source.kind === 'lag') {
        const ticks = Math.round(source.days / tickDays);
        lags.push({ ticks, column });
        length = Math.max(length, ticks + 1);
      } else if (source.kind === 'since') sinces.push({ never: source.never, column });
      else if (source.kind === 'adstock') adstocks.push({ decay: decayOf(source.halfLifeDays), column });
    }
    const { view, of } = wanted[0];
    const ring = new Uint8Array(length * capacity);
    const last = new Int32Array(capacity).fill(-1);
    return { view, of, now, ring, length, last, windows, lags, sinces, adstocks };
  });
}

/** Forgets everything: no happening before tick 0. */
export function resetMemory(memory: Memory): void {
  memory.now.fill(0);
  memory.ring.fill(0);
  memory.last.fill(-1);
  for (const { column } of memory.windows) column.fill(0);
  for (const { column } of memory.lags) column.fill(0);
  for (const { column, never } of memory.sinces) column.fill(never);
  for (const { column } of memory.adstocks) column.fill(0);
}

/** Moves to tick `t`: ages grow, adstocks decay, lags step. Windows still end at t-1. */
export function beginTick(memory: Memory, t: number, rows: Int32Array, n: number, tickDays: number): void {
  const { last, now } = memory;
  for (let i = 0; i < n; i++) now[rows[i]] = 0;
  for (const { column, never } of memory.sinces) {
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      column[row] = last[row] < 0 ? never : Math.min(never, (t - last[row]) * tickDays);
    }
  }
  for (const { column, decay } of memory.adstocks) {
    for (let i = 0; i < n; i++) column[rows[i]] *= decay;
  }
  const capacity = now.length;
  for (const { column, ticks } of memory.lags) {
    const slot = t >= ticks ? ((t - ticks) % memory.length) * capacity : -1;
    for (let i = 0; i < n; i++) column[rows[i]] = slot < 0 ? 0 : memory.ring[slot + rows[i]];
  }
}

/** Takes in this tick's happenings, which `now` holds: from here on windows include tick `t`. */
export function push(memory: Memory, t: number, rows: Int32Array, n: number): void {
  const { last, now, ring, length } = memory;
  const capacity = now.length;
  for (const { column, ticks } of memory.windows) {
    const out = t >= ticks ? ((t - ticks) % length) * capacity : -1;
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      column[row] += now[row] - (out < 0 ? 0 : ring[out + row]);
    }
  }
  if (length > 0) {
    const slot = (t % length) * capacity;
    for (let i = 0; i < n; i++) ring[slot + rows[i]] = now[rows[i]];
  }
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    if (now[row] === 0) continue;
    last[row] = t;
    for (const { column } of memory.sinces) column[row] = 0;
    for (const { column } of memory.adstocks) column[row] += now[row];
  }
}
