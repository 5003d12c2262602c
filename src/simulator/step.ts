import { makeProposals, type Proposals, propose } from '../policies/draw.ts';
import type { Policy } from '../policies/policy.ts';
import { admitAll } from './admission.ts';
import { arbitrate } from './arbitrate.ts';
import type { Admissions, Block, Decider, ObservationRoom, Proposed } from './block.ts';
import { deliver } from './deliver.ts';
import { finishTick } from './finish.ts';
import type { Journal } from './journal.ts';
import { moveStages, moveStates } from './move.ts';
import {
  listDue,
  listPlaces,
  makeObservationRoom,
  type Observation,
  observe,
  roomyView,
  viewOf,
} from './observe.ts';
import { drawOptOuts } from './optOut.ts';
import { applyOverride, type Override } from './override.ts';
import { payTick } from './pay.ts';
import { drawReferrals } from './referrals.ts';
import { emitSignals } from './signals.ts';

/** What a step needs besides the block: allocated once. */
export type StepRoom = {
  readonly observation: ObservationRoom;
  readonly proposals: Proposals;
  /** What was carried out of the proposals; how it came to that only where a journal or a ledger asks. */
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
export type Lead = {
  readonly policy: Policy;
  readonly override?: Override | undefined;
  /** The policy compiled for the block, if it is. */
  readonly decider?: Decider | null;
};

/** One tick under a policy: who is due, what it proposes, and all that follows. */
export function tickUnder(block: Block, lead: Lead, journal: Journal | null, room: StepRoom): void {
  step(block, decide(block, lead, journal, room), journal, room);
}

/** Who is due, and what the policy proposes. It holds until the room is written again. */
export function decide(block: Block, lead: Lead, journal: Journal | null, room: StepRoom): Decided {
  const seen = decided(block, lead, journal, room);
  if (lead.override) applyOverride(block, lead.override, seen, room.proposals);
  return { seen, proposals: room.proposals, scores: scoresFor(block, lead.policy, seen) };
}

/** Who is due, with what the policy proposes in room.proposals; a compiled one says no more than somebody asks for. */
function decided(block: Block, lead: Lead, journal: Journal | null, room: StepRoom): Observation {
  const { policy, override, decider } = lead;
  if (!decider) {
    const seen = observe(block, room.observation);
    propose(policy, seen.batch, room.proposals);
    return seen;
  }
  const n = listDue(block, room.observation);
  listPlaces(block, room.observation, n);
  const record = journal !== null || override !== undefined || block.admitter?.wantsScores === true;
  decider(block, room.observation, room.proposals, { n, record });
  return (record ? viewOf : roomyView)(block, room.observation, n);
}

/** The policy's scores of everybody who is due, where a ledger asks for them and the policy has any. */
function scoresFor({ admitter, world }: Block, policy: Policy, { batch }: Observation): Float32Array | null {
  if (!admitter?.wantsScores || policy.scores === undefined || batch.n === 0) return null;
  const scores = new Float32Array(batch.n * world.actions.actions.length);
  policy.scores(batch, scores);
  return scores;
}

/** What was decided for the rows of an observation. */
export type Decided = {
  readonly seen: Observation;
  readonly proposals: Proposals;
  readonly scores: Float32Array | null;
};

/** The rest of the tick after the proposals of a block that shares its ledgers with no other. */
export function step(block: Block, decided: Decided, journal: Journal | null, room: StepRoom): void {
  askLedgers(block, decided);
  if (block.admitter) arbitrate(block.admitter.ledgers, block.tick, block.streams.luck);
  carryOut(block, decided, journal, room);
}

/** Lets the proposals ask budgets and capacities for what they draw on, to be decided on with those of other blocks. */
export function askLedgers(block: Block, decided: Decided): void {
  block.admitter?.bid(block, proposedOf(decided));
}

/** What follows what was decided on the proposals, in the order of semantics: delivery, signals, state, stages, pay. */
export function carryOut(block: Block, decided: Decided, journal: Journal | null, room: StepRoom): void {
  const { seen, proposals } = decided;
  const { admissions } = room;
  const { n } = seen.batch;
  if (block.admitter) block.admitter.answer(proposedOf(decided), admissions);
  else if (journal) admitAll(proposedOf(decided), admissions);
  else for (let i = 0; i < n; i++) admissions.executed[i] = proposals.proposed[i];
  journal?.decided(block, seen, proposals, admissions);
  recordDecisions(block, seen, proposals);
  deliver(block, journal, { rows: seen.rows, executed: admissions.executed, n });
  emitSignals(block, journal);
  drawOptOuts(block, journal);
  moveStates(block);
  moveStages(block, journal);
  drawReferrals(block);
  payTick(block, journal);
  journal?.truth(block);
  finishTick(block, journal, room.observation);
}

function proposedOf({ seen, proposals, scores }: Decided): Proposed {
  return { rows: seen.rows, n: seen.batch.n, proposed: proposals.proposed, scores };
}

function recordDecisions(block: Block, { rows, batch }: Observation, { proposed }: Proposals): void {
  const { world, tally, stage, lastDecision, decisions, tick } = block;
  const { seenOf } = world;
  const actions = world.actions.actions.length;
  for (let i = 0; i < batch.n; i++) {
    const row = rows[i];
    lastDecision[row] = tick;
    decisions[row]++;
    tally.decisions[seenOf[stage[row]] * actions + proposed[i]]++;
  }
}
