import { grown, makeColumns, reserve } from '../journey/columns.ts';
import { type HiddenColumns, hiddenLayout, type LogSchema } from '../journey/records.ts';
import type { World } from '../scenario/world.ts';
import type { Block } from './block.ts';
import { writeCustomer } from './writeId.ts';

/** Name of the hidden column that says whether a contact reached the customer in the tick. */
const REACHED = 'reached';

/** Names of the hidden columns: hidden traits, state, and whether a contact arrived. */
export function hiddenNames({ traits, states }: World): string[] {
  return [...traits.filter(({ seen }) => !seen), ...states].map(({ name }) => name).concat(REACHED);
}

export type HiddenTable = {
  readonly table: HiddenColumns;
  /** Of the first n rows listed. */
  add(block: Block, rows: Int32Array, n: number): void;
};

/** The hidden truth of a block: one row for each customer and tick that is asked for. */
export function makeHiddenTable({ world, own }: Block, schema: LogSchema): HiddenTable {
  const width = schema.hidden.length;
  const columns = [...own.traits.filter((_, k) => !world.traits[k].seen), ...own.states];
  const table: HiddenColumns = {
    ...makeColumns(hiddenLayout, 1024),
    values: new Float32Array(1024 * width),
  };
  return {
    table,
    add(block, rows, n) {
      const first = table.n;
      table.n += n;
      reserve(table, hiddenLayout, table.n);
      table.values = grown(table.values, table.n * width);
      for (let i = 0; i < n; i++) {
        const at = first + i;
        const row = rows[i];
        const slot = block.slots.of[row];
        writeCustomer(table.customer, at, block, row);
        table.tick[at] = block.tick;
        table.stage[at] = block.stage[row];
        for (let k = 0; k < columns.length; k++) table.values[at * width + k] = columns[k][slot];
        table.values[at * width + columns.length] = block.reached.action[row] > 0 ? 1 : 0;
      }
    },
  };
}
