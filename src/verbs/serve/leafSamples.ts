import type { Key } from '../../core/luck.ts';
import type { Guardrails } from '../../guardrails/guardrails.ts';
import type { Leaf } from '../../language/graph.ts';
import { bundleLeaves } from '../../policies/bundleLeaves.ts';
import type { LeafSamples } from '../../policies/golden.ts';
import type { Policy } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import { type Block, isOver } from '../../simulator/block.ts';
import { rowsFor } from '../../simulator/cohort.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { observe } from '../../simulator/observe.ts';
import { resetBlock } from '../../simulator/reset.ts';
import { makeStepRoom, tickUnder } from '../../simulator/step.ts';
import { streamsOf } from '../../simulator/streams.ts';

/** Customers whose decisions are looked at, and decisions that are kept, evenly over their lives. */
const CUSTOMERS = 256;
const KEPT = 2048;

/** Leaf values of decisions as they come up in a world under a policy: what golden decisions are chosen from. */
export function leafSamples(world: World, guardrails: Guardrails, policy: Policy, root: Key): LeafSamples {
  const leaves = bundleLeaves(world.context, guardrails);
  const cohort = { from: 0, count: Math.min(CUSTOMERS, world.scenario.population.size) };
  const block = makeBlock(world, rowsFor(world, cohort), 'interpreter');
  const room = makeStepRoom(block);
  const columns = columnsOfLeaves(block, leaves);
  const rows: number[][] = [];
  resetBlock(block, streamsOf(root, 'evaluation', 0), cohort);
  while (!isOver(block)) {
    const seen = observe(block, room.observation);
    for (const row of seen.rows) {
      const slot = block.slots.of[row];
      rows.push(columns.map((column) => column?.[slot] ?? 0));
    }
    tickUnder(block, { policy }, null, room);
  }
  const stride = Math.max(1, Math.ceil(rows.length / KEPT));
  const kept = rows.filter((_, i) => i % stride === 0);
  return { leaves, values: Float32Array.from(kept.flat()) };
}

/**
 * A block's columns of some leaves, by key: they hold for the last observation, a customer at its slot.
 * The interpreter alone fills them all: the kernel works some out on the way. undefined for leaves that
 * neither context nor mask reads, such as those of an offer's cost: no golden decision depends on them.
 */
export function columnsOfLeaves(
  { world, contextColumns, maskColumns }: Block,
  leaves: readonly Leaf[],
): (Float32Array | undefined)[] {
  const byKey = new Map([
    ...world.guardrails.graph.leaves.map((leaf, k) => [leaf.key, maskColumns[k]] as const),
    ...world.context.graph.leaves.map((leaf, k) => [leaf.key, contextColumns[k]] as const),
  ]);
  return leaves.map(({ key }) => byKey.get(key));
}
