import { makeProposals, type Proposals, propose } from '../policies/draw.ts';
import type { Policy } from '../policies/policy.ts';
import { type Admissions, admitAll } from './admission.ts';
import type { Block } from './block.ts';
import { deliver } from './deliver.ts';
import { finishTick, payTick } from './finish.ts';
import type { Journal } from './journal.ts';
import { moveStages, moveStates } from './move.ts';
import { makeObservationRoom, type Observation, type ObservationRoom, observe } from './observe.ts';
import { applyOverride, type Override } from './override.ts';
import { emitSignals } from './signals.ts';

/** What a step needs besides the block: allocated once. */
export type StepRoom = {
  readonly observation: ObservationRoom;
  readonly proposals: Proposals;
  readonly admissions: Admissions;
};

export function makeStepRoom(block: Block): StepRoom {
  const { capacity, world } = block;
  return {
    observation: makeObservationRoom(block),
    proposals: makeProposals(capacity, world.actions.actions.length),
    admissions: {
      executed: new Uint16Array(capacity),
      admission: new Uint8Array(capacity),
      probability: new Float32Array(capacity),
    },
  };
}

/** Who leads a run: a policy, perhaps with one decision of each customer replaced. */
export type Lead = { readonly policy: Policy; readonly override?: Override | undefined };

/** One tick under a policy: who is due, what it proposes, and all that follows. */
export function tickUnder(
  block: Block,
  { policy, override }: Lead,
  journal: Journal | null,
  room: StepRoom,
): void {
  const seen = observe(block, room.observation);
  propose(policy, seen.batch, room.proposals);
  if (override) applyOverride(block, override, seen, room.proposals);
  let scores: Float32Array | null = null;
  if (block.admitter && policy.scores && seen.batch.n > 0) {
    scores = new Float32Array(seen.batch.n * block.world.actions.actions.length);
    policy.scores(seen.batch, scores);
  }
  step(block, { seen, proposals: room.proposals, scores }, journal, room);
}

/** What was decided for the rows of an observation. */
export type Decided = {
  readonly seen: Observation;
  readonly proposals: Proposals;
  readonly scores: Float32Array | null;
};

/** The rest of the tick after the proposals, in the order of semantics: admission, delivery, signals, state, stages, pay. */
export function step(block: Block, decided: Decided, journal: Journal | null, room: StepRoom): void {
  const { seen, proposals, scores } = decided;
  const { admissions } = room;
  const proposed = { rows: seen.rows, n: seen.batch.n, proposed: proposals.proposed, scores };
  if (block.admitter) block.admitter.admit(block, proposed, admissions);
  else admitAll(proposed, admissions);
  journal?.decided(block, seen, proposals, admissions);
  recordDecisions(block, seen, proposals);
  deliver(block, journal, { rows: seen.rows, executed: admissions.executed, n: seen.batch.n });
  emitSignals(block, journal);
  moveStates(block);
  moveStages(block, journal);
  payTick(block, journal);
  journal?.truth(block);
  finishTick(block, journal, room.observation);
}

function recordDecisions(block: Block, seen: Observation, proposals: Proposals): void {
  const { world, tally } = block;
  const actions = world.actions.actions.length;
  for (let i = 0; i < seen.batch.n; i++) {
    const row = seen.rows[i];
    block.lastDecision[row] = block.tick;
    block.decisions[row]++;
    tally.decisions[world.seenOf[block.stage[row]] * actions + proposals.proposed[i]]++;
  }
}
