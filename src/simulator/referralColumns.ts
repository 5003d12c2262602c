import type { World } from '../scenario/world.ts';

/** Customers who bring others. Of no length in a world where nobody does. */
export type Referring = {
  /** Rows that bring others in this tick, and how many each: the first n. */
  readonly rows: Int32Array;
  readonly counts: Uint8Array;
  n: number;
  /** By row: how many it has brought so far. */
  readonly brought: Uint32Array;
  /** Most that may be brought in a run. */
  room: number;
};

export function makeReferring({ referrals }: World, capacity: number): Referring {
  const n = referrals === null ? 0 : capacity;
  return {
    rows: new Int32Array(n),
    counts: new Uint8Array(n),
    n: 0,
    brought: new Uint32Array(n),
    room: 0,
  };
}

export function resetReferring(referring: Referring, room: number): void {
  referring.brought.fill(0);
  referring.n = 0;
  referring.room = room;
}
