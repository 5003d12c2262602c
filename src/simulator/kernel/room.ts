import type { World } from '../../scenario/world.ts';
import type { Arena } from '../arena.ts';
import type { ObservationRoom } from '../block.ts';
import { carry, type Slots } from '../slots.ts';
import { lifeNodes } from './lifeFunction.ts';

/** What a kernel keeps beside the columns of a block. */
export type KernelRoom = {
  /** By slot: both halves of the customer's id. */
  readonly idLow: Int32Array;
  readonly idHigh: Int32Array;
  /** By draw, the four words of its epoch, by slot: a draw a signal, one for the stage that a row is in, one for referrals. */
  readonly words: readonly (readonly Int32Array[])[];
  /** Nodes that stay the same for life, by slot. */
  readonly life: readonly { readonly node: number; readonly column: Float32Array }[];
  /** By signal to how many rows it happened. */
  readonly found: Int32Array;
  /** What a function lists. */
  readonly hitSlot: Int32Array;
  readonly hitNumber: Int32Array;
  readonly scratch: Int32Array;
  /** What is observed, row by row; see ObservationPlaces. */
  readonly observed: {
    readonly features: number;
    readonly actions: number;
    readonly slots: Int32Array;
    readonly heldOut: Int32Array;
    readonly context: Float32Array;
    readonly legality: Uint8Array;
  };
  /** What a policy decides, row by row, and room for its table; see DecisionPlaces. */
  readonly decided: {
    readonly proposed: Int32Array;
    readonly propensity: Float32Array;
    readonly probabilities: Float32Array;
    readonly ids: Int32Array;
    readonly table: Float32Array;
    /** The policy's own that stands there. */
    readonly placed: { table: Float32Array | null };
  };
};

/** Values of a policy's table that a kernel has room for. */
export const TABLE_ROOM = 16_384;

export function makeKernelRoom(world: World, slots: Slots, arena: Arena): KernelRoom {
  const { signals, spec, referrals } = world;
  const capacity = slots.of.length;
  const column = () => arena.i32(capacity);
  // Observed by fours: room for three more.
  const observed = capacity + 3;
  const room: KernelRoom = {
    idLow: column(),
    idHigh: column(),
    words: Array.from({ length: signals.length + (referrals === null ? 1 : 2) }, () =>
      Array.from({ length: 4 }, column),
    ),
    life: lifeNodes(world.graph, rootsOf(world)).map((node) => ({ node, column: arena.f32(capacity) })),
    found: arena.i32(signals.length),
    hitSlot: column(),
    hitNumber: column(),
    scratch: arena.i32(16),
    observed: {
      features: spec.features.features.length,
      actions: spec.actions.actions.length,
      slots: arena.i32(observed),
      heldOut: arena.i32(observed),
      context: arena.f32(observed * spec.features.features.length),
      legality: arena.u8(observed * spec.actions.actions.length),
    },
    decided: {
      proposed: arena.i32(observed),
      propensity: arena.f32(observed),
      probabilities: arena.f32(observed * spec.actions.actions.length),
      ids: arena.i32(2 * observed),
      table: arena.f32(TABLE_ROOM),
      placed: { table: null },
    },
  };
  carry(slots, [room.idLow, room.idHigh, ...room.words.flat(), ...room.life.map(({ column: life }) => life)]);
  return room;
}

/** Formulas that are worked out for everybody in every tick. */
function rootsOf({ signals, states, stages }: World): number[] {
  return [
    ...signals.map(({ node }) => node),
    ...states.map(({ next }) => next),
    ...stages.flatMap(({ exits, pays }) => [...exits, ...pays].map(({ node }) => node)),
  ];
}

/** Hands the first n listed rows to the kernel, which reads up to three more. */
export function placeListed({ observed }: KernelRoom, { slots, heldOut }: ObservationRoom, n: number): void {
  const { slots: listed, heldOut: out } = observed;
  for (let i = 0; i < n; i++) {
    listed[i] = slots[i];
    out[i] = heldOut[i];
  }
  for (let i = n; i < n + 3; i++) listed[i] = 0;
}

/** Takes contexts and legality of n rows from the kernel. */
export function takeObserved(
  { observed }: KernelRoom,
  { context, legality }: ObservationRoom,
  n: number,
): void {
  context.set(observed.context.subarray(0, n * observed.features));
  legality.set(observed.legality.subarray(0, n * observed.actions));
}
