import { exp64 } from '../core/transcendental.ts';
import { DAY_MS } from '../core/zone.ts';
import { actionMatches, makeActionSet } from '../journey/actions.ts';
import type { Leaf, LeafSource } from '../language/graph.ts';
import type { WallClock } from './wallClock.ts';

/** A contact that was made: UTC milliseconds, and the name of the action that was carried out. */
export type Contact = { readonly time: number; readonly action: string };

type Memory = Extract<LeafSource, { kind: 'count' | 'recent' | 'since' | 'lag' | 'adstock' }>;
type ContactLeaf = {
  readonly column: number;
  readonly of: string;
  readonly start: number;
  /** The value so far with one more contact, `age` milliseconds old. */
  readonly add: (sofar: number, age: number) => number;
  readonly finish: (sum: number) => number;
};

export type AgeOptions = { readonly wall: WallClock; readonly tickDays: number };

/** Whether the server works a leaf out from the contacts it knows. */
export function isContactLeaf({ source }: Leaf): boolean {
  return 'view' in source && source.view === 'sent' && source.kind !== 'now';
}

/**
 * Writes the leaves about what was sent, from a customer's contacts, at a UTC time in milliseconds: to place 0 of
 * `columns`, by index of `leaves`. Ages are wall time, where the simulator has ticks; at whole ticks both give the
 * same:
 * - count: contacts of age in (0, W]; recent: of age below W, those of this moment among them;
 * - since: age of the youngest in days, `never` at most; lag: contacts of age in [W, W + tick);
 * - adstock: sum of 2^(-age / half-life) over contacts of age above 0.
 */
export function makeContactWriter(leaves: readonly Leaf[], { wall, tickDays }: AgeOptions) {
  const asked = leaves.flatMap((leaf, column) =>
    isContactLeaf(leaf) ? [contactLeaf(leaf, column, tickDays)] : [],
  );
  const sums = new Float64Array(asked.length);
  const concerns = makeConcerns(asked);
  return (contacts: readonly Contact[], time: number, columns: readonly Float32Array[]): void => {
    const now = wall(time);
    for (let k = 0; k < asked.length; k++) sums[k] = asked[k].start;
    for (const contact of contacts) {
      const concerned = concerns(contact.action);
      const age = now - wall(contact.time);
      for (let k = 0; k < asked.length; k++) {
        if (concerned[k] === 1) sums[k] = asked[k].add(sums[k], age);
      }
    }
    for (let k = 0; k < asked.length; k++) columns[asked[k].column][0] = asked[k].finish(sums[k]);
  };
}

/** For each action name, also those of other bundles, which leaves count it: 1 at their places. */
function makeConcerns(asked: readonly ContactLeaf[]): (action: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      const [action] = makeActionSet([name]).actions;
      found = Uint8Array.from(asked, ({ of }) => (actionMatches(action, of) ? 1 : 0));
      known.set(name, found);
    }
    return found;
  };
}

const same = (sum: number) => sum;

/** Filled and read within one call: a float and its bits. */
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The largest f32 that is at most x >= 0: a cooldown must not end early by rounding. */
function atMost(x: number): number {
  const near = Math.fround(x);
  if (near <= x) return near;
  float[0] = near;
  bits[0]--;
  return float[0];
}

function contactLeaf(leaf: Leaf, column: number, tickDays: number): ContactLeaf {
  const source = leaf.source as Memory;
  const { of } = source;
  const counting = (within: (age: number) => boolean): ContactLeaf => ({
    column,
    of,
    start: 0,
    add: (sofar, age) => (within(age) ? sofar + 1 : sofar),
    finish: same,
  });
  switch (source.kind) {
    case 'count':
      return counting((age) => age > 0 && age <= source.days * DAY_MS);
    case 'recent':
      return counting((age) => age < source.days * DAY_MS);
    case 'lag':
      return counting((age) => age >= source.days * DAY_MS && age < (source.days + tickDays) * DAY_MS);
    case 'since':
      return {
        column,
        of,
        start: Number.POSITIVE_INFINITY,
        add: (sofar, age) => Math.min(sofar, Math.max(0, age)),
        finish: (youngest) => atMost(Math.min(source.never, youngest / DAY_MS)),
      };
    case 'adstock': {
      const rate = Math.LN2 / (source.halfLifeDays * DAY_MS);
      const add = (sofar: number, age: number) => (age > 0 ? sofar + exp64(-rate * age) : sofar);
      return { column, of, start: 0, add, finish: same };
    }
  }
}
