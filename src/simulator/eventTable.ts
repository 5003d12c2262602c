import { reserve } from '../journey/columns.ts';
import { type EventColumns, eventLayout } from '../journey/records.ts';
import type { Block } from './block.ts';
import { writeCustomer } from './writeId.ts';

export type EventTable = {
  /** `what`: the EventKind, the index of its name, and how often. */
  add(block: Block, row: number, what: readonly [kind: number, name: number, count: number]): void;
};

/** What the business saw happen in a block, in the block's tick. */
export function makeEventTable(table: EventColumns): EventTable {
  return {
    add(block, row, [kind, name, count]) {
      const at = table.n++;
      if (at >= table.tick.length) reserve(table, eventLayout, table.n);
      writeCustomer(table.customer, at, block, row);
      table.tick[at] = block.tick;
      table.time[at] = block.calendar.timeOf(block.tick);
      table.kind[at] = kind;
      table.name[at] = name;
      table.count[at] = count;
    },
  };
}
