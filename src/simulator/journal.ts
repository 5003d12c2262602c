import type { JourneyBlock } from '../journey/records.ts';
import type { Proposals } from '../policies/draw.ts';
import type { Admissions, Block } from './block.ts';
import type { Happenings } from './memory.ts';
import type { Observation } from './observe.ts';

/** What is posted for a row: whole parts of 1/10,000 of the currency for money, a count else. */
export type Posting = {
  readonly outcome: number;
  readonly amount: number;
  /** Hash of what pays it: with customer and tick the outcome's id. */
  readonly purpose: number;
};

/**
 * `events`: what the business saw happen, single outcomes and endings, without decisions and without recurring pay.
 * `decisions`: decisions, all outcomes and endings. `full`: all of these, and the hidden truth.
 */
export type LogLevel = 'events' | 'decisions' | 'full';

/** Is told what happens in a block. */
export type Journal = {
  decided(block: Block, seen: Observation, proposals: Proposals, admissions: Admissions): void;
  outcome(block: Block, row: number, posting: Posting): void;
  /** This tick's part of a recurring payment: one record for as long as the amount stays the same. */
  recurring(block: Block, row: number, posting: Posting): void;
  /** The row has entered a true stage: what that does not pay any more ends. */
  left(block: Block, row: number, to: number): void;
  sent(block: Block, row: number, action: number): void;
  signalled(block: Block, signal: number, happened: Happenings): void;
  seen(block: Block, row: number, seenStage: number): void;
  ended(block: Block, seen: Observation, code: number): void;
  /** The tick ends: the stages held in it still hold, and state has moved. */
  truth(block: Block): void;
};

/** Writes what happens as records; `take` gives them in canonical order and begins anew. */
export type RecordingJournal = Journal & { take(): JourneyBlock };
