import type { JourneyBlock, JourneyLog } from '../journey/records.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { arbitrate } from './arbitrate.ts';
import { type Block, isOver } from './block.ts';
import { ownBuffers } from './buffers.ts';
import { type Cohort, everybodyOf, partOf, rowsFor } from './cohort.ts';
import type { Journal, LogLevel } from './journal.ts';
import type { Keeper } from './keeper.ts';
import { type LedgerRoom, makeLedgerRoom, resetLedgers } from './ledgers.ts';
import {
  type Counts,
  type Lives,
  type LivesRoom,
  livesOf,
  makeCounts,
  makeLivesRoom,
  takeLives,
} from './lives.ts';
import { type Companion, drain, ticksTogether } from './liveTogether.ts';
import { type BackendKind, makeBlock } from './makeBlock.ts';
import { makeJournal } from './makeJournal.ts';
import type { Override } from './override.ts';
import { resetBlock } from './reset.ts';
import { sampledJournal, sampledOf } from './sampledJournal.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';
import { type Lead, makeStepRoom, type StepRoom, tickUnder } from './step.ts';
import type { Streams } from './streams.ts';
import { worldSchema } from './worldSchema.ts';

export type { Lives } from './lives.ts';

export type RolloutOptions = {
  readonly streams: Streams;
  /** Customers who come by themselves; all of the scenario's population by default. */
  readonly cohort?: Cohort;
  /** Customers of one block; results do not depend on it. */
  readonly blockSize?: number;
  readonly level?: LogLevel;
  /** Share of the customers who are logged, chosen by a hash of their ids; 1 by default. */
  readonly sample?: number;
  /** The kernel by default; the interpreter gives the same bits, slowly. */
  readonly backend?: BackendKind;
  readonly override?: Override | undefined;
  /** Called now and then with the customer-ticks done and to do; throws to stop. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Waited for between the ticks of a coupled world, where nothing else gives others their turn; throws to stop. */
  readonly pause?: () => Promise<void>;
};

/** Customers of a block whose columns stay in a core's second cache, and among whom a tick's calls are shared out. */
const BLOCK_SIZE = 1024;
/** Of one among several that go through a tick in turn: each finds its columns gone from the cache, large or small. */
const TOGETHER_SIZE = 8192;

/** The cohorts of a run, in order; those of a coupled world go through its ticks together. */
export type Parts = {
  readonly cohort: Cohort;
  readonly parts: readonly Cohort[];
  /** Rows that a block of any of them needs. */
  readonly capacity: number;
};

export function partsOf(
  world: World,
  options: Pick<RolloutOptions, 'cohort' | 'blockSize' | 'streams'>,
): Parts {
  const cohort = options.cohort ?? everybodyOf(world, options.streams.population);
  const size = blockSizeFor(world, cohort, options.blockSize);
  const parts: Cohort[] = [];
  for (let at = 0; at < cohort.count; at += size) {
    parts.push(partOf(cohort, at, Math.min(size, cohort.count - at)));
  }
  return { cohort, parts, capacity: Math.max(1, ...parts.map((part) => rowsFor(world, part))) };
}

/** Whoever is brought stays in the block of whoever brings, and all have room in common: then there is one block. */
function blockSizeFor(world: World, { count }: Cohort, asked: number | undefined): number {
  if (world.referrals !== null) return Math.max(1, count);
  return asked ?? (world.coupled ? TOGETHER_SIZE : BLOCK_SIZE);
}

/** Calls back at most once every so many ticks of a block. */
const PROGRESS_TICKS = 32;

function runPart(
  block: Block,
  lead: Lead,
  run: { readonly room: StepRoom; readonly journal: Journal | null },
  report: (ticks: number) => void,
): void {
  const { ticks } = block.world.clock;
  while (!isOver(block)) {
    tickUnder(block, lead, run.journal, run.room);
    if (block.tick % PROGRESS_TICKS === 0) report(block.tick);
  }
  report(ticks);
}

export function leadOf(
  block: Block,
  policy: Policy,
  { override }: Pick<RolloutOptions, 'override'>,
  customers: number,
): Lead {
  const decider = block.backend.decider(block, policy, customers * block.world.clock.ticks);
  return { policy, override, decider };
}

/**
 * The log of a frozen policy in a world: a function of world, policy and streams, so every pass over it runs the
 * simulation again and gives the same bits, whatever the block size.
 */
export function rollout(world: World, policy: Policy, options: RolloutOptions): JourneyLog {
  const schema = worldSchema(world, policy.id);
  return {
    schema,
    async *blocks(): AsyncGenerator<JourneyBlock> {
      const asked = needed(world, options);
      const simulator = makeSimulator(world, asked);
      const journals = simulator.seats.map(({ block }) => {
        const whole = makeJournal(block, schema, asked.level ?? 'decisions');
        return sampledJournal(whole, block.capacity, asked.sample ?? 1);
      });
      for (const seat of runs(world, policy, asked, { simulator, journals })) {
        if (seat === BETWEEN) await asked.pause?.();
        else yield journals[seat].take();
      }
    },
  };
}

/** Where customers are independent, those who are not logged need not be simulated. */
function needed(world: World, options: RolloutOptions): RolloutOptions {
  const { sample = 1, streams, cohort = everybodyOf(world, streams.population) } = options;
  if (world.coupled || sample >= 1) return options;
  return { ...options, sample: 1, cohort: sampledOf(cohort, sample) };
}

/** A block with what its steps need. */
export type Seated = { readonly block: Block; readonly room: StepRoom };

/** Room to run a world in, one run after another: what it takes to make one is then spent once. */
export type Simulator = Seated & {
  /** The blocks of a coupled world, all there at once; else the one block that its parts go through in turn. */
  readonly seats: readonly Seated[];
  /** What the blocks of a coupled world have in common. */
  readonly ledgers: LedgerRoom | null;
};

/** Room for the blocks of such a run. */
export function makeSimulator(world: World, options: RolloutOptions): Simulator {
  const { parts, capacity } = partsOf(world, options);
  const blocks = world.coupled ? Math.max(1, parts.length) : 1;
  const isLedgered = world.guardrails.ledgers.length > 0;
  const ledgers = isLedgered ? makeLedgerRoom(world, { blocks, capacity, hands: 1 }) : null;
  const seats = Array.from({ length: blocks }, (_, block) =>
    seat(
      makeBlock(world, capacity, options.backend, ledgers ? { room: ledgers, block, hand: 0 } : undefined),
    ),
  );
  return { ...seats[0], seats, ledgers };
}

export function seat(block: Block): Seated {
  return { block, room: makeStepRoom(block) };
}

type Run = {
  readonly simulator: Simulator;
  readonly journals?: readonly Journal[];
  readonly keeper?: Keeper | undefined;
};

/** No seat: a tick of a coupled world is over. */
const BETWEEN = -1;

/** Runs the parts in order, giving the place of the block that each has just been lived in, and BETWEEN. */
function* runs(world: World, policy: Policy, options: RolloutOptions, run: Run): Generator<number> {
  if (world.coupled) yield* runTogether(world, policy, options, run);
  else yield* runApart(world, policy, options, run);
}

function* runApart(world: World, policy: Policy, options: RolloutOptions, run: Run): Generator<number> {
  const { parts, cohort } = partsOf(world, options);
  const { block, room } = run.simulator;
  const journal = run.journals?.[0] ?? null;
  const { ticks } = world.clock;
  const lead = leadOf(block, policy, options, cohort.count);
  let done = 0;
  for (const part of parts) {
    resetBlock(block, options.streams, part);
    runPart(block, lead, { room, journal }, (at) =>
      options.onProgress?.(done * ticks + part.count * at, cohort.count * ticks),
    );
    done += part.count;
    yield 0;
  }
}

function* runTogether(world: World, policy: Policy, options: RolloutOptions, run: Run): Generator<number> {
  const { parts, cohort } = partsOf(world, options);
  const { seats, ledgers } = run.simulator;
  const { ticks } = world.clock;
  if (ledgers) resetLedgers(ledgers);
  const companions = parts.map((part, place): Companion => {
    const { block, room } = seats[place];
    resetBlock(block, options.streams, part);
    const lead = leadOf(block, policy, options, cohort.count);
    return { block, room, lead, journal: run.journals?.[place] ?? null };
  });
  const blocks = companions.map(({ block }) => block);
  const from = run.keeper?.from ? openSnapshot(blocks, run.keeper.from) : 0;
  const meet = (tick: number) => {
    run.keeper?.before(tick, () => takeSnapshot(blocks, tick));
    if (tick % PROGRESS_TICKS === 0) options.onProgress?.(cohort.count * tick, cohort.count * ticks);
    const { admitter } = seats[0].block;
    if (admitter) arbitrate(admitter.ledgers, tick, options.streams.luck);
    return true;
  };
  for (const _ of ticksTogether(companions, { from, ticks, meet })) yield BETWEEN;
  options.onProgress?.(cohort.count * ticks, cohort.count * ticks);
  yield* parts.keys();
}

/** `keeper` for a coupled world alone; one that goes on wants the same blocks as the one before. */
export type LivesOptions = RolloutOptions & { readonly keeper?: Keeper | undefined };

export function simulateLives(
  world: World,
  policy: Policy,
  options: LivesOptions,
  simulator: Simulator = makeSimulator(world, options),
): Lives {
  return drain(living(world, policy, options, simulator));
}

/** The same, with `pause` waited for between the ticks of a coupled world. */
export async function simulateLivesSlowly(
  world: World,
  policy: Policy,
  options: LivesOptions,
  simulator: Simulator = makeSimulator(world, options),
): Promise<Lives> {
  const steps = living(world, policy, options, simulator);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await options.pause?.();
  }
}

function* living(
  world: World,
  policy: Policy,
  options: LivesOptions,
  simulator: Simulator,
): Generator<void, Lives> {
  const room = makeLivesRoom(world, partsOf(world, options).cohort.count, ownBuffers);
  const counts = makeCounts(world);
  yield* livingInto(room, { world, policy, options, simulator, counts, at: 0 });
  return livesOf(room, counts, [0, room.summary.value.length]);
}

export type LiveInto = {
  readonly world: World;
  readonly policy: Policy;
  readonly options: LivesOptions;
  readonly simulator: Simulator;
  /** What happened is added to it. */
  readonly counts: Counts;
  /** Place of the cohort's first customer in the room. */
  readonly at: number;
};

/** Simulates a cohort's lives into a room that has place for them. */
export function liveInto(room: LivesRoom, into: LiveInto): void {
  drain(livingInto(room, into));
}

/** Yields between the ticks of a coupled world. */
function* livingInto(
  room: LivesRoom,
  { world, policy, options, simulator, counts, at }: LiveInto,
): Generator<void> {
  const { parts } = partsOf(world, options);
  let [next, place] = [0, at];
  for (const seat of runs(world, policy, options, { simulator, keeper: options.keeper })) {
    if (seat === BETWEEN) {
      yield;
      continue;
    }
    const { count: n } = parts[next++];
    takeLives(simulator.seats[seat].block, { room, counts, n, at: place });
    place += n;
  }
}
