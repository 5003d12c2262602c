/** A move between two stages that stand below one another, by their places. */
export type StageMove = {
  readonly from: string;
  readonly to: string;
  readonly loss: boolean;
  readonly i: number;
  readonly j: number;
};

/** Pixels from one stage's top to the next one's. */
export const PITCH = 84;

/**
 * Where an arrow meets its stage: from above come the arrivals, the nearest first, then the departures, the farthest
 * first, so that arrows of one side nest and do not cross at the box.
 */
export function portsOf(
  shown: readonly StageMove[],
  stages: number,
  box: number,
): (move: StageMove, at: number) => number {
  const places = new Map<string, number>();
  const key = (move: StageMove, at: number) => `${move.from}>${move.to}>${move.loss}@${at}`;
  for (let at = 0; at < stages; at++) {
    for (const down of [true, false]) {
      const here = shown.filter((m) => m.j > m.i === down && (m.i === at || m.j === at));
      const far = (m: StageMove) => (m.i === at ? m.j - at : m.i - at);
      const upper = here.filter((m) => far(m) < 0).sort((a, b) => far(b) - far(a));
      const lower = here.filter((m) => far(m) > 0).sort((a, b) => far(b) - far(a));
      [...upper, ...lower].forEach((move, k, all) => {
        places.set(key(move, at), at * PITCH + 4 + ((box - 8) * (k + 0.5)) / all.length);
      });
    }
  }
  return (move, at) => places.get(key(move, at))!;
}

/** Each side's arrows in lanes, the longer the further out. */
export function reachesOf(shown: readonly StageMove[], room: number): number[] {
  return shown.map((move) => {
    const down = move.j > move.i;
    const length = (m: StageMove) => Math.abs(m.i - m.j);
    const side = shown.filter((m) => m.j > m.i === down);
    const lengths = [...new Set(side.map(length))].sort((a, b) => a - b);
    const longer = lengths.indexOf(length(move));
    return lengths.length === 1 ? 0.5 * room : room * (0.36 + (0.64 * longer) / (lengths.length - 1));
  });
}
