import { describe, expect, it } from 'vitest';
import { appendRow } from './appendRow.ts';
import { collectLog, copyBlock, countLog, digestLog, logFromBlocks, makeBlock } from './blocks.ts';
import { decisionLayout, endingLayout, eventLayout, type JourneyBlock, outcomeLayout } from './records.ts';
import { smallSchema } from './smallSchema.ts';

const schema = smallSchema({ ticks: 10 });

/** A block with one row of each kind for each customer, and room to spare. */
function blockOf(customers: readonly number[]): JourneyBlock {
  const block = makeBlock(schema, { decisions: 9, outcomes: 9, events: 9, endings: 9 });
  for (const customer of customers) {
    const at = block.decisions.n;
    block.decisions.context[at] = customer / 8;
    block.decisions.legality!.set([0, 1, 0], 3 * at);
    block.endings.context[at] = customer;
    const row = { customer, tick: customer % 5 };
    appendRow(block.decisions, decisionLayout, { ...row, decisionId: 100 + customer, time: Number.NaN });
    appendRow(block.outcomes, outcomeLayout, { ...row, value: customer / 3, ticks: 1 });
    appendRow(block.events, eventLayout, { ...row, kind: 1, count: 1 });
    appendRow(block.endings, endingLayout, { ...row, code: 2 });
  }
  return block;
}

describe('collectLog', () => {
  it('copies rows, so that a source may reuse its arrays', async () => {
    const reused = blockOf([1, 2]);
    const source = logFromBlocks(schema, [reused]);
    const copy = await collectLog(source);
    const digest = await digestLog(copy);
    expect(digest).toBe(await digestLog(source));
    reused.decisions.proposed[1] = 2;
    reused.endings.context[0] = 9;
    expect(await digestLog(copy)).toBe(digest);
    for await (const block of copy.blocks()) {
      expect(block.decisions.customer).toEqual(BigUint64Array.of(1n, 2n));
      expect(block.decisions.legality).toEqual(Uint8Array.of(0, 1, 0, 0, 1, 0));
      expect(block.decisions.context).toEqual(Float32Array.of(1 / 8, 2 / 8));
    }
  });
});

describe('countLog', () => {
  it('counts rows by kind and customers with decisions', async () => {
    const log = logFromBlocks(schema, [blockOf([1, 1, 2]), blockOf([3])]);
    expect(await countLog(log)).toEqual({ decisions: 4, outcomes: 4, events: 4, endings: 4, customers: 3 });
  });
});

describe('digestLog', () => {
  const digest = (blocks: readonly JourneyBlock[]) => digestLog(logFromBlocks(schema, blocks));

  it('does not depend on the order of rows nor on the cut into blocks', async () => {
    const whole = await digest([blockOf([1, 2, 3])]);
    expect(await digest([blockOf([3]), blockOf([2, 1])])).toBe(whole);
    expect(await digest([blockOf([]), copyBlock(schema, blockOf([2, 1, 3]))])).toBe(whole);
    expect(whole).toMatch(/^[0-9a-f]{16}$/);
    expect(await digest([])).toBe('0000000000000000');
  });

  it('depends on every value, by its bits', async () => {
    const base = await digest([blockOf([1, 2])]);
    const changes: ((block: JourneyBlock) => void)[] = [
      (block) => (block.decisions.customer[0] |= 1n << 40n),
      (block) => (block.decisions.time[1] = 0),
      (block) => (block.decisions.context[0] = -block.decisions.context[0]),
      (block) => (block.decisions.legality![1] = 2),
      (block) => (block.outcomes.value[0] += 2 ** -50),
      (block) => (block.events.count[0] = 2),
      (block) => (block.endings.context[1] = 0),
      (block) => Object.assign(block.decisions, { extra: { p: Float64Array.of(0.5, 0.5) } }),
    ];
    const digests = await Promise.all(
      changes.map((change) => {
        const block = blockOf([1, 2]);
        change(block);
        return digest([block]);
      }),
    );
    expect(new Set([base, ...digests]).size).toBe(changes.length + 1);
  });

  it('takes every NaN for one', async () => {
    const block = blockOf([1]);
    new Uint32Array(block.decisions.time.buffer).set([5, 0xfff80000]);
    expect(block.decisions.time[0]).toBeNaN();
    expect(await digest([block])).toBe(await digest([blockOf([1])]));
  });
});
