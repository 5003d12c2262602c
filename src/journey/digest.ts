import { hex64, purposeOf } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import type { Layout } from './columns.ts';
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

type AnyArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An array of rows with its width, or null where the log has none. */
type Wide = readonly [AnyArray | null, number];

/** Running hash of each row: four words a row, and the word that the next value is mixed into. */
type RowHashes = { readonly n: number; readonly state: Uint32Array; lane: number };

/** A sum modulo 2^64 as two words. */
type Sum = { low: number; high: number };

/**
 * 16 hex digits over every record of a log: the sum modulo 2^64 of row hashes, so neither the order of rows nor
 * the cut into blocks matters. Numbers count by their bits (every NaN as one), codes by their index, not their
 * name. A row's hash is cipher block chaining over Philox4x32-10, as in core's hash64, from its table's name on.
 */
export async function digestLog(log: JourneyLog): Promise<string> {
  const sum: Sum = { low: 0, high: 0 };
  for await (const block of log.blocks()) addBlock(sum, log.schema, block);
  return hex64(sum.low, sum.high);
}

function addBlock(sum: Sum, schema: LogSchema, block: JourneyBlock): void {
  const { decisions, outcomes, events, endings, hidden } = block;
  const d = schema.features.features.length;
  const actions = schema.actions.actions.length;
  const { context, legality, probabilities, extra } = decisions;
  const logged: Wide[] = [
    [context, d],
    [legality, actions],
    [probabilities, actions],
    ...Object.keys(extra)
      .sort()
      .map((name): Wide => [extra[name], 1]),
  ];
  const final: Wide[] = [
    [endings.context, d],
    [endings.legality, actions],
  ];
  addTable(sum, { name: 'decisions', layout: decisionLayout, table: decisions, wide: logged });
  addTable(sum, { name: 'outcomes', layout: outcomeLayout, table: outcomes, wide: [] });
  addTable(sum, { name: 'events', layout: eventLayout, table: events, wide: [] });
  addTable(sum, { name: 'endings', layout: endingLayout, table: endings, wide: final });
  if (hidden === null) return;
  const truth: Wide[] = [[hidden.values, schema.hidden.length]];
  addTable(sum, { name: 'hidden', layout: hiddenLayout, table: hidden, wide: truth });
}

type NamedTable = {
  readonly name: string;
  readonly layout: Layout;
  readonly table: { readonly n: number };
  readonly wide: readonly Wide[];
};

function addTable(sum: Sum, { name, layout, table, wide }: NamedTable): void {
  const { n } = table;
  const hashes: RowHashes = { n, state: new Uint32Array(4 * n), lane: 1 };
  for (let i = 0; i < n; i++) hashes.state[4 * i] = purposeOf(name);
  const columns = table as unknown as Record<string, AnyArray>;
  for (const column of Object.keys(layout)) mixColumn(hashes, columns[column], 0, 1);
  for (const [array, width] of wide) {
    mixWord(hashes, () => (array === null ? 0 : width));
    for (let j = 0; array !== null && j < width; j++) mixColumn(hashes, array, j, width);
  }
  while (hashes.lane !== 0) mixWord(hashes, () => 0);
  for (let i = 0; i < n; i++) add(sum, hashes.state[4 * i], hashes.state[4 * i + 1]);
}

/** Mixes value `offset + i * stride` into row i's hash, one word or two by the array's type. */
function mixColumn(hashes: RowHashes, array: AnyArray, offset: number, stride: number): void {
  if (array instanceof BigUint64Array) {
    const words = new Uint32Array(array.buffer, array.byteOffset, array.length * 2);
    for (const half of [0, 1]) mixWord(hashes, (i) => words[2 * (offset + i * stride) + half]);
  } else if (array instanceof Float64Array) {
    const words = new Uint32Array(array.buffer, array.byteOffset, array.length * 2);
    const nan = [0, 0x7ff80000];
    for (const half of [0, 1]) {
      mixWord(hashes, (i) => {
        const at = offset + i * stride;
        return Number.isNaN(array[at]) ? nan[half] : words[2 * at + half];
      });
    }
  } else if (array instanceof Float32Array) {
    const words = new Uint32Array(array.buffer, array.byteOffset, array.length);
    mixWord(hashes, (i) =>
      Number.isNaN(array[offset + i * stride]) ? 0x7fc00000 : words[offset + i * stride],
    );
  } else {
    mixWord(hashes, (i) => array[offset + i * stride]);
  }
}

function mixWord(hashes: RowHashes, wordOf: (row: number) => number): void {
  const { n, state, lane } = hashes;
  for (let i = 0; i < n; i++) state[4 * i + lane] ^= wordOf(i);
  hashes.lane = (lane + 1) & 3;
  if (hashes.lane !== 0) return;
  for (let at = 0; at < 4 * n; at += 4) {
    philox4x32(0, 0, state[at], state[at + 1], state[at + 2], state[at + 3], state, at);
  }
}

function add(sum: Sum, low: number, high: number): void {
  const wide = sum.low + low;
  sum.low = wide >>> 0;
  sum.high = (sum.high + high + (wide >= 2 ** 32 ? 1 : 0)) >>> 0;
}
