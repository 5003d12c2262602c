import type { Calendar } from '../core/calendar.ts';
import { deriveKey, type Key, type LuckColumn } from '../core/luck.ts';
import type { Mask } from '../guardrails/mask.ts';
import type { Context } from '../policies/context.ts';
import type { World } from '../scenario/world.ts';
import type { Admitter } from './admission.ts';
import type { LeafColumns, Memory } from './memory.ts';
import type { TraitSampler } from './population.ts';
import type { Runner } from './runner.ts';
import type { Streams } from './streams.ts';
import type { Tally } from './tally.ts';

/** No tick: an offer that is not open, a decision not yet made. */
export const NEVER = -1;

/** The formulas of a world bound to a block's columns. */
export type Runners = {
  readonly traits: readonly (Runner | null)[];
  readonly start: Runner | null;
  readonly next: Runner | null;
  readonly reach: readonly Runner[];
  readonly optOut: readonly (Runner | null)[];
  readonly signals: readonly Runner[];
  readonly signalPays: readonly (Runner | null)[];
  readonly exits: readonly (Runner | null)[];
  readonly exitPays: readonly (readonly (Runner | null)[])[];
  readonly stagePays: readonly (Runner | null)[];
  readonly offerChance: readonly (Runner | null)[];
  readonly offerCost: readonly (Runner | null)[];
  readonly terminalValue: Runner | null;
};

/** What each customer's life came to, row by row. Money in 1/10,000 of the currency, undiscounted but for `value`. */
export type Summary = {
  /** Discounted signed outcomes of the reward, in currency. */
  readonly value: Float64Array;
  /** Discounted terminal value, in currency. */
  readonly terminal: Float64Array;
  readonly conversions: Uint32Array;
  readonly contacts: Uint32Array;
  readonly cost: Float64Array;
  readonly optOuts: Uint32Array;
  /** 1 where the customer is not lost at the horizon. */
  readonly retained: Uint8Array;
  readonly startStage: Uint16Array;
  /** 1 where an override replaced a decision. */
  readonly overridden: Uint8Array;
};

/**
 * Some customers of a world with everything that moves: a struct of arrays, customer of row r in place r of each.
 * Everything is allocated once; resetBlock fills it for other customers or other luck.
 */
export type Block = {
  readonly world: World;
  readonly capacity: number;
  readonly calendar: Calendar;
  readonly columns: LeafColumns;
  readonly memories: readonly Memory[];
  readonly signalMemory: readonly Memory[];
  /** Memories of contacts that an action feeds, by action. */
  readonly sentBy: readonly (readonly Memory[])[];
  readonly reachedBy: readonly (readonly Memory[])[];
  readonly contactMemories: readonly Memory[];
  readonly runners: Runners;
  readonly samplers: readonly (TraitSampler | null)[];
  readonly mask: Mask;
  readonly context: Context;
  readonly maskColumns: readonly (Float32Array | undefined)[];
  readonly contextColumns: readonly (Float32Array | undefined)[];
  readonly admitter: Admitter | null;
  readonly luck: { readonly signals: readonly LuckColumn[]; readonly stages: readonly LuckColumn[] };
  readonly purposes: Purposes;
  /** gamma^t for t = 0 .. ticks. */
  readonly discount: Float64Array;
  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  readonly stage: Uint16Array;
  readonly nextStage: Uint16Array;
  readonly entered: Int32Array;
  readonly seenSince: Int32Array;
  /** Bit k: trigger k fell due for the next observation. */
  readonly triggered: Uint32Array;
  /** The same for the observation after that, while the tick runs. */
  readonly triggeredNext: Uint32Array;
  /** Action that reached the row in this tick, plus 1; 0 for none. */
  readonly reached: Uint16Array;
  /** Actions of the channel that is being sent. */
  readonly sending: Uint16Array;
  readonly phase: Uint32Array;
  readonly lastDecision: Int32Array;
  readonly decisions: Uint32Array;
  readonly heldOut: Uint8Array;
  /** Tick of the last send, by intervention. */
  readonly lastSent: readonly Int32Array[];
  /** Last tick in which an offer is open, and the tick in which it will be redeemed, by intervention. */
  readonly offerUntil: readonly Int32Array[];
  readonly redeemAt: readonly Int32Array[];
  /** Rows still followed, and those of them whose behaviour goes on. */
  readonly rows: Int32Array;
  readonly behaving: Int32Array;
  readonly scratchRows: Int32Array;
  readonly uniforms: Float32Array;
  /** Room for a list of one row. */
  readonly single: Int32Array;
  /** Indices of the outcomes that every world has. */
  readonly contactOutcome: number;
  readonly offerOutcome: number;
  readonly optOutOutcome: number;
  readonly conversionOutcome: number;
  readonly summary: Summary;
  readonly tally: Tally;
  n: number;
  behavingCount: number;
  size: number;
  tick: number;
  streams: Streams;
  idKey: Key;
};

export type Purposes = {
  readonly signals: readonly number[];
  readonly stages: readonly number[];
  readonly reach: readonly number[];
  readonly optOut: readonly number[];
  readonly redeem: readonly (readonly [number, number])[];
};

/** Key of decision ids: a function of the world's luck alone, so that policies compared on one luck share them. */
export function decisionIdKey(streams: Streams): Key {
  return deriveKey(streams.luck, 'decision');
}
