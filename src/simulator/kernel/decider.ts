import type { Policy } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import type { Block, Decider } from '../block.ts';
import { assemble } from './assemble.ts';
import { beliefsOf } from './beliefs.ts';
import { deciderText } from './deciderText.ts';
import { observationPlaces } from './kernelText.ts';
import { type KernelRoom, TABLE_ROOM } from './room.ts';

/** Below so many customer-ticks a policy is not worth compiling. */
const WORTH_IT = 100_000;
/** Compiled policies that are kept by world. */
const KEPT = 16;

const modules = new WeakMap<World, Map<string, WebAssembly.Module>>();

/** Modules by world, capacity and policy, the last few of them: blocks of one size lie alike in their memories. */
function moduleFor(world: World, key: string, text: () => string): WebAssembly.Module {
  const known = modules.get(world) ?? new Map<string, WebAssembly.Module>();
  const module = known.get(key) ?? assemble(text());
  known.delete(key);
  known.set(key, module);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  modules.set(world, known);
  return module;
}

type Decide = (
  ...of: readonly [n: number, tick: number, id0: number, id1: number, key0: number, key1: number]
) => void;

/** Compiles a policy for a block; null for forms and laws that are not compiled, and where it would not pay. */
export function makeDecider(
  {
    block,
    room,
    memory,
  }: { readonly block: Block; readonly room: KernelRoom; readonly memory: WebAssembly.Memory },
  policy: Policy,
  customerTicks: number,
): Decider | null {
  const { world, capacity } = block;
  if (policy.body === undefined || customerTicks < WORTH_IT) return null;
  const beliefs = beliefsOf(policy.body, world.spec);
  if (beliefs === null || (beliefs.table?.length ?? 0) > TABLE_ROOM) return null;
  const module = moduleFor(world, `${capacity}/${policy.id}`, () =>
    deciderText({
      observed: world,
      beliefs,
      none: world.actions.none,
      places: observationPlaces(block, room),
    }),
  );
  const { exports } = new WebAssembly.Instance(module, { block: { memory } });
  const decide = exports.decide as Decide;
  const decideAndRecord = exports.decideAndRecord as Decide;
  const features = world.spec.features.features.length;
  const actions = world.spec.actions.actions.length;
  const { observed, decided } = room;
  return ({ tick, idKey, streams }, into, out, { n, record }) => {
    if (beliefs.table !== null && tick === 0) decided.table.set(beliefs.table);
    observed.slots.set(into.slots.subarray(0, n));
    observed.slots.fill(0, n, n + 3);
    observed.heldOut.set(into.heldOut.subarray(0, n));
    const [key0, key1] = streams.policy;
    (record ? decideAndRecord : decide)(n, tick, idKey[0], idKey[1], key0, key1);
    out.proposed.set(decided.proposed.subarray(0, n));
    out.propensity.set(decided.propensity.subarray(0, n));
    if (!record) return;
    into.context.set(observed.context.subarray(0, n * features));
    into.legality.set(observed.legality.subarray(0, n * actions));
    into.ids.set(decided.ids.subarray(0, 2 * n));
    out.probabilities.set(decided.probabilities.subarray(0, n * actions));
  };
}
