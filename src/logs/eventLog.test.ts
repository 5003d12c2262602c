import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import {
  EndingCode,
  EventKind,
  endingLayout,
  eventLayout,
  type LogSchema,
  outcomeLayout,
} from '../journey/records.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import { writeEventLog } from './eventLog.ts';
import { openParquetReader } from './parquetFile.ts';

const home = mkdtempSync(join(tmpdir(), 'nextmove-events-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const schema: LogSchema = {
  ...smallSchema({ ticks: 30, actions: ['none', 'hello@email'] }),
  stages: ['active', 'say "hi", all'],
  signals: ['login'],
  outcomes: [
    { name: 'contact_cost', unit: 'money', sign: -1 },
    { name: 'sale', unit: 'money', sign: 1 },
  ],
};

/** Customer 7 is sent something, logs in twice, buys and leaves; customer 3 is there until the horizon. */
function records() {
  const block = makeBlock(schema, { decisions: 0 });
  const { stage, signal } = EventKind;
  const at = (tick: number) => ({ customer: 7, tick, time: tick * 86_400_000 });
  appendRow(block.events, eventLayout, { ...at(1), kind: signal, name: 0, count: 2 });
  appendRow(block.events, eventLayout, { ...at(1), kind: EventKind.sent, name: 1, count: 1 });
  appendRow(block.events, eventLayout, { ...at(2), kind: stage, name: 1, count: 1 });
  const paid = { customer: 7, tick: 1, ticks: 1, occurredAt: 86_400_000 };
  appendRow(block.outcomes, outcomeLayout, { ...paid, name: 0, value: 0.5 });
  appendRow(block.outcomes, outcomeLayout, { ...paid, name: 1, value: 12.25 });
  appendRow(block.outcomes, outcomeLayout, { ...paid, name: 1, value: 1, ticks: 9 });
  appendRow(block.endings, endingLayout, { ...at(3), code: EndingCode.left, stage: 1 });
  appendRow(block.endings, endingLayout, { customer: 3, tick: 30, time: 0, code: EndingCode.horizon });
  return logFromBlocks(schema, [block]);
}

it('writes cases in order, what was sent before what was answered, without recurring pay and costs of contacts', async () => {
  const path = join(home, 'new', 'events.csv');
  expect(await writeEventLog(path, records())).toEqual({ events: 6, cases: 2 });
  const stage = '"say ""hi"", all"';
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toEqual([
    'case,activity,timestamp,channel,kind,intervention,stage,count,value',
    '3,horizon,1970-01-01T00:00:00.000Z,,end,,active,1,',
    '7,send hello,1970-01-02T00:00:00.000Z,email,sent,hello,,1,',
    '7,login,1970-01-02T00:00:00.000Z,,signal,,,2,',
    '7,sale,1970-01-02T00:00:00.000Z,,outcome,,,1,12.25',
    `7,"enter say ""hi"", all",1970-01-03T00:00:00.000Z,,stage,,${stage},1,`,
    `7,left,1970-01-04T00:00:00.000Z,,end,,${stage},1,`,
  ]);
});

it('writes the same as Parquet, with types', async () => {
  const path = join(home, 'events.parquet');
  await writeEventLog(path, records());
  const reader = await openParquetReader(path);
  expect(reader.rows).toBe(6);
  const read = await reader.readGroup(
    [
      { name: 'case', type: 'u64' },
      { name: 'activity', type: 'text' },
      { name: 'timestamp', type: 'time' },
      { name: 'value', type: 'f64' },
    ],
    0,
    6,
  );
  expect([...read].map((values) => Array.from(values as ArrayLike<unknown>)[3])).toEqual([
    7n,
    'sale',
    86_400_000,
    12.25,
  ]);
});

it('leaves nothing behind where it cannot finish, and knows its endings', async () => {
  const broken = {
    schema,
    async *blocks() {
      yield makeBlock(schema, { decisions: 0 });
      throw new Error('the log breaks off');
    },
  };
  for (const path of [join(home, 'half.csv'), join(home, 'half.parquet')]) {
    await expect(writeEventLog(path, broken)).rejects.toThrow('breaks off');
    expect(existsSync(path)).toBe(false);
  }
  expect(readdirSync(home).filter((file) => file.includes('partial'))).toEqual([]);
  await expect(writeEventLog(join(home, 'events.xes'), records())).rejects.toThrow(/\.csv or \.parquet/);
});

it('writes a file without events as one', async () => {
  const path = join(home, 'none.parquet');
  expect(await writeEventLog(path, logFromBlocks(schema, []))).toEqual({ events: 0, cases: 0 });
  expect((await openParquetReader(path)).rows).toBe(0);
});
