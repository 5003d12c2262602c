import type { JourneyBlock, JourneyLog } from '../journey/records.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { type Block, isOver } from './block.ts';
import { everybodyOf, rowsFor } from './cohort.ts';
import type { Journal, LogLevel } from './journal.ts';
import { type BackendKind, makeBlock } from './makeBlock.ts';
import { makeJournal } from './makeJournal.ts';
import type { Override } from './override.ts';
import { addStageValues, inIdOrder, joinSummaries, type Referred, referredOf } from './referred.ts';
import { type Cohort, resetBlock } from './reset.ts';
import { sampledJournal } from './sampledJournal.ts';
import { type Lead, makeStepRoom, type StepRoom, tickUnder } from './step.ts';
import type { Streams } from './streams.ts';
import { copySummary, makeSummary, type Summary } from './summary.ts';
import { addTally, makeTally, sumByStage, type Tally } from './tally.ts';
import { worldSchema } from './worldSchema.ts';

export type RolloutOptions = {
  readonly streams: Streams;
  /** Customers who come by themselves; all of the scenario's population by default. */
  readonly cohort?: Cohort;
  /** Customers simulated together where they are independent; results do not depend on it. */
  readonly blockSize?: number;
  readonly level?: LogLevel;
  /** Share of the customers who are logged, chosen by a hash of their ids; 1 by default. */
  readonly sample?: number;
  /** The kernel by default; the interpreter gives the same bits, slowly. */
  readonly backend?: BackendKind;
  readonly override?: Override | undefined;
  /** Called now and then with the customer-ticks done and to do; throws to stop. */
  readonly onProgress?: (done: number, total: number) => void;
};

const BLOCK_SIZE = 512;

/** The cohorts of a run: pieces of independent customers, or everybody at once where they are coupled. */
function pieces(world: World, cohort: Cohort, blockSize: number): Cohort[] {
  if (world.coupled) return [cohort];
  const parts: Cohort[] = [];
  for (let at = 0; at < cohort.count; at += blockSize) {
    const count = Math.min(blockSize, cohort.count - at);
    parts.push({ from: cohort.from + at, count, run: cohort.run });
  }
  return parts;
}

function wanted(world: World, options: RolloutOptions) {
  const cohort = options.cohort ?? everybodyOf(world, options.streams.population);
  const parts = pieces(world, cohort, options.blockSize ?? BLOCK_SIZE);
  return { cohort, parts, capacity: Math.max(1, ...parts.map((part) => rowsFor(world, part))) };
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

function leadOf(block: Block, policy: Policy, { override }: RolloutOptions, customers: number): Lead {
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
      const { parts, cohort } = wanted(world, options);
      const { block, room } = makeSimulator(world, options);
      const whole = makeJournal(block, schema, options.level ?? 'decisions');
      const journal = sampledJournal(whole, block.capacity, options.sample ?? 1);
      const { ticks } = world.clock;
      const lead = leadOf(block, policy, options, cohort.count);
      let done = 0;
      for (const part of parts) {
        resetBlock(block, options.streams, part);
        runPart(block, lead, { room, journal }, (at) =>
          options.onProgress?.(done * ticks + part.count * at, cohort.count * ticks),
        );
        done += part.count;
        yield journal.take();
      }
    },
  };
}

/** Room to run a world in, one run after another: what it takes to make one is then spent once. */
export type Simulator = { readonly block: Block; readonly room: StepRoom };

/** Room for the blocks of such a run. */
export function makeSimulator(world: World, options: RolloutOptions): Simulator {
  const block = makeBlock(world, wanted(world, options).capacity, options.backend);
  return { block, room: makeStepRoom(block) };
}

/** What every customer's life came to, and the counts of the run; no log is kept. */
export type Lives = {
  /** Of those who come by themselves in the order of their ids, then of those who were brought, in that of theirs. */
  readonly summary: Summary;
  readonly tally: Tally;
  /** Those who come by themselves. */
  readonly customers: number;
  /** [brought] upper halves of the ids of those who were brought, rising. */
  readonly referred: Uint32Array;
};

export function simulateLives(
  world: World,
  policy: Policy,
  options: RolloutOptions,
  simulator: Simulator = makeSimulator(world, options),
): Lives {
  const { parts, cohort } = wanted(world, options);
  const { block, room } = simulator;
  const tally = makeTally(world);
  const summary = makeSummary(cohort.count);
  const brought: Referred[] = [];
  const S = world.stages.length;
  const stageValue = new Float64Array(cohort.count * S);
  const { ticks } = world.clock;
  const lead = leadOf(block, policy, options, cohort.count);
  let done = 0;
  for (const part of parts) {
    resetBlock(block, options.streams, part);
    runPart(block, lead, { room, journal: null }, (at) =>
      options.onProgress?.(done * ticks + part.count * at, cohort.count * ticks),
    );
    copySummary(block.summary, part.count, summary, done);
    stageValue.set(block.stageValue.subarray(0, part.count * S), done * S);
    if (block.size > part.count) brought.push(referredOf(block));
    addTally(block.tally, tally);
    done += part.count;
  }
  sumByStage(stageValue, tally.value);
  const referred = inIdOrder(brought);
  addStageValues(referred, tally.value);
  const all = brought.length === 0 ? summary : joinSummaries(summary, referred.summary);
  return { summary: all, tally, customers: cohort.count, referred: referred.idHigh };
}
