import {
  EndingCode,
  EventKind,
  type JourneyBlock,
  type LogSchema,
  type OutcomeColumns,
  UNKNOWN,
} from '../journey/records.ts';
import { TERMINAL_VALUE } from '../journey/rewards.ts';

/** One event of a case, as process mining has it: what happened to which customer when, with attributes. */
export type EventRow = {
  readonly case: bigint;
  readonly activity: string;
  /** UTC milliseconds. */
  readonly timestamp: number;
  readonly channel: string | null;
  /** `stage`, `sent`, `signal`, `outcome` or `end`. */
  readonly kind: string;
  readonly intervention: string | null;
  /** Stage as the business saw it, of stages and ends. */
  readonly stage: string | null;
  readonly count: number;
  /** Of an outcome, in its unit; NaN else. */
  readonly value: number;
};

/** Order of the kinds within a tick: a stage holds from its start, signals may answer what was sent. */
const RANKS = { stage: 0, sent: 1, signal: 2, outcome: 3, end: 4 };

type Placed = { readonly row: EventRow; readonly tick: number; readonly rank: number };

/**
 * The events of a block by customer and time: `enter STAGE` as the business saw it, `send INTERVENTION`, signals by their
 * names, single outcomes by theirs, and how the journey ended (`left`, `horizon`). What a stage pays day by day is no
 * event, nor is the cost of a contact, which the send tells.
 */
export function eventRows(schema: LogSchema, block: JourneyBlock): EventRow[] {
  const placed = [
    ...happenings(schema, block),
    ...outcomes(schema, block.outcomes),
    ...endings(schema, block),
  ];
  placed.sort((a, b) => compare(a.row.case, b.row.case) || a.tick - b.tick || a.rank - b.rank);
  return placed.map(({ row }) => row);
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
const plain = { channel: null, intervention: null, stage: null, count: 1, value: Number.NaN };

function happenings(schema: LogSchema, { events }: JourneyBlock): Placed[] {
  return Array.from({ length: events.n }, (_, i): Placed => {
    const about = aboutOf(schema, events.kind[i], events.name[i]);
    const rank = RANKS[about.kind as keyof typeof RANKS];
    const when = { case: events.customer[i], timestamp: events.time[i], count: events.count[i] };
    return { row: { ...plain, ...about, ...when }, tick: events.tick[i], rank };
  });
}

function aboutOf({ stages, signals, actions }: LogSchema, kind: number, name: number) {
  if (kind === EventKind.signal) return { kind: 'signal', activity: signals[name] };
  if (kind === EventKind.stage) {
    const stage = stages[name];
    return { kind: 'stage', activity: `enter ${stage}`, stage };
  }
  const { intervention, channel } = actions.actions[name];
  return { kind: 'sent', activity: `send ${intervention}`, intervention, channel };
}

function outcomes({ outcomes: names }: LogSchema, table: OutcomeColumns): Placed[] {
  const left = new Set(['contact_cost', TERMINAL_VALUE]);
  return Array.from({ length: table.n }, (_, i) => i).flatMap((i): Placed[] => {
    const { name } = names[table.name[i]];
    if (table.ticks[i] !== 1 || left.has(name)) return [];
    const about = { case: table.customer[i], timestamp: table.occurredAt[i], value: table.value[i] };
    const row = { ...plain, ...about, activity: name, kind: 'outcome' };
    return [{ row, tick: table.tick[i], rank: RANKS.outcome }];
  });
}

function endings({ stages }: LogSchema, { endings: table }: JourneyBlock): Placed[] {
  return Array.from({ length: table.n }, (_, i): Placed => {
    const activity = table.code[i] === EndingCode.left ? 'left' : 'horizon';
    const stage = table.stage[i] === UNKNOWN ? null : stages[table.stage[i]];
    const about = { case: table.customer[i], timestamp: table.time[i], kind: 'end', activity, stage };
    return { row: { ...plain, ...about }, tick: table.tick[i], rank: RANKS.end };
  });
}
