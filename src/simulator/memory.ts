import type { LeafSource, View } from '../language/graph.ts';
import type { Arena } from './arena.ts';
import { columnOf, type LeafColumns, sourceKey } from './leafColumns.ts';
import { BEYOND, type Slots } from './slots.ts';

export { sourceKey } from './leafColumns.ts';

/**
 * What a simulator remembers of one thing that happens (a signal, or contacts of a kind), and the leaf columns worked
 * out from it. What happened is kept by tick for as long as a window looks back: a window moves on by adding the tick
 * that it takes in and taking off the one that it leaves, whatever its length.
 */
export type Memory = {
  readonly view: View;
  readonly of: string;
  readonly slots: Slots;
  /** How often in this tick, [capacity]. */
  readonly now: Float32Array;
  /** To whom it happened in this tick. */
  readonly current: Happenings;
  readonly past: Past;
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

/** Rows to which something happened in one tick, each once, and how often: the first n. */
export type Happenings = { n: number; readonly rows: Int32Array; readonly counts: Uint8Array };

/** How often it happened in the last ticks, a byte for each row: those of tick t from (t mod ticks) * stride on. */
export type Past = {
  readonly ticks: number;
  readonly stride: number;
  readonly counts: Uint8Array;
  /** Rows to which it happened, by t mod ticks. */
  readonly rows: Int32Array;
};

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
  readonly slots: Slots;
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
  const { slots, arena, columns, decayOf, behaviour } = options;
  const capacity = slots.of.length;
  const ticksOf = (days: number) => Math.round(days / options.tickDays);
  const { view, of } = wanted[0];
  const columnFor = (source: Happening) => columnOf(columns, source, () => arena.f32(capacity));
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
    slots,
    now: columnFor({ kind: 'now', view, of }),
    current: { n: 0, rows: arena.i32(capacity), counts: arena.u8(capacity) },
    past: makePast(Math.max(0, ...[...windows, ...lags].map(({ ticks }) => ticks)) + 2, capacity, arena),
    last: arena.i32(capacity),
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

function makePast(ticks: number, capacity: number, arena: Arena): Past {
  const stride = Math.ceil((capacity + BEYOND) / ROWS_AT_ONCE) * ROWS_AT_ONCE;
  return { ticks, stride, counts: arena.u8(ticks * stride), rows: new Int32Array(ticks) };
}

/** Rows of a tick begin at multiples of this, so that what is looked at together holds no other tick's. */
export const ROWS_AT_ONCE = 64;

/** Forgets everything: no happening before tick 0. */
export function resetMemory(memory: Memory): void {
  const { now, last, past, current } = memory;
  now.fill(0);
  last.fill(-1);
  past.counts.fill(0);
  past.rows.fill(0);
  current.n = 0;
  for (const { column } of [...memory.windows, ...memory.lags, ...memory.adstocks]) column.fill(0);
  for (const { column, never } of [...memory.observedAges, ...memory.behaviourAges]) column.fill(never);
}

/** Lets the first n slots' adstocks decay by a tick. */
export function decay({ adstocks }: Memory, n: number): void {
  for (const { column, decay: kept } of adstocks) {
    for (let slot = 0; slot < n; slot++) column[slot] *= kept;
  }
}

/** Moves from tick t - 1 to tick t, for the first `size` rows: lags step. Windows still end at t - 1. */
export function beginTick(memory: Memory, t: number, size: number): void {
  const { current, past } = memory;
  forgetNow(memory, size);
  current.n = 0;
  for (const { column, ticks } of memory.lags) {
    if (t > ticks) add(memory, column, { tick: t - ticks - 1, size, sign: -1 });
    if (t >= ticks) add(memory, column, { tick: t - ticks, size, sign: 1 });
  }
  const place = t % past.ticks;
  if (past.rows[place] === 0 || !looksBack(memory)) return;
  past.counts.fill(0, place * past.stride, place * past.stride + size);
  past.rows[place] = 0;
}

/** Whether anything is read of what happened in earlier ticks, tick by tick. */
export const looksBack = ({ windows, lags }: Memory) => windows.length + lags.length > 0;

/** From this share of the rows on, all are written. */
const MANY = 1 / 16;

function forgetNow({ now, current: { n, rows }, slots: { of } }: Memory, size: number): void {
  if (n === 0) return;
  if (n > size * MANY) now.fill(0, 0, size);
  else for (let i = 0; i < n; i++) now[of[rows[i]]] = 0;
}

/** Takes note that it happened to a row in this tick, `count` times; once a row and tick. */
export function happen({ current, now, slots }: Memory, row: number, count: number): void {
  current.rows[current.n] = row;
  current.counts[current.n++] = count;
  now[slots.of[row]] = count;
}

/** Lets every window leave the tick that is now too old for it: part of moving on to tick t. */
export function expire(memory: Memory, t: number, size: number): void {
  for (const { column, ticks } of memory.windows) {
    if (t >= ticks) add(memory, column, { tick: t - ticks, size, sign: -1 });
  }
}

/** Takes in what happened in tick t: from here on windows, ages and adstocks include it. */
export function take(memory: Memory, t: number): void {
  const { last, past, slots, current, windows, adstocks, behaviourAges } = memory;
  const { n, rows, counts } = current;
  past.rows[t % past.ticks] = n;
  if (n === 0) return;
  if (looksBack(memory)) {
    const at = (t % past.ticks) * past.stride;
    for (let i = 0; i < n; i++) past.counts[at + rows[i]] = counts[i];
  }
  for (let i = 0; i < n; i++) last[slots.of[rows[i]]] = t;
  for (const { column } of windows) addNow(column, current, slots);
  for (const { column } of adstocks) addNow(column, current, slots);
  for (const { column } of behaviourAges) for (let i = 0; i < n; i++) column[slots.of[rows[i]]] = 0;
}

function addNow(column: Float32Array, { n, rows, counts }: Happenings, { of }: Slots): void {
  for (let i = 0; i < n; i++) column[of[rows[i]]] += counts[i];
}

/** Both at once. */
export function push(memory: Memory, t: number, size: number): void {
  expire(memory, t, size);
  take(memory, t);
}

/**
 * Works out days since the last time for some rows before tick t's happenings: `never` at most. `days[k]` is k ticks in
 * days.
 */
export function fillAges(
  ages: readonly Age[],
  { last, slots }: Memory,
  {
    t,
    rows,
    n,
    days,
  }: { readonly t: number; readonly rows: Int32Array; readonly n: number; readonly days: Float64Array },
): void {
  for (const { column, never } of ages) {
    for (let i = 0; i < n; i++) {
      const slot = slots.of[rows[i]];
      column[slot] = last[slot] < 0 ? never : Math.min(never, days[t - last[slot]]);
    }
  }
}

/** Adds what happened in a tick that is still known to a column, `sign` times. */
function add(
  { past, slots }: Memory,
  column: Float32Array,
  { tick, size, sign }: { readonly tick: number; readonly size: number; readonly sign: number },
): void {
  const place = tick % past.ticks;
  if (past.rows[place] > 0) slots.spread(column, past.counts, place * past.stride, size, sign);
}
