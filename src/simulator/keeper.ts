/** Keeps the state of a coupled world's run between its ticks, so that one like it can go on from there. */
export type Keeper = {
  /** What such a run has kept, to go on from: then the customers are those of it. null to begin. */
  readonly from: Uint8Array | null;
  /** Called before each tick; `take` gives the whole state (see takeSnapshot). Throws to stop. */
  readonly before: (tick: number, take: () => Uint8Array<ArrayBuffer>) => void;
};

/** Keepers of several such runs, by number. */
export type Keepers = (run: number) => Keeper;
