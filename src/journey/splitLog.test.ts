import { expect, it } from 'vitest';
import { appendRow } from './appendRow.ts';
import { countLog, digestLog, logFromBlocks, makeBlock } from './blocks.ts';
import { decisionLayout, type JourneyLog, outcomeLayout } from './records.ts';
import { smallSchema } from './smallSchema.ts';
import { splitLog } from './splitLog.ts';

const schema = smallSchema({ ticks: null });

/** 400 customers with two decisions and an outcome each. */
function logOf(): JourneyLog {
  const block = makeBlock(schema, { decisions: 800 });
  for (let customer = 1; customer <= 400; customer++) {
    for (let seq = 0; seq < 2; seq++) {
      block.decisions.context[block.decisions.n] = customer + seq / 2;
      appendRow(block.decisions, decisionLayout, { customer, seq, decisionId: 2 * customer + seq });
    }
    appendRow(block.outcomes, outcomeLayout, { customer, decisionId: 2 * customer, value: customer });
  }
  return logFromBlocks(schema, [block]);
}

async function customersOf(log: JourneyLog): Promise<Set<bigint>> {
  const customers = new Set<bigint>();
  for await (const { decisions } of log.blocks()) {
    for (let i = 0; i < decisions.n; i++) {
      customers.add(decisions.customer[i]);
      expect(decisions.context[i]).toBe(Number(decisions.customer[i]) + decisions.seq[i] / 2);
    }
  }
  return customers;
}

it('splitLog cuts between customers, and gives each to one part, with all of their records', async () => {
  const parts = splitLog(logOf(), [1, 2], 0.5);
  const [first, rest] = [await customersOf(parts[0]), await customersOf(parts[1])];
  expect(first.size + rest.size).toBe(400);
  expect([...first].some((customer) => rest.has(customer))).toBe(false);
  expect(Math.abs(first.size - 200)).toBeLessThan(40);
  const counts = await countLog(parts[0]);
  expect(counts).toMatchObject({ decisions: 2 * first.size, outcomes: first.size });
});

it('splitLog is the same under one key and another under another', async () => {
  const digest = (key: [number, number]) => digestLog(splitLog(logOf(), key, 0.3)[0]);
  expect(await digest([1, 2])).toBe(await digest([1, 2]));
  expect(await digest([1, 3])).not.toBe(await digest([1, 2]));
});
