import type { Calendar } from '../core/calendar.ts';
import type { Key, LuckColumn } from '../core/luck.ts';
import type { Mask } from '../guardrails/mask.ts';
import type { Context } from '../policies/context.ts';
import type { Proposals } from '../policies/draw.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import type { ExitRoom } from './exits.ts';
import type { LeafColumns } from './leafColumns.ts';
import type { Ledgers } from './ledgers.ts';
import type { Memory } from './memory.ts';
import type { Offers } from './offerColumns.ts';

import type { Purposes } from './purposes.ts';
import type { Referring } from './referralColumns.ts';
import type { Runners } from './runners.ts';
import type { Slots } from './slots.ts';
import type { Streams } from './streams.ts';
import type { Summary } from './summary.ts';
import type { Tally } from './tally.ts';

/** No tick: what has not happened yet. */
export const NEVER = -1;

/**
 * Some customers of a world with everything that moves: a struct of arrays, the customer of row r in place r of each,
 * but for the columns that formulas read, which hold it in its slot. Everything is allocated once; resetBlock fills it
 * for other customers or other luck.
 */
export type Block = {
  readonly world: World;
  readonly capacity: number;
  readonly backend: Backend;
  readonly calendar: Calendar;
  /** Days of k ticks, and gamma^k, for k = 0 .. ticks. */
  readonly days: Float64Array;
  readonly discount: Float64Array;

  /** By slot. What formulas read, by what it is; `own` are those that the simulator writes. */
  readonly columns: LeafColumns;
  readonly own: OwnColumns;
  readonly calendarColumns: readonly CalendarColumn[];
  readonly memories: Memories;
  readonly runners: Runners;
  readonly mask: Mask;
  readonly context: Context;
  readonly maskColumns: readonly (Float32Array | undefined)[];
  readonly contextColumns: readonly (Float32Array | undefined)[];
  readonly admitter: Admitter | null;
  readonly purposes: Purposes;
  /** Indices of the outcomes that every world has. */
  readonly outcomes: {
    readonly contactCost: number;
    readonly offerCost: number;
    readonly optOut: number;
    readonly conversion: number;
    /** -1 where the world declares no worth at the horizon. */
    readonly terminalValue: number;
  };

  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  readonly heldOut: Uint8Array;
  /** Whose turn it is in which tick of a cycle, by trigger; of `every` alone. */
  readonly phases: readonly Phases[];

  readonly stage: Uint16Array;
  /** By slot: the tick since which the true stage holds, and since which the seen one does. */
  readonly entered: Int32Array;
  readonly seenSince: Int32Array;
  /** Tick of the last decision, and their number so far. */
  readonly lastDecision: Int32Array;
  readonly decisions: Uint32Array;
  /** Tick of the last send, by intervention. */
  readonly lastSent: readonly Int32Array[];
  readonly offers: Offers;
  /** What fell due: the first trigger that did, plus 1; 0 for none. For this tick's observation, and for the next. */
  triggered: Uint16Array;
  triggeredNext: Uint16Array;

  /** Rows that are gone, and whose journeys end once that is noticed: the first n. */
  readonly departed: { readonly rows: Int32Array; n: number };
  /** Rows still followed, rising: the first n. */
  readonly rows: Int32Array;
  n: number;
  /** Where the columns of `columns` hold each row. */
  readonly slots: Slots;
  /** Rows of the cohort in the order of their coming: those from `next` on are not there yet. */
  readonly arriving: Arriving;
  readonly referring: Referring;

  /** Of this tick. */
  readonly reached: Reached;
  readonly movers: Movers;
  readonly optingOut: OptingOut;

  readonly summary: Summary;
  /** [capacity x S] discounted value earned in each true stage, in currency. */
  readonly stageValue: Float64Array;
  readonly tally: Tally;

  /** Room for lists of rows. */
  readonly listed: Int32Array;

  /** What the interpreter works in; null until it does. */
  interpreterRoom: InterpreterRoom | null;

  /** Rows that customers have been drawn for; the first `cohortSize` of them come by themselves. */
  size: number;
  cohortSize: number;
  tick: number;
  streams: Streams;
  /** Key of the ids of decisions and outcomes. */
  idKey: Key;
};

/** Rows by the tick of their cycle in which they are due: those of tick p are rows[from[p]] .. rows[from[p + 1] - 1]. */
export type Phases = { readonly from: Int32Array; readonly rows: Int32Array };

/** A column of what is the same for everybody, and its value in ticks 0 .. ticks. */
export type CalendarColumn = { readonly column: Float32Array; readonly byTick: Float32Array };
/** By row of the cohort the tick of its coming; of no length in a world where all are there from the start. */
export type Arriving = { readonly at: Int32Array; next: number };

/** Rows of a block whose customers are new to it: the first n. */
export type NewRows = { readonly rows: Int32Array; readonly n: number };

/** Columns by slot, by index of what they belong to. */
export type OwnColumns = {
  readonly traits: readonly Float32Array[];
  readonly states: readonly Float32Array[];
  /** By channel: 1 where contacts are allowed. */
  readonly consent: readonly Float32Array[];
  readonly trueStage: Float32Array;
  readonly seenStage: Float32Array;
  readonly inTrueStage: Float32Array;
  readonly inSeenStage: Float32Array;
};

export type Memories = {
  readonly all: readonly Memory[];
  readonly contacts: readonly Memory[];
  /** By signal. */
  readonly signals: readonly Memory[];
  /** Those that a contact by an action feeds, by action. */
  readonly sentBy: readonly (readonly Memory[])[];
  readonly reachedBy: readonly (readonly Memory[])[];
};

/** Rows that a contact reached in this tick: the first n, with the action by row, plus 1, 0 for none. */
export type Reached = { readonly rows: Int32Array; readonly action: Uint16Array; n: number };

/** Rows that take an exit in this tick: the first n, with the exit's place in their stage by row. */
export type Movers = { readonly rows: Int32Array; readonly exit: Uint16Array; n: number };

/** Rows whose consent to a channel ends with this tick: the first n, each once. */
export type OptingOut = { readonly rows: Int32Array; readonly channel: Uint16Array; n: number };

/** What became of proposals, aligned with them. */
export type Admissions = {
  readonly executed: Uint16Array;
  readonly admission: Uint8Array;
  /** Of a lottery; 1 where nothing was contended; NaN else. */
  readonly probability: Float32Array;
};

export type Proposed = {
  readonly rows: Int32Array;
  readonly n: number;
  readonly proposed: Uint16Array;
  /** [n x A] for arbitration by the policy, or null where it has none. */
  readonly scores: Float32Array | null;
};

/** Budgets and capacities of a world, as one block meets them. */
export type Admitter = {
  readonly ledgers: Ledgers;
  /** Whether some ledger asks for the policy's scores. */
  readonly wantsScores: boolean;
  /** Forgets everything, where no other block meets the same ledgers. */
  reset(): void;
  /** Lets the proposals that draw on something ask for it; `arbitrate` decides on them. */
  bid(block: Block, proposed: Proposed): void;
  askNothing(): void;
  /** What was decided on the block's proposals. */
  answer(proposed: Proposed, out: Admissions): void;
  /** An offer that an action opened in tick `at` was redeemed: what was reserved for it is spent. */
  redeemed(action: number, at: number, amount: number): void;
};

/** Words that are kept for four ticks, and columns to work in, [capacity] each. */
export type InterpreterRoom = {
  readonly luck: {
    readonly signals: readonly LuckColumn[];
    readonly stages: readonly LuckColumn[];
    readonly referrals: LuckColumn;
  };
  readonly uniforms: Float32Array;
  readonly rates: Float32Array;
  readonly scratch: Float32Array;
  readonly exitRoom: ExitRoom;
};

/**
 * The parts of a tick that every customer goes through, worked out for the slots of a block. Two back ends agree to the
 * bit: the interpreter, which says what is true, and the kernel, which is fast.
 */
export type Backend = {
  readonly kind: 'interpreter' | 'kernel';
  /** Takes note of who is in the block, each row r in slot r; and of their traits, once they are drawn. */
  reset(block: Block): void;
  born(block: Block): void;
  /** Works out what it keeps beside the columns, of a block whose columns have been put in between two ticks. */
  resume(block: Block): void;
  /** Brings what moves by itself to the block's tick: adstocks decay, ages grow. */
  begin(block: Block): void;
  /**
   * Draws the signals, each after those that it reads, for all whose behaviour goes on, lists whom each happened to, and
   * takes that in. `look` is called before each of them is drawn.
   */
  signals(block: Block, look?: (signal: number) => void): void;
  /** Moves all state columns at once. */
  states(block: Block): void;
  /** Draws the exits from a stage, and lists who takes one. */
  exits(block: Block, stage: number): void;
  /** Draws how many others each customer brings whose behaviour goes on, and lists who brings any. */
  refer(block: Block): void;
  /** Books what staying in a stage pays in the tick; no record is kept. */
  stays(block: Block, stage: number): void;
  /**
   * Contexts and legality of the first n rows of room.rows, whose slots stand in room.slots and whether they are held
   * out in room.heldOut.
   */
  observe(block: Block, room: ObservationRoom, n: number): void;
  /**
   * A policy compiled for the block, which decides as `propose` does; null where it is not, or would not pay for at most
   * so many customer-ticks.
   */
  decider(block: Block, policy: Policy, customerTicks: number): Decider | null;
  /** A row has come to a stage where other luck decides. */
  entered(block: Block, row: number): void;
  /** A row has come into the block, whose luck has not been needed before. */
  joined(block: Block, row: number): void;
};

/**
 * Decides for the first n rows of room.rows as Backend.observe and `propose` would. Context, legality, ids and
 * probabilities are written where `record` says so.
 */
export type Decider = (
  block: Block,
  room: ObservationRoom,
  out: Proposals,
  how: { readonly n: number; readonly record: boolean },
) => void;

/** Arrays an observation is written to, sized for every row of a block. */
export type ObservationRoom = {
  readonly rows: Int32Array;
  readonly slots: Int32Array;
  readonly heldOut: Uint8Array;
  readonly triggers: Uint16Array;
  readonly context: Float32Array;
  readonly legality: Uint8Array;
  readonly ids: Uint32Array;
};

/** The slots of a true stage's rows. */
export function slotsOfStage({ slots: { groups } }: Block, stage: number): { from: number; n: number } {
  return { from: groups[stage], n: groups[stage + 1] - groups[stage] };
}

/** Number of rows whose behaviour goes on: they hold the first slots. */
export function behavingCount({ slots: { groups } }: Block): number {
  return groups[groups.length - 1];
}

/** Whether nobody's journey goes on or is still to begin. */
export function isOver({ tick, world, n, arriving, cohortSize }: Block): boolean {
  return tick >= world.clock.ticks || (n === 0 && arriving.next >= cohortSize);
}

/** Whether a row's customer has come. */
export function hasCome({ arriving, cohortSize }: Block, row: number): boolean {
  return row < arriving.next || row >= cohortSize;
}
