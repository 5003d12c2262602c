import type { World } from '../../scenario/world.ts';
import type { Arena } from '../arena.ts';
import { carry, type Slots } from '../slots.ts';

/** What a kernel keeps beside the columns of a block. */
export type KernelRoom = {
  /** By slot: both halves of the customer's id. */
  readonly idLow: Int32Array;
  readonly idHigh: Int32Array;
  /** By draw, the four words of its epoch, by slot: a draw a signal, then one for the stage that a row is in. */
  readonly words: readonly (readonly Int32Array[])[];
  /** What a function lists. */
  readonly hitSlot: Int32Array;
  readonly hitNumber: Int32Array;
  readonly scratch: Int32Array;
};

export function makeKernelRoom({ signals }: World, slots: Slots, arena: Arena): KernelRoom {
  const column = () => arena.i32(slots.row.length);
  const room: KernelRoom = {
    idLow: column(),
    idHigh: column(),
    words: Array.from({ length: signals.length + 1 }, () => Array.from({ length: 4 }, column)),
    hitSlot: column(),
    hitNumber: column(),
    scratch: arena.i32(16),
  };
  carry(slots, [room.idLow, room.idHigh, ...room.words.flat()]);
  return room;
}
