import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LeafSource } from '../language/graph.ts';
import { heap } from './arena.ts';
import { type LeafColumns, sourceKey } from './leafColumns.ts';
import { beginTick, decay, fillAges, happen, makeMemories, push, resetMemory } from './memory.ts';
import { makeSlots, resetSlots } from './slots.ts';

const of = 'login';
const view = 'signal' as const;
const sources = {
  now: { kind: 'now', view, of },
  count: { kind: 'count', view, of, days: 3 },
  day: { kind: 'count', view, of, days: 1 },
  recent: { kind: 'recent', view, of, days: 3 },
  lag: { kind: 'lag', view, of, days: 2 },
  since: { kind: 'since', view, of, never: 9 },
  adstock: { kind: 'adstock', view, of, halfLifeDays: 1 },
} satisfies { [name: string]: LeafSource };
type Name = keyof typeof sources;

/** Values of every source before and after the happenings of each tick, for one row among three. */
function live(events: readonly number[], asked: { readonly [name in Name]: LeafSource } = sources) {
  const columns: LeafColumns = new Map();
  const slots = makeSlots(1, 3, heap);
  resetSlots(slots, 3);
  const behaviour = new Set(Object.values(asked).map(sourceKey));
  const [memory] = makeMemories(Object.values(asked), {
    slots,
    arena: heap,
    tickDays: 1,
    columns,
    decayOf: () => 0.5,
    behaviour,
  });
  const row = 1;
  const read = () =>
    Object.fromEntries(
      Object.entries(asked).map(([name, source]) => [name, columns.get(sourceKey(source))![row]]),
    );
  const days = Float64Array.from({ length: events.length + 1 }, (_, k) => k);
  resetMemory(memory);
  return events.map((count, t) => {
    beginTick(memory, t, 3);
    decay(memory, 3);
    fillAges(memory.behaviourAges, memory, { t, rows: Int32Array.of(row), n: 1, days });
    const before = read();
    if (count > 0) happen(memory, row, count);
    push(memory, t, 3);
    return { before, after: read() };
  });
}

const columnOf = (ticks: ReturnType<typeof live>, when: 'before' | 'after', name: Name) =>
  ticks.map((tick) => tick[when][name]);

describe('a memory', () => {
  // Twice in tick 1, once in tick 3.
  const ticks = live([0, 2, 0, 1, 0, 0, 0, 0]);

  it('counts windows up to t - 1 before the happenings of a tick, and up to t after them', () => {
    expect(columnOf(ticks, 'before', 'count')).toEqual([0, 0, 2, 2, 3, 1, 1, 0]);
    expect(columnOf(ticks, 'after', 'count')).toEqual([0, 2, 2, 3, 1, 1, 0, 0]);
    expect(columnOf(ticks, 'before', 'day')).toEqual([0, 0, 2, 0, 1, 0, 0, 0]);
    expect(columnOf(ticks, 'after', 'day')).toEqual([0, 2, 0, 1, 0, 0, 0, 0]);
  });

  it('forgets for guardrails what is exactly as old as the window', () => {
    expect(columnOf(ticks, 'before', 'recent')).toEqual([0, 0, 2, 2, 1, 1, 0, 0]);
  });

  it('knows this tick, the tick some time ago, and how long ago the last time was', () => {
    expect(columnOf(ticks, 'before', 'now')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(columnOf(ticks, 'after', 'now')).toEqual([0, 2, 0, 1, 0, 0, 0, 0]);
    expect(columnOf(ticks, 'before', 'lag')).toEqual([0, 0, 0, 2, 0, 1, 0, 0]);
    expect(columnOf(ticks, 'after', 'lag')).toEqual([0, 0, 0, 2, 0, 1, 0, 0]);
    expect(columnOf(ticks, 'before', 'since')).toEqual([9, 9, 1, 2, 1, 2, 3, 4]);
    expect(columnOf(ticks, 'after', 'since')).toEqual([9, 0, 1, 0, 1, 2, 3, 4]);
  });

  it('lets an adstock fade by half in each half-life', () => {
    expect(columnOf(ticks, 'before', 'adstock')).toEqual([0, 0, 1, 0.5, 0.75, 0.375, 0.1875, 0.09375]);
    expect(columnOf(ticks, 'after', 'adstock')).toEqual([0, 2, 1, 1.5, 0.75, 0.375, 0.1875, 0.09375]);
  });

  it('gives at most `never` as an age', () => {
    expect(columnOf(live([1, ...Array<number>(11).fill(0)]), 'before', 'since')).toEqual([
      9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9,
    ]);
  });

  it('agrees with sums over the whole past, whatever the windows', () => {
    const events = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 40 });
    const length = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(events, length, length, length, (counts, window, lag, recent) => {
        const lived = live(counts, {
          ...sources,
          count: { ...sources.count, days: window },
          recent: { ...sources.recent, days: recent },
          lag: { ...sources.lag, days: lag },
        });
        const sum = (from: number, to: number) =>
          counts.slice(Math.max(0, from), Math.max(0, to)).reduce((a, b) => a + b, 0);
        lived.forEach(({ before, after }, t) => {
          expect(before.count).toBe(sum(t - window, t));
          expect(after.count).toBe(sum(t - window + 1, t + 1));
          expect(before.recent).toBe(sum(t - recent + 1, t));
          expect(before.lag).toBe(counts[t - lag] ?? 0);
        });
      }),
    );
  });
});
