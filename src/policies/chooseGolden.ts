import { drawWord, type Key, purposeOf, uniform24 } from '../core/luck.ts';
import type { Leaf } from '../language/graph.ts';
import { levelsOf } from '../language/types.ts';
import {
  decideGolden,
  type Engine,
  type Golden,
  type GoldenDecision,
  goldenId,
  type LeafSamples,
} from './golden.ts';

/** Decisions that a bundle carries at most. */
const GOLDEN = 32;
/** Candidates that they are chosen from at most. */
const CANDIDATES = 2048;

/**
 * Some 32 decisions that a bundle must repeat: from the candidates the first of every pair of stage and proposed
 * action, then the first of every further legal set, then whatever comes. One is held out where the guardrails hold
 * anybody out. Without samples the candidates are drawn over the types of the leaves.
 */
export function chooseGolden(engine: Engine, leaves: readonly Leaf[], samples?: LeafSamples): Golden {
  const candidates = samples ?? drawSamples(leaves, 512, engine.key);
  const width = candidates.leaves.length;
  const n = Math.min(CANDIDATES, width === 0 ? 1 : candidates.values.length / width);
  const someHeldOut = engine.guardrails.holdout.share > 0;
  const rows = Array.from({ length: n }, (_, i) => ({ ...goldenId(i), heldOut: someHeldOut && i === n - 1 }));
  const decided = decideGolden(engine, candidates, rows).filter(({ legality }) => legality.includes(0));
  const stage = candidates.leaves.findIndex(({ source }) => source.kind === 'stage');
  const chosen = new Set<GoldenDecision>(decided.filter(({ heldOut }) => heldOut));
  const cover = (keyOf: (decision: GoldenDecision) => string) => {
    const seen = new Set<string>();
    for (const decision of decided) {
      if (chosen.size >= GOLDEN) return;
      if (seen.has(keyOf(decision))) continue;
      seen.add(keyOf(decision));
      chosen.add(decision);
    }
  };
  cover((decision) => `${stage < 0 ? '' : decision.values[stage]}/${decision.proposed}`);
  cover((decision) => decision.legality.join());
  cover((decision) => decision.id);
  return { format: 1, leaves: candidates.leaves.map(({ key }) => key), decisions: [...chosen] };
}

/** Made-up leaf values, [n x leaves]: every level, small counts, times up to a year, amounts of three sizes. */
export function drawSamples(leaves: readonly Leaf[], n: number, key: Key): LeafSamples {
  const values = new Float32Array(n * leaves.length);
  leaves.forEach((leaf, k) => {
    const purpose = purposeOf(`golden/${leaf.key}`);
    for (let i = 0; i < n; i++)
      values[i * leaves.length + k] = madeUp(leaf, uniform24(drawWord(key, i, 0, 0, purpose)));
  });
  return { leaves, values };
}

function madeUp({ type, source }: Leaf, u: number): number {
  const levels = levelsOf(type);
  if (levels !== null) return Math.floor(u * levels.length);
  if (type === 'bool') return u < 0.7 ? 1 : 0;
  if (source.kind === 'weekday') return 1 + Math.floor(u * 7);
  if (source.kind === 'dayOfYear') return 1 + Math.floor(u * 365);
  if (source.kind === 'dayOfMonth') return 1 + Math.floor(u * 31);
  if (source.kind === 'hourOfDay') return Math.floor(u * 24);
  if (type === 'count') return Math.max(0, Math.floor(u * 8) - 3);
  if (source.kind === 'since') return Math.min(source.never, Math.floor(u * 400));
  if (type === 'duration') return Math.floor(u * 365);
  return u * [1, 10, 100][Math.floor(u * 4096) % 3];
}
