import { policyForms } from '../../policies/index.ts';
import type { Policy } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import { largestOf } from '../../simulator/cohort.ts';
import { modulesOf } from '../../simulator/kernel/modules.ts';
import { addCounts, type Counts, type Lives, livesOf, makeCounts } from '../../simulator/lives.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { doneBy, stop } from '../../simulator/meeting.ts';
import { leadOf, partsOf } from '../../simulator/rollout.ts';
import { makeSharedLives, type SharedLives } from '../../simulator/sharedLives.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { report, stopIfAsked, type Watch } from '../progress.ts';
import { plannedCustomers, type SimulatePieces, simulatePieces } from '../valuation.ts';
import type { Crew } from './crew.ts';
import { errorOf } from './failure.ts';
import type { Jobs } from './jobs.ts';

/** Customer-ticks below which a thread takes longer to start than to be done. */
const WORTH_IT = 5_000_000;
/** Milliseconds between two looks at how far the threads are. */
const LOOK = 100;

export type CrewOptions = {
  /** Customer-ticks from which the crew is asked. */
  readonly atLeast?: number;
  /** Customers of a block; results do not depend on it. */
  readonly blockSize?: number;
};

/**
 * Simulates a plan's pieces on a crew, whose threads write into one memory; in this thread where there is too little to
 * do, or the policy is of a form that is not built in.
 */
export function crewPieces(
  crew: Crew | null,
  { atLeast = WORTH_IT, blockSize }: CrewOptions = {},
): SimulatePieces {
  return async (world, policy, plan, watch) => {
    const total = plannedCustomers(plan.pieces);
    const isWorthIt = total > 1 && total * world.clock.ticks >= atLeast;
    if (crew === null || !isWorthIt || !policyForms.some(({ kind }) => kind === policy.body?.kind)) {
      return simulatePieces(world, policy, plan, watch);
    }
    crew.callIn();
    const pieces = plan.pieces.map(({ repeat, ...cohort }) => ({
      streams: streamsOf(plan.root, plan.use, repeat),
      cohort,
    }));
    const sized = blockSize === undefined ? {} : { blockSize };
    const isKept = watch.keptWorlds !== undefined;
    const shared = makeSharedLives(world, pieces, { hands: crew.size, ...sized, isKept });
    compileFor(world, policy, shared);
    const counts = await workOut(crew, { world, policy, shared }, watch);
    let at = 0;
    return pieces.map(({ cohort: { count } }, piece): Lives => {
      at += count;
      return livesOf(shared.room, counts[piece], [at - count, at]);
    });
  };
}

/** Assembles here what every thread would have to assemble for itself. */
function compileFor(world: World, policy: Policy, shared: SharedLives): void {
  const { apart, together, blockSize, togetherSize, pieces } = shared;
  const customers = Math.max(...pieces.map(({ cohort }) => cohort.count));
  const cohort = largestOf(
    world,
    apart.map((part) => part.cohort),
  );
  const { streams } = pieces[0];
  const sized = blockSize === undefined ? {} : { blockSize };
  const capacities = new Set([
    ...(apart.length > 0 ? [partsOf(world, { streams, cohort, ...sized }).capacity] : []),
    ...(together.length > 0 ? [Math.min(togetherSize, customers)] : []),
  ]);
  for (const capacity of capacities) leadOf(makeBlock(world, capacity), policy, {}, customers);
}

type Work = { readonly world: World; readonly policy: Policy; readonly shared: SharedLives };
type Output = Jobs['share']['output'];

/** Has the crew live it, tells of progress meanwhile, and gives the counts by piece. */
async function workOut(
  crew: Crew,
  { world, policy, shared }: Work,
  watch: Parameters<SimulatePieces>[3],
): Promise<Counts[]> {
  const { scenario, hash, oracle } = world;
  const modules = modulesOf(world);
  const look = lookAt(shared, watch);
  stopIfAsked(watch.signal);
  const { onKept, ...kept } = watch.keptWorlds ?? { onKept: undefined, every: 0, from: new Map() };
  const own = { scenario, hash, oracle, body: policy.body!, shared, modules, kept: onKept ? kept : null };
  const threads = Array.from({ length: shared.hands }, (_, hand) =>
    crew.run('share', { ...own, hand }, onKept ? { onKept } : {}),
  );
  const outputs = await allOf(threads, shared, { watch, look });
  const failures = outputs.flatMap(({ failure }) => failure ?? []).sort((a, b) => a.part - b.part);
  if (failures.length > 0) throw errorOf(failures[0].error);
  look(shared.room.summary.value.length);
  const totals = shared.pieces.map(() => makeCounts(world));
  for (const { counts } of outputs) for (const [piece, own] of counts) addCounts(own, totals[piece]);
  return totals;
}

type Look = (done: number) => void;

function lookAt({ room }: SharedLives, { stage, ...watch }: Parameters<SimulatePieces>[3]): Look {
  const total = room.summary.value.length;
  return (done) => {
    if (stage) report(watch, { stage, done, total, unit: 'customers' });
  };
}

/**
 * What the threads come to, once nothing is left to do: one that is busy with something else need not have come where
 * the others have done all. Rejects, and has everybody leave, where one is lost, where `look` throws, and when asked to.
 */
function allOf(
  threads: readonly Promise<Output>[],
  { apart, together, meeting }: SharedLives,
  { watch: { signal }, look }: { readonly watch: Watch; readonly look: Look },
): Promise<readonly Output[]> {
  let end = () => {};
  const work = new Promise<readonly Output[]>((resolve, reject) => {
    const outputs: Output[] = [];
    let parts = 0;
    const attempt = (something: () => void) => {
      try {
        something();
      } catch (error) {
        reject(error);
      }
    };
    const leave = () => attempt(() => stopIfAsked(signal));
    const timer = setInterval(() => attempt(() => look(doneBy(meeting))), LOOK);
    signal?.addEventListener('abort', leave, { once: true });
    end = () => {
      clearInterval(timer);
      signal?.removeEventListener('abort', leave);
      stop(meeting);
    };
    for (const thread of threads) {
      thread.then((output) => {
        outputs.push(output);
        parts += output.parts;
        const isDone = together.length === 0 && parts === apart.length;
        if (isDone || outputs.length === threads.length) resolve(outputs);
      }, reject);
    }
  });
  return work.finally(() => end());
}
