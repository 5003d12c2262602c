import { issue, NextmoveError } from '../core/issue.ts';
import { makeProposals, type Proposals } from '../policies/draw.ts';
import type { ProblemSpec } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import { type Block, isOver } from './block.ts';
import { makeBlock } from './makeBlock.ts';
import { type Observation, observe } from './observe.ts';
import { type Cohort, resetBlock } from './reset.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';
import { makeStepRoom, step } from './step.ts';
import type { Streams } from './streams.ts';

/** How a customer's journey stands: terminated and truncated are different things and never both. */
export const End = { ongoing: 0, terminated: 1, truncated: 2 } as const;
export type EndCode = (typeof End)[keyof typeof End];

/** What one tick brought each customer, by row of the cohort. */
export type StepResult = {
  /** Signed outcomes of the tick in currency, undiscounted, [count]; 0 for customers who ended before. */
  readonly reward: Float64Array;
  /** EndCode after the tick, [count]; customers who have not come yet are ongoing. */
  readonly end: Uint8Array;
  /** Ticks that have passed. */
  readonly tick: number;
  readonly done: boolean;
};

/**
 * A world as an environment that anybody's loop may drive: reset, then observe and step until done. Only due
 * customers are observed; the others take `none` without a record. Nothing resets by itself.
 */
export type Env = {
  readonly spec: ProblemSpec;
  readonly capacity: number;
  reset(streams: Streams, cohort: Cohort): Observation;
  /** The rows that are due now; asking again changes nothing. The arrays hold until the next step. */
  observe(): Observation;
  /** Proposed actions with their probabilities, one a row of the last observation. Throws RangeError on an illegal one. */
  step(proposed: Uint16Array, propensity: Float64Array): StepResult;
};

/** An environment whose state can be kept: to branch off from it, to go on later or in another thread. */
export type ResumableEnv = Env & {
  /** The whole state between two steps (see takeSnapshot). */
  snapshot(): Uint8Array<ArrayBuffer>;
  /**
   * Goes on from a snapshot of an environment of the same world and capacity: streams and cohort are those of it. Throws
   * NextmoveError where it is none; the environment is to be reset then.
   */
  restore(snapshot: Uint8Array): Observation;
};

/**
 * An environment for at most `capacity` customers at a time; it allocates nothing after this call but its results. Throws
 * NextmoveError for a world with referrals.
 */
export function makeEnv(world: World, capacity: number): ResumableEnv {
  if (world.referrals !== null) throw noRowsOf(world);
  const block = makeBlock(world, capacity);
  const room = makeStepRoom(block);
  const before = new Float64Array(capacity);
  let seen: Observation | null = null;
  const look = (): Observation => {
    seen ??= observe(somebody(), room.observation);
    return seen;
  };
  const somebody = () => {
    if (block.size === 0) throw new RangeError('nobody is there yet: reset the environment first');
    return block;
  };
  return {
    spec: world.spec,
    capacity,
    reset(streams, cohort) {
      resetBlock(block, streams, cohort);
      seen = null;
      return look();
    },
    observe: look,
    snapshot: () => takeSnapshot([somebody()]),
    restore(snapshot) {
      block.size = 0;
      openSnapshot([block], snapshot);
      seen = null;
      return look();
    },
    step(proposed, propensity) {
      const observed = look();
      if (isOver(block)) throw new RangeError('every journey has ended: reset the environment');
      const proposals = checked(world, observed, proposed, propensity);
      before.set(block.summary.value);
      const factor = block.discount[block.tick];
      step(block, { seen: observed, proposals, scores: null }, null, room);
      seen = null;
      return resultOf(block, before, factor);
    },
  };
}

/** Rows of an environment are those of the cohort that it was reset with. */
function noRowsOf({ scenario }: World): NextmoveError {
  const message = `got the scenario ${JSON.stringify(scenario.name)}, whose customers bring others, wanted one whose customers are known from the start`;
  const hint = 'Use rollout or simulateLives, or leave `population.referrals` out.';
  return new NextmoveError(issue('env/referrals', message, { at: { path: 'population.referrals' }, hint }));
}

function checked(
  world: World,
  seen: Observation,
  proposed: Uint16Array,
  propensity: Float64Array,
): Proposals {
  const { n, legality } = seen.batch;
  const A = world.actions.actions.length;
  if (proposed.length < n || propensity.length < n) {
    const got = `${proposed.length} actions and ${propensity.length} propensities`;
    throw new RangeError(`got ${got}, wanted one for each of the ${n} rows that are due`);
  }
  const proposals = makeProposals(n, A);
  for (let i = 0; i < n; i++) {
    const action = proposed[i];
    if (action >= A || legality?.[i * A + action] !== 0) {
      const name = world.actions.actions[action]?.name ?? `action ${action}`;
      throw new RangeError(
        `got ${name}, which is not legal for row ${i} at this tick, wanted one whose legality code is 0`,
      );
    }
    if (!(propensity[i] > 0 && propensity[i] <= 1)) {
      throw new RangeError(`got the propensity ${propensity[i]} for row ${i}, wanted a probability above 0`);
    }
    proposals.proposed[i] = action;
    proposals.propensity[i] = propensity[i];
    proposals.probabilities[i * A + action] = propensity[i];
  }
  return proposals;
}

function resultOf(block: Block, before: Float64Array, factor: number): StepResult {
  const { size, summary, tick } = block;
  const reward = new Float64Array(size);
  for (let row = 0; row < size; row++) reward[row] = (summary.value[row] - before[row]) / factor;
  const end = new Uint8Array(size).fill(End.terminated);
  const over = tick >= block.world.clock.ticks;
  end.fill(End.ongoing, block.arriving.next, block.cohortSize);
  for (let i = 0; i < block.n; i++) end[block.rows[i]] = over ? End.truncated : End.ongoing;
  return { reward, end, tick, done: isOver(block) };
}
