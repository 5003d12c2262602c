import { type Layout, makeColumns } from './columns.ts';
import { customerRuns } from './ledger.ts';
import {
  type DecisionColumns,
  decisionLayout,
  type EndingColumns,
  endingLayout,
  eventLayout,
  hiddenLayout,
  type JourneyBlock,
  type JourneyLog,
  type LogSchema,
  outcomeLayout,
} from './records.ts';

export { digestLog } from './digest.ts';

/** Rows to make room for, by table. */
export type BlockCapacity = {
  readonly decisions: number;
  readonly outcomes?: number;
  readonly events?: number;
  readonly endings?: number;
};

/**
 * An empty block (every n = 0) with room for the given rows. Legality stands where the schema's is `exact`;
 * `probabilities`, `extra` and the hidden table are left to those who have them.
 */
export function makeBlock(schema: LogSchema, capacity: BlockCapacity): JourneyBlock {
  const { decisions, outcomes = 0, events = 0, endings = 0 } = capacity;
  return {
    decisions: {
      ...makeColumns(decisionLayout, decisions),
      ...observed(schema, decisions),
      probabilities: null,
      extra: {},
    },
    outcomes: makeColumns(outcomeLayout, outcomes),
    events: makeColumns(eventLayout, events),
    endings: { ...makeColumns(endingLayout, endings), ...observed(schema, endings) },
    hidden: null,
  };
}

function observed(schema: LogSchema, rows: number): { context: Float32Array; legality: Uint8Array | null } {
  return {
    context: new Float32Array(rows * schema.features.features.length),
    legality: schema.legality === 'exact' ? new Uint8Array(rows * schema.actions.actions.length) : null,
  };
}

/** A log over blocks in memory. The blocks are kept, not copied. */
export function logFromBlocks(schema: LogSchema, blocks: readonly JourneyBlock[]): JourneyLog {
  return {
    schema,
    async *blocks() {
      yield* blocks;
    },
  };
}

/** Reads a log once into memory: arrays of its own, exactly as long as their rows. */
export async function collectLog(log: JourneyLog): Promise<JourneyLog> {
  const blocks: JourneyBlock[] = [];
  for await (const block of log.blocks()) blocks.push(copyBlock(log.schema, block));
  return logFromBlocks(log.schema, blocks);
}

/** A copy of a block without spare rows. */
export function copyBlock(schema: LogSchema, block: JourneyBlock): JourneyBlock {
  const { decisions, outcomes, events, endings, hidden } = block;
  const values = hidden && { values: hidden.values.slice(0, hidden.n * schema.hidden.length) };
  return {
    decisions: {
      ...copyColumns(decisionLayout, decisions),
      ...copyWide(schema, decisions),
      ...copyLogged(schema, decisions),
    },
    outcomes: copyColumns(outcomeLayout, outcomes),
    events: copyColumns(eventLayout, events),
    endings: { ...copyColumns(endingLayout, endings), ...copyWide(schema, endings) },
    hidden: hidden && { ...copyColumns(hiddenLayout, hidden), ...values! },
  };
}

function copyColumns<L extends Layout, T extends { readonly n: number }>(
  layout: L,
  table: T,
): Pick<T, keyof L & keyof T> & { n: number } {
  const columns = table as unknown as Record<string, Float64Array>;
  const copies = Object.keys(layout).map((name) => [name, columns[name].slice(0, table.n)]);
  return { ...Object.fromEntries(copies), n: table.n };
}

function copyWide(schema: LogSchema, { n, context, legality }: DecisionColumns | EndingColumns) {
  return {
    context: context.slice(0, n * schema.features.features.length),
    legality: legality?.slice(0, n * schema.actions.actions.length) ?? null,
  };
}

function copyLogged(schema: LogSchema, { n, probabilities, extra }: DecisionColumns) {
  const copies = Object.entries(extra).map(([name, values]) => [name, values.slice(0, n)]);
  return {
    probabilities: probabilities?.slice(0, n * schema.actions.actions.length) ?? null,
    extra: Object.fromEntries(copies) as { [name: string]: Float64Array },
  };
}

export type LogCount = {
  readonly decisions: number;
  readonly outcomes: number;
  readonly events: number;
  readonly endings: number;
  /** Customers with at least one decision. */
  readonly customers: number;
};

/** Counts a log's rows by kind, in one pass. */
export async function countLog(log: JourneyLog): Promise<LogCount> {
  const count = { decisions: 0, outcomes: 0, events: 0, endings: 0, customers: 0 };
  for await (const block of log.blocks()) {
    count.decisions += block.decisions.n;
    count.outcomes += block.outcomes.n;
    count.events += block.events.n;
    count.endings += block.endings.n;
    count.customers += customerRuns(block.decisions).length - 1;
  }
  return count;
}
