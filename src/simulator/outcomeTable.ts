import { keyedHash64 } from '../core/luck.ts';
import { fromMoney } from '../core/money.ts';
import { reserve } from '../journey/columns.ts';
import { type LogSchema, type OutcomeColumns, outcomeLayout } from '../journey/records.ts';
import type { Block } from './block.ts';
import type { Posting } from './journal.ts';
import { writeCustomer, writeId } from './writeId.ts';

/** First tick, and number of ticks. */
type Span = readonly [tick: number, ticks: number];

export type OutcomeTable = {
  add(block: Block, row: number, posting: Posting, span: Span): void;
  recurring(block: Block, row: number, posting: Posting): void;
  left(block: Block, row: number, to: number): void;
  /** Ends all of a row's recurring payments. */
  close(block: Block, row: number): void;
};

/** Recurring payments that go on, by row: amount a tick (0 for none), what pays it, first tick. */
type Open = { readonly amount: Int32Array; readonly purpose: Int32Array; readonly from: Int32Array };

/** The outcomes of a block: single ones, and recurring ones drawn together while their amount stays the same. */
export function makeOutcomeTable(block: Block, schema: LogSchema, table: OutcomeColumns): OutcomeTable {
  const ints = () => new Int32Array(block.capacity);
  const open = schema.outcomes.map((): Open => ({ amount: ints(), purpose: ints(), from: ints() }));
  const isMoney = schema.outcomes.map(({ unit }) => unit === 'money');
  const paidIn = block.world.stages.map(({ pays }) => new Set(pays.map(({ outcome }) => outcome)));

  const add: OutcomeTable['add'] = (of, row, { outcome, amount, purpose }, [tick, ticks]) => {
    const at = table.n++;
    if (at >= table.tick.length) reserve(table, outcomeLayout, table.n);
    const [low, high] = keyedHash64(of.idKey, of.idLow[row], of.idHigh[row], tick, purpose);
    writeId(table.outcomeId, at, low, high);
    writeId(table.decisionId, at, 0, 0);
    writeCustomer(table.customer, at, of, row);
    table.name[at] = outcome;
    table.value[at] = isMoney[outcome] ? fromMoney(amount) : amount;
    table.tick[at] = tick;
    table.ticks[at] = ticks;
    table.occurredAt[at] = table.receivedAt[at] = of.calendar.timeOf(tick);
  };
  const end = (of: Block, row: number, outcome: number) => {
    const { amount, purpose, from } = open[outcome];
    if (amount[row] === 0) return;
    const posting = { outcome, amount: amount[row], purpose: purpose[row] };
    add(of, row, posting, [from[row], of.tick - from[row]]);
    amount[row] = 0;
  };
  return {
    add,
    recurring(of, row, { outcome, amount, purpose }) {
      const going = open[outcome];
      if (going.amount[row] === amount) return;
      end(of, row, outcome);
      going.amount[row] = amount;
      going.purpose[row] = purpose;
      going.from[row] = of.tick;
    },
    left(of, row, to) {
      for (let k = 0; k < open.length; k++) if (!paidIn[to].has(k)) end(of, row, k);
    },
    close(of, row) {
      for (let k = 0; k < open.length; k++) end(of, row, k);
    },
  };
}
