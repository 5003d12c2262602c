import type { Steps } from './steps.ts';

/** Probability of action a given that it is a or the base, by action, for logs without probabilities. */
export type PairShares = Float64Array;

/** What it takes to weigh a row for a contrast of an action with the base. */
export type Contrasts = {
  /** Index of the action that the others are compared with: `none` where there is one, else action 0. */
  readonly base: number;
  readonly actions: number;
  readonly shares: PairShares;
};

/** Makes contrasts for a log; the shares are counted over decisions where both actions were legal. */
export function makeContrasts(blocks: readonly Steps[], base: number, actions: number): Contrasts {
  const [own, both] = [new Float64Array(actions), new Float64Array(actions)];
  for (const { n, action, legality } of blocks) {
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < actions; a++) {
        if (!bothLegal(legality, i * actions, a, base) || (action[i] !== a && action[i] !== base)) continue;
        both[a]++;
        if (action[i] === a) own[a]++;
      }
    }
  }
  return { base, actions, shares: own.map((count, a) => (both[a] > 0 ? count / both[a] : 0)) };
}

/**
 * The instrument of action a in row i: 1{A = a} - pi with pi = P(A = a | A is a or the base, context), 0 where the
 * row took a third action or either of the two was impossible. Given the context its mean is 0, so whatever depends
 * on the context alone drops out of sums weighted by it, however badly it is modelled (Robins 2004, section 3;
 * Nie and Wager 2021, section 2). Uses the logged probabilities, else the log's shares.
 */
export function instrument(steps: Steps, i: number, a: number, { base, actions, shares }: Contrasts): number {
  const own = steps.action[i] === a;
  if ((!own && steps.action[i] !== base) || a === base) return 0;
  const at = i * actions;
  if (!bothLegal(steps.legality, at, a, base)) return 0;
  const p = steps.probabilities;
  const both = p === null ? 1 : p[at + a] + p[at + base];
  const share = p === null ? shares[a] : both > 0 ? p[at + a] / both : 0;
  return own ? 1 - share : -share;
}

function bothLegal(legality: Uint8Array | null, at: number, a: number, base: number): boolean {
  return legality === null || (legality[at + a] === 0 && legality[at + base] === 0);
}
