import { hash64, keyedHash64 } from '../core/luck.ts';
import { makeBlock as makeRecords } from '../journey/blocks.ts';
import { canonicalBlock } from '../journey/canonical.ts';
import { grown, halves, makeColumns, reserve } from '../journey/columns.ts';
import {
  decisionLayout,
  EventKind,
  endingLayout,
  eventLayout,
  type HiddenColumns,
  hiddenLayout,
  type JourneyBlock,
  type LogSchema,
  Mode,
  outcomeLayout,
} from '../journey/records.ts';
import type { Proposals } from '../policies/draw.ts';
import type { Admissions } from './admission.ts';
import type { Block } from './block.ts';
import { sourceKey } from './memory.ts';
import type { Observation } from './observe.ts';

/** `decisions`: decisions, outcomes and endings. `full`: events and the hidden truth as well. */
export type LogLevel = 'decisions' | 'full';

/** Writes what happens in a block as records; `take` gives them in canonical order and begins anew. */
export type Journal = {
  decided(block: Block, seen: Observation, proposals: Proposals, admissions: Admissions): void;
  outcome(block: Block, row: number, outcome: number, amount: number): void;
  /** This tick's part of a recurring payment: one record for as long as the amount stays the same. */
  recurring(block: Block, row: number, outcome: number, amount: number): void;
  /** Ends recurring payments that this tick no longer paid. */
  swept(block: Block): void;
  sent(block: Block, row: number, action: number): void;
  signalled(block: Block, signal: number, rows: Int32Array, n: number, counts: Float32Array): void;
  seen(block: Block, row: number, tick: number, seenStage: number): void;
  ended(block: Block, seen: Observation, code: number): void;
  /** The hidden truth of the tick that ends, at level `full`: the stage held in it, state after it. */
  truth(block: Block): void;
  take(block: Block): JourneyBlock;
};

/** Recurring payments that go on, by row: amount (0 for none), first tick, last tick paid. */
type Open = { readonly amount: Int32Array; readonly from: Int32Array; readonly paid: Int32Array };

const DAY = 86_400_000;

export function makeJournal(block: Block, schema: LogSchema, level: LogLevel): Journal {
  const records = makeRecords(schema, { decisions: 1024, outcomes: 1024, events: 16, endings: 64 });
  const { decisions, outcomes, events, endings } = records;
  const d = schema.features.features.length;
  const A = schema.actions.actions.length;
  const full = level === 'full';
  const hidden: HiddenColumns | null = full
    ? { ...makeColumns(hiddenLayout, 1024), values: new Float32Array(1024 * schema.hidden.length) }
    : null;
  const open: Open[] = schema.outcomes.map(() => ({
    amount: new Int32Array(block.capacity),
    from: new Int32Array(block.capacity),
    paid: new Int32Array(block.capacity),
  }));
  const worldHash = hash64(schema.originHash);
  const worldId = () => keyedHash64(block.streams.luck, worldHash[0], worldHash[1], 0, 0);
  const put = (column: BigUint64Array, at: number, low: number, high: number) => {
    const words = halves(column);
    words[2 * at] = low;
    words[2 * at + 1] = high;
  };
  const putCustomer = (column: BigUint64Array, at: number, row: number) =>
    put(column, at, block.idLow[row], block.idHigh[row]);
  const timeOf = (tick: number) => block.calendar.timeOf(tick);
  decisions.probabilities = new Float32Array(1024 * A);

  const event = (row: number, tick: number, kind: number, name: number, count: number) => {
    if (!full) return;
    const at = events.n++;
    reserve(events, eventLayout, events.n);
    putCustomer(events.customer, at, row);
    events.tick[at] = tick;
    events.time[at] = timeOf(tick);
    events.kind[at] = kind;
    events.name[at] = name;
    events.count[at] = count;
  };

  const writeOutcome = (
    row: number,
    outcome: number,
    value: number,
    [tick, ticks]: readonly [number, number],
  ) => {
    const at = outcomes.n++;
    reserve(outcomes, outcomeLayout, outcomes.n);
    const [low, high] = keyedHash64(block.idKey, block.idLow[row], block.idHigh[row], tick, 1 + outcome);
    put(outcomes.outcomeId, at, low, high);
    put(outcomes.decisionId, at, 0, 0);
    putCustomer(outcomes.customer, at, row);
    outcomes.name[at] = outcome;
    outcomes.value[at] = schema.outcomes[outcome].unit === 'money' ? value / 10_000 : value;
    outcomes.tick[at] = tick;
    outcomes.ticks[at] = ticks;
    outcomes.occurredAt[at] = outcomes.receivedAt[at] = timeOf(tick);
  };

  const closeRecurring = (row: number, outcome: number, tick: number) => {
    const { amount, from } = open[outcome];
    if (amount[row] !== 0 && tick > from[row])
      writeOutcome(row, outcome, amount[row], [from[row], tick - from[row]]);
    amount[row] = 0;
  };

  return {
    decided(_, seen, proposals, admissions) {
      const { rows, triggers, batch } = seen;
      const first = decisions.n;
      decisions.n += batch.n;
      reserve(decisions, decisionLayout, decisions.n);
      decisions.context = grown(decisions.context, decisions.n * d);
      decisions.legality = grown(decisions.legality as Uint8Array, decisions.n * A);
      decisions.probabilities = grown(decisions.probabilities as Float32Array, decisions.n * A);
      decisions.context.set(batch.context.subarray(0, batch.n * d), first * d);
      decisions.legality.set((batch.legality as Uint8Array).subarray(0, batch.n * A), first * A);
      decisions.probabilities.set(proposals.probabilities.subarray(0, batch.n * A), first * A);
      const time = timeOf(block.tick);
      const world = block.world.coupled ? worldId() : null;
      for (let i = 0; i < batch.n; i++) {
        const at = first + i;
        const row = rows[i];
        put(decisions.decisionId, at, batch.ids[2 * i], batch.ids[2 * i + 1]);
        putCustomer(decisions.customer, at, row);
        if (world) put(decisions.cluster, at, world[0], world[1]);
        else putCustomer(decisions.cluster, at, row);
        decisions.episode[at] = 0;
        decisions.seq[at] = block.decisions[row];
        decisions.slot[at] = 0;
        decisions.time[at] = time;
        decisions.tick[at] = block.tick;
        const last = block.lastDecision[row];
        decisions.sincePrevious[at] =
          last < 0 ? Number.NaN : (block.tick - last) * block.world.clock.tickDays * DAY;
        decisions.trigger[at] = triggers[i];
        decisions.stage[at] = block.world.seenOf[block.stage[row]];
        decisions.featuresAsOf[at] = time;
        decisions.proposed[at] = proposals.proposed[i];
        decisions.propensity[at] = proposals.propensity[i];
        decisions.executed[at] = admissions.executed[i];
        decisions.admission[at] = admissions.admission[i];
        decisions.admissionProbability[at] = admissions.probability[i];
        decisions.policy[at] = 0;
        decisions.mode[at] = Mode.live;
        decisions.arm[at] = 0;
        decisions.armShare[at] = 1;
        const { share } = block.world.guardrails.holdout;
        decisions.cohort[at] = block.heldOut[row];
        decisions.cohortProbability[at] = block.heldOut[row] ? share : 1 - share;
      }
    },
    outcome: (_, row, outcome, amount) => writeOutcome(row, outcome, amount, [block.tick, 1]),
    recurring(_, row, outcome, amount) {
      const { amount: amounts, from, paid } = open[outcome];
      paid[row] = block.tick;
      if (amounts[row] === amount) return;
      closeRecurring(row, outcome, block.tick);
      amounts[row] = amount;
      from[row] = block.tick;
    },
    swept() {
      open.forEach(({ amount, paid }, outcome) => {
        for (let i = 0; i < block.n; i++) {
          const row = block.rows[i];
          if (amount[row] !== 0 && paid[row] !== block.tick) closeRecurring(row, outcome, block.tick);
        }
      });
    },
    sent: (_, row, action) => event(row, block.tick, EventKind.sent, action, 1),
    signalled(_, signal, rows, n, counts) {
      for (let i = 0; i < n; i++) event(rows[i], block.tick, EventKind.signal, signal, counts[rows[i]]);
    },
    seen: (_, row, tick, seenStage) => event(row, tick, EventKind.stage, seenStage, 1),
    ended(_, seen, code) {
      const { rows, batch } = seen;
      const first = endings.n;
      endings.n += batch.n;
      reserve(endings, endingLayout, endings.n);
      endings.context = grown(endings.context, endings.n * d);
      endings.legality = grown(endings.legality as Uint8Array, endings.n * A);
      endings.context.set(batch.context.subarray(0, batch.n * d), first * d);
      endings.legality.set((batch.legality as Uint8Array).subarray(0, batch.n * A), first * A);
      for (let i = 0; i < batch.n; i++) {
        const at = first + i;
        putCustomer(endings.customer, at, rows[i]);
        endings.tick[at] = block.tick;
        endings.time[at] = timeOf(block.tick);
        endings.code[at] = code;
        endings.stage[at] = block.world.seenOf[block.stage[rows[i]]];
        for (let outcome = 0; outcome < open.length; outcome++) closeRecurring(rows[i], outcome, block.tick);
      }
    },
    truth() {
      if (!hidden) return;
      const columns = schema.hidden.map((name) => hiddenColumn(block, name));
      for (let i = 0; i < block.n; i++) {
        const row = block.rows[i];
        const at = hidden.n++;
        reserve(hidden, hiddenLayout, hidden.n);
        hidden.values = grown(hidden.values, hidden.n * columns.length);
        putCustomer(hidden.customer, at, row);
        hidden.tick[at] = block.tick;
        hidden.stage[at] = block.stage[row];
        for (let k = 0; k < columns.length; k++) {
          hidden.values[at * columns.length + k] = columns[k]?.[row] ?? (block.reached[row] > 0 ? 1 : 0);
        }
      }
    },
    take() {
      const taken = canonicalBlock(schema, { ...records, hidden });
      for (const table of [decisions, outcomes, events, endings, hidden]) if (table) table.n = 0;
      return taken;
    },
  };
}

/** Name of the hidden column that says whether a contact reached the customer in the tick. */
const REACHED = 'reached';

/** Column of a hidden trait or state; null for `reached`. */
function hiddenColumn({ columns }: Block, name: string): Float32Array | null {
  return (
    columns.get(sourceKey({ kind: 'state', name })) ?? columns.get(sourceKey({ kind: 'trait', name })) ?? null
  );
}

/** The log schema of a world's runs. */
export function worldSchema(world: Block['world'], policyId: string): LogSchema {
  const { clock, scenario } = world;
  return {
    schemaVersion: 1,
    source: 'simulation',
    title: scenario.name,
    originHash: world.hash,
    actions: world.actions,
    features: world.spec.features,
    stages: world.seenStages,
    signals: world.signals.map((signal) => signal.name),
    outcomes: world.outcomes,
    triggers: world.triggers.map((trigger) => trigger.title),
    policies: [policyId],
    arms: ['only'],
    cohorts: ['treated', 'heldOut'],
    trueStages: world.stages.map((stage) => stage.name),
    hidden: [
      ...[...world.traits.filter((trait) => !trait.seen), ...world.states].map((column) => column.name),
      REACHED,
    ],
    legality: 'exact',
    clock: { start: clock.start, zone: clock.zone, tickDays: clock.tickDays, ticks: clock.ticks },
    currency: scenario.currency,
    contended: world.coupled,
    cluster: world.coupled ? 'world' : 'customer',
  };
}
