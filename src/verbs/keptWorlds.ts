import type { Keepers } from '../simulator/keeper.ts';

/** How the states of a plan's coupled worlds are kept while they are lived. */
export type Kept = {
  /** Milliseconds between two states of a world. */
  readonly every: number;
  /** By piece: the state that its world goes on from. */
  readonly from: ReadonlyMap<number, Uint8Array>;
};

/** Called with the state of a piece that is a coupled world, now and then. */
export type OnKept = (piece: number, state: Uint8Array<ArrayBuffer>) => void;

/** The same with whom a state is handed to. */
export type KeptWorlds = Kept & { readonly onKept: OnKept };

/** Hands on a world's state before the first tick after so long a time. */
export function keepersOf({ every, from }: Kept, onKept: OnKept): Keepers {
  return (piece) => {
    let last = performance.now();
    return {
      from: from.get(piece) ?? null,
      before(_, take) {
        if (performance.now() - last < every) return;
        onKept(piece, take());
        last = performance.now();
      },
    };
  };
}
