import { halves } from '../journey/columns.ts';
import { EndingCode, EventKind, type JourneyBlock, type LogSchema, UNKNOWN } from '../journey/records.ts';
import { TERMINAL_VALUE } from '../journey/rewards.ts';

/** Events of cases as process mining has them, column by column: what happened to which customer when. */
export type EventRows = {
  readonly case: BigUint64Array;
  readonly activity: readonly string[];
  /** UTC milliseconds. */
  readonly timestamp: Float64Array;
  readonly channel: readonly (string | null)[];
  /** `stage`, `sent`, `signal`, `outcome` or `end`. */
  readonly kind: readonly string[];
  readonly intervention: readonly (string | null)[];
  /** Stage as the business saw it, of stages and ends. */
  readonly stage: readonly (string | null)[];
  readonly count: Int32Array;
  /** Of an outcome, in its unit; NaN else. */
  readonly value: Float64Array;
};

/** What an event is about: all but who, when and how often. */
type About = {
  readonly activity: string;
  readonly kind: string;
  readonly channel: string | null;
  readonly intervention: string | null;
  readonly stage: string | null;
  /** Order within a tick: a stage holds from its start, signals may answer what was sent. */
  readonly rank: number;
};

const nothing = { channel: null, intervention: null, stage: null };

/** What each code of a log stands for: worked out once a log. */
export type EventWords = {
  /** By EventKind and name. */
  readonly events: readonly (readonly About[])[];
  /** By outcome; null for one that is no event. */
  readonly outcomes: readonly (About | null)[];
  readonly end: (code: number, stage: number) => About;
};

/**
 * The activities of a log: `enter STAGE` as the business saw it, `send INTERVENTION`, signals by their names, outcomes by
 * theirs, and how the journey ended (`left`, `horizon`). The cost of a contact is no event, since the send tells of it.
 */
export function eventWords({ stages, signals, actions, outcomes }: LogSchema): EventWords {
  const events: About[][] = [];
  events[EventKind.stage] = stages.map((stage) => ({
    ...{ ...nothing, activity: `enter ${stage}`, kind: 'stage' },
    ...{ stage, rank: 0 },
  }));
  events[EventKind.sent] = actions.actions.map(({ intervention, channel }) => ({
    ...{ ...nothing, activity: `send ${intervention}`, kind: 'sent' },
    ...{ intervention, channel, rank: 1 },
  }));
  events[EventKind.signal] = signals.map((activity) => ({ ...nothing, activity, kind: 'signal', rank: 2 }));
  const ends = [EndingCode.left, EndingCode.horizon].map((code) =>
    [...stages, null].map((stage) => {
      const activity = code === EndingCode.left ? 'left' : 'horizon';
      return { ...nothing, activity, kind: 'end', stage, rank: 4 };
    }),
  );
  return {
    events,
    outcomes: outcomes.map(({ name: activity }) =>
      activity === 'contact_cost' || activity === TERMINAL_VALUE
        ? null
        : { ...nothing, activity, kind: 'outcome', rank: 3 },
    ),
    end: (code, stage) => ends[code === EndingCode.left ? 0 : 1][stage === UNKNOWN ? stages.length : stage],
  };
}

/** Events before they stand in order. */
type Draft = {
  n: number;
  readonly about: About[];
  readonly customer: BigUint64Array;
  readonly tick: Int32Array;
  readonly time: Float64Array;
  readonly count: Int32Array;
  readonly value: Float64Array;
};

/** The events of a block by customer, tick and kind. What a stage pays day by day is no event. */
export function eventRows(words: EventWords, block: JourneyBlock): EventRows {
  const draft = drafted(words, block);
  const { n, about, customer, tick } = draft;
  const id = halves(customer);
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) =>
      id[2 * a + 1] - id[2 * b + 1] ||
      id[2 * a] - id[2 * b] ||
      tick[a] - tick[b] ||
      about[a].rank - about[b].rank ||
      a - b,
  );
  const told = <K extends keyof About>(key: K) => Array.from(order, (i) => about[i][key]);
  return {
    case: BigUint64Array.from(Array.from(order, (i) => customer[i])),
    activity: told('activity'),
    timestamp: Float64Array.from(order, (i) => draft.time[i]),
    channel: told('channel'),
    kind: told('kind'),
    intervention: told('intervention'),
    stage: told('stage'),
    count: Int32Array.from(order, (i) => draft.count[i]),
    value: Float64Array.from(order, (i) => draft.value[i]),
  };
}

function drafted(words: EventWords, { events, outcomes, endings }: JourneyBlock): Draft {
  const most = events.n + outcomes.n + endings.n;
  const draft: Draft = {
    n: 0,
    about: [],
    customer: new BigUint64Array(most),
    tick: new Int32Array(most),
    time: new Float64Array(most),
    count: new Int32Array(most).fill(1),
    value: new Float64Array(most).fill(Number.NaN),
  };
  const add = (about: About, customer: bigint, tick: number, time: number) => {
    const at = draft.n++;
    draft.about.push(about);
    draft.customer[at] = customer;
    draft.tick[at] = tick;
    draft.time[at] = time;
    return at;
  };
  for (let i = 0; i < events.n; i++) {
    const about = words.events[events.kind[i]][events.name[i]];
    draft.count[add(about, events.customer[i], events.tick[i], events.time[i])] = events.count[i];
  }
  for (let i = 0; i < outcomes.n; i++) {
    const about = words.outcomes[outcomes.name[i]];
    if (about === null || outcomes.ticks[i] !== 1) continue;
    draft.value[add(about, outcomes.customer[i], outcomes.tick[i], outcomes.occurredAt[i])] =
      outcomes.value[i];
  }
  for (let i = 0; i < endings.n; i++) {
    add(words.end(endings.code[i], endings.stage[i]), endings.customer[i], endings.tick[i], endings.time[i]);
  }
  return draft;
}
