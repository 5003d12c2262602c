import { halves, type Layout } from './columns.ts';
import {
  decisionLayout,
  endingLayout,
  eventLayout,
  hiddenLayout,
  type JourneyBlock,
  type LogSchema,
  outcomeLayout,
} from './records.ts';

type Table = { readonly n: number; readonly customer: BigUint64Array };
type Values =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array;

/**
 * A copy of a block whose tables stand in order of customer, rows of one customer in the order they had: of tick, for
 * a block that was written tick by tick.
 */
export function canonicalBlock(schema: LogSchema, block: JourneyBlock): JourneyBlock {
  const d = schema.features.features.length;
  const A = schema.actions.actions.length;
  const { decisions, outcomes, events, endings, hidden } = block;
  return {
    decisions: ordered(decisions, decisionLayout, { context: d, legality: A, probabilities: A }),
    outcomes: ordered(outcomes, outcomeLayout, {}),
    events: ordered(events, eventLayout, {}),
    endings: ordered(endings, endingLayout, { context: d, legality: A }),
    hidden: hidden && ordered(hidden, hiddenLayout, { values: schema.hidden.length }),
  };
}

function ordered<T extends Table>(table: T, layout: Layout, wide: { readonly [name: string]: number }): T {
  const order = customerOrder(table);
  const columns = table as unknown as Record<string, Values | null>;
  const copy: Record<string, unknown> = { ...table, n: table.n };
  for (const name of Object.keys(layout)) copy[name] = permuted(columns[name] as Values, order, 1);
  for (const [name, width] of Object.entries(wide)) {
    const values = columns[name];
    copy[name] = values && permuted(values, order, width);
  }
  return copy as T;
}

/** Row numbers by (customer, place): stable. */
function customerOrder({ n, customer }: Table): Uint32Array {
  const words = halves(customer);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  return order.sort((a, b) => words[2 * a + 1] - words[2 * b + 1] || words[2 * a] - words[2 * b] || a - b);
}

function permuted(values: Values, order: Uint32Array, width: number): Values {
  const copy = new (values.constructor as new (n: number) => Values)(order.length * width);
  const bytes = values.BYTES_PER_ELEMENT * width;
  // As words where rows are whole words: one loop for columns of every type, which V8 keeps fast.
  if (bytes % 4 === 0) permuteWords(wordsOf(values), order, bytes / 4, wordsOf(copy));
  else permuteBytes(bytesOf(values), order, bytes, bytesOf(copy));
  return copy;
}

const wordsOf = ({ buffer, byteOffset, byteLength }: Values) =>
  new Uint32Array(buffer, byteOffset, byteLength >>> 2);
const bytesOf = ({ buffer, byteOffset, byteLength }: Values) =>
  new Uint8Array(buffer, byteOffset, byteLength);

function permuteWords(from: Uint32Array, order: Uint32Array, width: number, to: Uint32Array): void {
  for (let i = 0, at = 0; i < order.length; i++) {
    const row = order[i] * width;
    for (let j = 0; j < width; j++) to[at++] = from[row + j];
  }
}

function permuteBytes(from: Uint8Array, order: Uint32Array, width: number, to: Uint8Array): void {
  for (let i = 0, at = 0; i < order.length; i++) {
    const row = order[i] * width;
    for (let j = 0; j < width; j++) to[at++] = from[row + j];
  }
}
