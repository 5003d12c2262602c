import { keyedHash64 } from '../core/luck.ts';
import type { DecisionBatch } from '../policies/policy.ts';
import type { Block, ObservationRoom } from './block.ts';

/** The rows that are up for a decision at this tick, with all that a business knows of them. */
export type Observation = {
  /** Rows of the block, [n]. */
  readonly rows: Int32Array;
  readonly triggers: Uint16Array;
  readonly batch: DecisionBatch;
};

export function makeObservationRoom({ capacity, world }: Block): ObservationRoom {
  return {
    rows: new Int32Array(capacity),
    slots: new Int32Array(capacity),
    heldOut: new Uint8Array(capacity),
    triggers: new Uint16Array(capacity),
    context: new Float32Array(capacity * world.spec.features.features.length),
    legality: new Uint8Array(capacity * world.actions.actions.length),
    ids: new Uint32Array(2 * capacity),
  };
}

/**
 * Who is due at this tick, with context and mask. Reads seen columns alone and changes nothing: asking twice gives
 * the same. The arrays are the room's own and hold until it is written again.
 */
export function observe(block: Block, room: ObservationRoom): Observation {
  return observeRows(block, room, listDue(block, room));
}

/**
 * Lists the rows that are due at this tick, and what made them; gives their number. All are written, the next over one
 * that is not due: to foresee who is would cost more.
 */
export function listDue(block: Block, { rows: due, triggers }: ObservationRoom): number {
  const { rows, triggered } = block;
  const followed = block.n;
  let n = 0;
  for (let i = 0; i < followed; i++) {
    const row = rows[i];
    const trigger = triggered[row];
    due[n] = row;
    triggers[n] = trigger - 1;
    n += -trigger >>> 31;
  }
  return n;
}

/** Where the columns hold the first n rows of room.rows, and who of them is held out. */
export function listPlaces(block: Block, { rows, slots, heldOut }: ObservationRoom, n: number): void {
  const { heldOut: isHeldOut } = block;
  const { of } = block.slots;
  for (let i = 0; i < n; i++) {
    slots[i] = of[rows[i]];
    heldOut[i] = isHeldOut[rows[i]];
  }
}

/** Context and mask of the rows that stand in room.rows[0 .. n-1]. */
export function observeRows(block: Block, room: ObservationRoom, n: number): Observation {
  const { idLow, idHigh, tick, idKey } = block;
  const { rows, ids } = room;
  listPlaces(block, room, n);
  block.backend.observe(block, room, n);
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    const [low, high] = keyedHash64(idKey, idLow[row], idHigh[row], tick, 0);
    ids[2 * i] = low;
    ids[2 * i + 1] = high;
  }
  return viewOf(block, room, n);
}

/** The same where nobody asks how long the arrays are: n says how many rows count. */
export function roomyView({ streams }: Block, room: ObservationRoom, n: number): Observation {
  const { rows, triggers, context, legality, ids } = room;
  return { rows, triggers, batch: { n, context, legality, ids, key: streams.policy } };
}

/** The first n rows of a room as an observation. */
export function viewOf({ world, streams }: Block, room: ObservationRoom, n: number): Observation {
  const d = world.spec.features.features.length;
  const actions = world.actions.actions.length;
  const batch: DecisionBatch = {
    n,
    context: room.context.subarray(0, n * d),
    legality: room.legality.subarray(0, n * actions),
    ids: room.ids.subarray(0, 2 * n),
    key: streams.policy,
  };
  return { rows: room.rows.subarray(0, n), triggers: room.triggers.subarray(0, n), batch };
}
