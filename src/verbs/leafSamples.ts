import type { Key } from '../core/luck.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import type { Leaf } from '../language/graph.ts';
import { bundleLeaves } from '../policies/bundleLeaves.ts';
import type { LeafSamples } from '../policies/golden.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { makeBlock } from '../simulator/makeBlock.ts';
import { leafColumns } from '../simulator/memory.ts';
import { observe } from '../simulator/observe.ts';
import { resetBlock } from '../simulator/reset.ts';
import { makeStepRoom, tickUnder } from '../simulator/step.ts';
import { streamsOf } from '../simulator/streams.ts';

/** Customers whose decisions are looked at, and decisions that are kept, evenly over their lives. */
const CUSTOMERS = 256;
const KEPT = 2048;

/** Leaf values of decisions as they come up in a world under a policy: what golden decisions are chosen from. */
export function leafSamples(world: World, guardrails: Guardrails, policy: Policy, root: Key): LeafSamples {
  const leaves = bundleLeaves(world.context, guardrails);
  const block = makeBlock(world, Math.min(CUSTOMERS, world.scenario.population.size));
  const room = makeStepRoom(block);
  const columns = leafColumns({ format: 1, leaves, nodes: [], types: [] }, block.columns);
  const rows: number[][] = [];
  resetBlock(block, streamsOf(root, 'evaluation', 0), { from: 0, count: block.capacity });
  while (block.n > 0 && block.tick < world.clock.ticks) {
    const seen = observe(block, room.observation);
    for (const row of seen.rows) rows.push(columns.map((column, k) => valueAt(column, row, leaves[k])));
    tickUnder(block, { policy }, null, room);
  }
  const stride = Math.max(1, Math.ceil(rows.length / KEPT));
  const kept = rows.filter((_, i) => i % stride === 0);
  return { leaves, values: Float32Array.from(kept.flat()) };
}

function valueAt(column: Float32Array | undefined, row: number, { key }: Leaf): number {
  if (column === undefined) throw new RangeError(`the simulator has no column for \`${key}\``);
  return column[row];
}
