import type { LeafSource, View } from '../language/graph.ts';
import type { Arena } from './arena.ts';
import { columnOf, type LeafColumns, sourceKey } from './leafColumns.ts';

export { sourceKey } from './leafColumns.ts';

/**
 * What a simulator remembers of one thing that happens (a signal, or contacts of a kind), and the leaf columns worked
 * out from it. What happened in a tick is a list of rows, since little does: a window moves on by adding the list of
 * the tick that it takes in and taking off that of the tick that it leaves, whatever its length.
 */
export type Memory = {
  readonly view: View;
  readonly of: string;
  /** By row its place in every column here; lists know rows. */
  readonly slotOf: Int32Array;
  /** How often in this tick, [capacity]. */
  readonly now: Float32Array;
  /** Lists of the last ticks, that of tick t at t mod length. */
  readonly past: readonly Happenings[];
  /** By slot: tick of the last time, or -1. */
  readonly last: Int32Array;
  readonly windows: readonly Reading[];
  readonly lags: readonly Reading[];
  /** Worked out for the rows of an observation alone, or for all rows where behaviour reads them. */
  readonly observedAges: readonly Age[];
  readonly behaviourAges: readonly Age[];
  readonly adstocks: readonly { readonly decay: number; readonly column: Float32Array }[];
};

type Reading = { readonly ticks: number; readonly column: Float32Array };
type Age = { readonly never: number; readonly column: Float32Array };

/** Rows to which something happened in one tick, each once, and how often. */
export type Happenings = { n: number; rows: Int32Array; counts: Uint8Array };

type Happening = Extract<LeafSource, { of: string }>;

/** Whether a source is about happenings: kept by a memory, not by a plain column. */
export function isHappening(source: LeafSource): source is Happening {
  return 'of' in source;
}

/** What is read of each thing that happens, each source once. */
function needs(sources: readonly LeafSource[]): Happening[][] {
  const distinct = new Map(sources.filter(isHappening).map((source) => [sourceKey(source), source]));
  const byThing = new Map<string, Happening[]>();
  for (const source of distinct.values()) {
    const thing = `${source.view}/${source.of}`;
    byThing.set(thing, [...(byThing.get(thing) ?? []), source]);
  }
  return [...byThing.values()];
}

export type MemoryOptions = {
  /** [capacity] see Slots. */
  readonly slotOf: Int32Array;
  readonly arena: Arena;
  readonly tickDays: number;
  readonly columns: LeafColumns;
  /** What a day's adstock of this half-life keeps of itself in a tick. */
  readonly decayOf: (halfLifeDays: number) => number;
  /** Keys of sources that behaviour reads: their ages are worked out every tick. */
  readonly behaviour: ReadonlySet<string>;
};

/** Makes the memories that the sources ask for, each source's column registered in `columns`. */
export function makeMemories(sources: readonly LeafSource[], options: MemoryOptions): Memory[] {
  return needs(sources).map((wanted) => makeMemory(wanted, options));
}

function makeMemory(wanted: readonly Happening[], options: MemoryOptions): Memory {
  const { slotOf, arena, columns, decayOf, behaviour } = options;
  const ticksOf = (days: number) => Math.round(days / options.tickDays);
  const { view, of } = wanted[0];
  const columnFor = (source: Happening) => columnOf(columns, source, () => arena.f32(slotOf.length));
  const all = <K extends Happening['kind']>(kind: K) =>
    wanted.filter((source): source is Extract<Happening, { kind: K }> => source.kind === kind);
  const ageOf = (source: Extract<Happening, { kind: 'since' }>): Age => ({
    never: source.never,
    column: columnFor(source),
  });
  const counts = all('count').map((source) => ({ ticks: ticksOf(source.days), column: columnFor(source) }));
  // `recent` leaves out what is exactly its age: a tick less.
  const recents = all('recent').map((source) => ({
    ticks: ticksOf(source.days) - 1,
    column: columnFor(source),
  }));
  const windows = [...counts, ...recents].filter(({ ticks }) => ticks > 0);
  const lags = all('lag').map((source) => ({ ticks: ticksOf(source.days), column: columnFor(source) }));
  const reads = (source: Happening) => behaviour.has(sourceKey(source));
  return {
    view,
    of,
    slotOf,
    now: columnFor({ kind: 'now', view, of }),
    past: makePast(Math.max(0, ...[...windows, ...lags].map(({ ticks }) => ticks)) + 2),
    last: arena.i32(slotOf.length),
    windows,
    lags,
    observedAges: all('since')
      .filter((source) => !reads(source))
      .map(ageOf),
    behaviourAges: all('since').filter(reads).map(ageOf),
    adstocks: all('adstock').map((source) => ({
      decay: decayOf(source.halfLifeDays),
      column: columnFor(source),
    })),
  };
}

function makePast(length: number): Happenings[] {
  return Array.from({ length }, () => ({ n: 0, rows: new Int32Array(8), counts: new Uint8Array(8) }));
}

/** Forgets everything: no happening before tick 0. */
export function resetMemory(memory: Memory): void {
  memory.now.fill(0);
  memory.last.fill(-1);
  for (const list of memory.past) list.n = 0;
  for (const { column } of [...memory.windows, ...memory.lags, ...memory.adstocks]) column.fill(0);
  for (const { column, never } of [...memory.observedAges, ...memory.behaviourAges]) column.fill(never);
}

/** The happenings of tick t, where they are still known. */
export function happeningsOf({ past }: Memory, t: number): Happenings {
  return past[t % past.length];
}

/** Lets the first n slots' adstocks decay by a tick. */
export function decay({ adstocks }: Memory, n: number): void {
  for (const { column, decay: kept } of adstocks) {
    for (let slot = 0; slot < n; slot++) column[slot] *= kept;
  }
}

/** Moves from tick t - 1 to tick t: lags step. Windows still end at t - 1. */
export function beginTick(memory: Memory, t: number): void {
  const { now, past, slotOf } = memory;
  if (t > 0) write(now, slotOf, happeningsOf(memory, t - 1), 0);
  for (const { column, ticks } of memory.lags) {
    if (t > ticks) write(column, slotOf, happeningsOf(memory, t - ticks - 1), 0);
    if (t >= ticks) write(column, slotOf, happeningsOf(memory, t - ticks), 1);
  }
  past[t % past.length].n = 0;
}

/** Takes note that it happened to a row in tick t, `count` times; once a row and tick. */
export function happen(memory: Memory, t: number, row: number, count: number): void {
  const list = happeningsOf(memory, t);
  if (list.n === list.rows.length) grow(list);
  list.rows[list.n] = row;
  list.counts[list.n++] = count;
  memory.now[memory.slotOf[row]] = count;
}

/** Lists it for many rows at once: the row in slot hits[i] of `rowOf`, counts[i] times. No column is touched. */
export function listHappenings(
  memory: Memory,
  t: number,
  rowOf: Int32Array,
  { hits, counts, n }: { readonly hits: Int32Array; readonly counts: Int32Array; readonly n: number },
): void {
  const list = happeningsOf(memory, t);
  while (list.n + n > list.rows.length) grow(list);
  const { rows, counts: times } = list;
  let at = list.n;
  for (let i = 0; i < n; i++, at++) {
    rows[at] = rowOf[hits[i]];
    times[at] = counts[i];
  }
  list.n = at;
}

/** Lets every window leave the tick that is now too old for it: part of moving on to tick t. */
export function expire(memory: Memory, t: number): void {
  const { slotOf } = memory;
  for (const { column, ticks } of memory.windows) {
    if (t >= ticks) add(column, slotOf, happeningsOf(memory, t - ticks), -1);
  }
}

/** Takes in what happened in tick t: from here on windows, ages and adstocks include it. */
export function take(memory: Memory, t: number): void {
  const { slotOf, last } = memory;
  const taken = happeningsOf(memory, t);
  for (const { column } of memory.windows) add(column, slotOf, taken, 1);
  for (const { column } of memory.adstocks) add(column, slotOf, taken, 1);
  for (const { column } of memory.behaviourAges) write(column, slotOf, taken, 0);
  for (let i = 0; i < taken.n; i++) last[slotOf[taken.rows[i]]] = t;
}

/** Both at once. */
export function push(memory: Memory, t: number): void {
  expire(memory, t);
  take(memory, t);
}

/**
 * Works out days since the last time for some rows before tick t's happenings: `never` at most. `days[k]` is k ticks in
 * days.
 */
export function fillAges(
  ages: readonly Age[],
  { last, slotOf }: Memory,
  {
    t,
    rows,
    n,
    days,
  }: { readonly t: number; readonly rows: Int32Array; readonly n: number; readonly days: Float64Array },
): void {
  for (const { column, never } of ages) {
    for (let i = 0; i < n; i++) {
      const slot = slotOf[rows[i]];
      column[slot] = last[slot] < 0 ? never : Math.min(never, days[t - last[slot]]);
    }
  }
}

type Column = Float32Array;

function add(column: Column, slotOf: Int32Array, { n, rows, counts }: Happenings, sign: number): void {
  for (let i = 0; i < n; i++) column[slotOf[rows[i]]] += sign * counts[i];
}

function write(column: Column, slotOf: Int32Array, { n, rows, counts }: Happenings, times: number): void {
  for (let i = 0; i < n; i++) column[slotOf[rows[i]]] = times * counts[i];
}

function grow(list: Happenings): void {
  const rows = new Int32Array(2 * list.rows.length);
  const counts = new Uint8Array(rows.length);
  rows.set(list.rows);
  counts.set(list.counts);
  list.rows = rows;
  list.counts = counts;
}
