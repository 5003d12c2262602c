import { type Key, keyedHash64, uniform24 } from '../core/luck.ts';
import { halves, type Layout } from './columns.ts';
import {
  decisionLayout,
  endingLayout,
  eventLayout,
  hiddenLayout,
  type JourneyBlock,
  type JourneyLog,
  type LogSchema,
  outcomeLayout,
} from './records.ts';

/**
 * Splits a log by customer, never by rows: about `share` of the customers, chosen by a keyed hash of their ids, and the
 * rest. The same customers always fall into the same part under one key. Both parts stream.
 */
export function splitLog(log: JourneyLog, key: Key, share: number): readonly [JourneyLog, JourneyLog] {
  const isFirst = (low: number, high: number) => uniform24(keyedHash64(key, low, high, 0, 0)[0]) < share;
  const part = (first: boolean): JourneyLog => ({
    schema: log.schema,
    async *blocks() {
      for await (const block of log.blocks()) {
        const kept = keepCustomers(log.schema, block, (low, high) => isFirst(low, high) === first);
        if (kept.decisions.n + kept.outcomes.n + kept.events.n + kept.endings.n > 0) yield kept;
      }
    },
  });
  return [part(true), part(false)];
}

type Keep = (customerLow: number, customerHigh: number) => boolean;

/** The records of some customers of a block, in their order. */
export function keepCustomers(schema: LogSchema, block: JourneyBlock, keep: Keep): JourneyBlock {
  const d = schema.features.features.length;
  const actions = schema.actions.actions.length;
  const { decisions, outcomes, events, endings, hidden } = block;
  const rows = keptRows(decisions, keep);
  const extra = Object.entries(decisions.extra).map(([name, values]) => [name, pick(values, rows, 1)]);
  return {
    decisions: {
      ...kept(decisions, decisionLayout, rows, { context: d, legality: actions, probabilities: actions }),
      extra: Object.fromEntries(extra),
    },
    outcomes: kept(outcomes, outcomeLayout, keptRows(outcomes, keep), {}),
    events: kept(events, eventLayout, keptRows(events, keep), {}),
    endings: kept(endings, endingLayout, keptRows(endings, keep), { context: d, legality: actions }),
    hidden: hidden && kept(hidden, hiddenLayout, keptRows(hidden, keep), { values: schema.hidden.length }),
  };
}

type Table = { readonly n: number; readonly customer: BigUint64Array };

function keptRows({ n, customer }: Table, keep: Keep): number[] {
  const words = halves(customer);
  const rows: number[] = [];
  for (let i = 0; i < n; i++) if (keep(words[2 * i], words[2 * i + 1])) rows.push(i);
  return rows;
}

function kept<T extends Table>(
  table: T,
  layout: Layout,
  rows: readonly number[],
  wide: { readonly [name: string]: number },
): T {
  const columns = table as unknown as Record<string, Float64Array | null>;
  const copy: Record<string, unknown> = { ...table, n: rows.length };
  for (const name of Object.keys(layout)) copy[name] = pick(columns[name]!, rows, 1);
  for (const [name, width] of Object.entries(wide)) {
    const values = columns[name];
    copy[name] = values && pick(values, rows, width);
  }
  return copy as T;
}

/** Rows of an array, each `width` values wide. */
function pick<A extends Float64Array>(values: A, rows: readonly number[], width: number): A {
  const picked = new (values.constructor as new (n: number) => A)(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < width; j++) picked[i * width + j] = values[rows[i] * width + j];
  }
  return picked;
}
