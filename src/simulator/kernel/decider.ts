import type { Policy } from '../../policies/policy.ts';
import type { Block, Decider } from '../block.ts';
import { beliefsOf } from './beliefs.ts';
import { deciderText } from './deciderText.ts';
import { observationPlaces } from './kernelText.ts';
import { moduleOf } from './modules.ts';
import { type KernelRoom, placeListed, TABLE_ROOM, takeObserved } from './room.ts';

/** Below so many customer-ticks a policy is not worth compiling. */
const WORTH_IT = 100_000;
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
  const module = moduleOf(world, `policy/${capacity}/${policy.id}`, () =>
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
  const actions = world.spec.actions.actions.length;
  const { decided } = room;
  return ({ tick, idKey, streams }, into, out, { n, record }) => {
    if (beliefs.table !== null && decided.placed.table !== beliefs.table) {
      decided.table.set(beliefs.table);
      decided.placed.table = beliefs.table;
    }
    placeListed(room, into, n);
    const [key0, key1] = streams.policy;
    (record ? decideAndRecord : decide)(n, tick, idKey[0], idKey[1], key0, key1);
    const { proposed, propensity } = decided;
    for (let i = 0; i < n; i++) {
      out.proposed[i] = proposed[i];
      out.propensity[i] = propensity[i];
    }
    if (!record) return;
    takeObserved(room, into, n);
    into.ids.set(decided.ids.subarray(0, 2 * n));
    out.probabilities.set(decided.probabilities.subarray(0, n * actions));
  };
}
