import { grown, reserve } from '../journey/columns.ts';
import { type EndingColumns, endingLayout, type LogSchema } from '../journey/records.ts';
import type { Block } from './block.ts';
import type { Observation } from './observe.ts';
import { writeCustomer } from './writeId.ts';

export type EndingTable = { add(block: Block, seen: Observation, code: number): void };

/** The endings of a block, each with its final observation. */
export function makeEndingTable({ features, actions }: LogSchema, table: EndingColumns): EndingTable {
  const [d, A] = [features.features.length, actions.actions.length];
  return {
    add(block, { rows, batch }, code) {
      const { tick, calendar, world, stage } = block;
      const first = table.n;
      table.n += batch.n;
      reserve(table, endingLayout, table.n);
      table.context = grown(table.context, table.n * d);
      table.legality = grown(table.legality!, table.n * A);
      table.context.set(batch.context.subarray(0, batch.n * d), first * d);
      table.legality.set(batch.legality!.subarray(0, batch.n * A), first * A);
      for (let i = 0; i < batch.n; i++) {
        const at = first + i;
        writeCustomer(table.customer, at, block, rows[i]);
        table.tick[at] = tick;
        table.time[at] = calendar.timeOf(tick);
        table.code[at] = code;
        table.stage[at] = world.seenOf[stage[rows[i]]];
      }
    },
  };
}
