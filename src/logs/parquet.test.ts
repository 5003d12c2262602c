import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { appendRow } from '../journey/appendRow.ts';
import { collectLog, countLog, digestLog, logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { makeColumns } from '../journey/columns.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import {
  decisionLayout,
  EndingCode,
  EventKind,
  endingLayout,
  eventLayout,
  hiddenLayout,
  type JourneyBlock,
  type JourneyLog,
  type LogSchema,
  outcomeLayout,
  UNKNOWN,
} from '../journey/records.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import { openParquetLog, writeParquetLog } from './parquet.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nextmove-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const features = makeFeatureSchema([
  { name: 'x', kind: 'real' },
  { name: 'plan', kind: 'category', levels: ['free', 'pro'] },
]);
const schema: LogSchema = {
  ...smallSchema({ ticks: 30, features }),
  signals: ['login'],
  trueStages: ['active', 'gone'],
  hidden: ['trust'],
};

/** One customer with a row of each kind; ids use all 64 bits. */
function blockOf(customer: bigint): JourneyBlock {
  const block = makeBlock(schema, { decisions: 2, endings: 2 });
  const id = 0xfedcba9876543200n + customer;
  const time = Date.UTC(2025, 0, 6);
  block.decisions.context.set([0.1, 1]);
  block.decisions.legality!.set([0, 4, 7]);
  appendRow(block.decisions, decisionLayout, {
    decisionId: id,
    customer: id,
    cluster: id,
    seq: 4_000_000_000,
    tick: -3,
    time,
    featuresAsOf: Number.NaN,
    sincePrevious: Number.NaN,
    stage: UNKNOWN,
    proposed: 2,
    propensity: 1 / 3,
    admission: 1,
    arm: UNKNOWN,
    cohort: UNKNOWN,
    mode: 3,
  });
  appendRow(block.outcomes, outcomeLayout, {
    outcomeId: 1,
    customer: id,
    name: 1,
    value: 0.1,
    ticks: 7,
    tick: 2,
  });
  const events = [
    { kind: EventKind.stage, name: 0 },
    { kind: EventKind.signal, name: 0 },
    { kind: EventKind.sent, name: 2 },
  ];
  for (const event of events)
    appendRow(block.events, eventLayout, { customer: id, tick: 1, time, count: 2, ...event });
  block.endings.context.set([Number.NaN, Number.NaN]);
  appendRow(block.endings, endingLayout, { customer: id, tick: 9, time, code: EndingCode.horizon });
  const hidden = { ...makeColumns(hiddenLayout, 1), values: Float32Array.of(0.25) };
  appendRow(hidden, hiddenLayout, { customer: id, tick: 1, stage: 1 });
  const probabilities = Float32Array.of(0.2, 0, 0.8, 0, 0, 0);
  return {
    ...block,
    decisions: { ...block.decisions, probabilities, extra: { bts: Float64Array.of(0.7, 0) } },
    hidden,
  };
}

async function roundTrip(log: JourneyLog): Promise<JourneyLog> {
  await writeParquetLog(folder, log);
  return unwrap(await openParquetLog(folder));
}

describe('a log in Parquet', () => {
  it('comes back to the bit: ids, codes, names, missing values and all', async () => {
    const log = logFromBlocks(schema, [blockOf(1n), blockOf(2n)]);
    const back = await roundTrip(log);
    expect(back.schema).toEqual(schema);
    expect(await digestLog(back)).toBe(await digestLog(log));
    expect(await countLog(back)).toEqual({ decisions: 2, outcomes: 2, events: 6, endings: 2, customers: 2 });
    const blocks: JourneyBlock[] = [];
    for await (const block of back.blocks()) blocks.push(block);
    expect(blocks).toHaveLength(2);
    expect(blocks[1].decisions.customer).toEqual(BigUint64Array.of(0xfedcba9876543202n));
    expect(blocks[0].decisions.seq).toEqual(Uint32Array.of(4_000_000_000));
    expect(blocks[0].decisions.extra.bts).toEqual(Float64Array.of(0.7));
    expect(blocks[0].hidden!.values).toEqual(Float32Array.of(0.25));
    expect(readdirSync(folder).sort()).toEqual([
      'blocks.json',
      'decisions.parquet',
      'endings.parquet',
      'events.parquet',
      'hidden.parquet',
      'outcomes.parquet',
      'schema.json',
    ]);
  });

  it('is written in several row groups where it is long, and streams back block by block', async () => {
    const block = makeBlock(schema, { decisions: 100 });
    const log: JourneyLog = {
      schema,
      async *blocks() {
        // The same arrays again and again: what was taken must have been copied.
        for (let k = 0; k < 4; k++) {
          block.decisions.n = 0;
          for (let i = 0; i < 100; i++) {
            block.decisions.context[2 * i] = k + i / 7;
            block.decisions.tick[i] = i;
            block.decisions.customer[i] = BigInt(k);
          }
          block.decisions.n = 100;
          yield block;
        }
      },
    };
    await writeParquetLog(folder, log, { groupRows: 150 });
    const back = unwrap(await openParquetLog(folder));
    expect(JSON.parse(readFileSync(join(folder, 'blocks.json'), 'utf8')).groups).toHaveLength(2);
    expect(await digestLog(back)).toBe(await digestLog(log));
    expect((await countLog(await collectLog(back))).decisions).toBe(400);
  });

  it('may be empty', async () => {
    const back = await roundTrip(logFromBlocks(schema, []));
    expect(await countLog(back)).toMatchObject({ decisions: 0, endings: 0 });
  });

  it('leaves nothing, and no old log half replaced, where writing fails', async () => {
    await writeParquetLog(folder, logFromBlocks(schema, [blockOf(1n)]));
    const before = await digestLog(unwrap(await openParquetLog(folder)));
    const broken: JourneyLog = {
      schema,
      async *blocks() {
        yield blockOf(2n);
        throw new Error('the source broke');
      },
    };
    await expect(writeParquetLog(folder, broken)).rejects.toThrow('the source broke');
    expect(await digestLog(unwrap(await openParquetLog(folder)))).toBe(before);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const fresh = join(folder, 'fresh');
    await expect(writeParquetLog(fresh, broken)).rejects.toThrow('the source broke');
    expect(existsSync(join(fresh, 'schema.json'))).toBe(false);
  });

  it.each([
    ['no schema', (at: string) => rmSync(join(at, 'schema.json')), 'schema.json: no log lies here (ENOENT)'],
    ['no index', (at: string) => rmSync(join(at, 'blocks.json')), 'blocks.json: missing or broken'],
    [
      'no outcomes',
      (at: string) => rmSync(join(at, 'outcomes.parquet')),
      'outcomes.parquet: cannot be read (ENOENT)',
    ],
    [
      'a cut file',
      (at: string) => truncateSync(join(at, 'decisions.parquet'), 100),
      'decisions.parquet: cannot be read',
    ],
    [
      'a broken schema',
      (at: string) => writeFileSync(join(at, 'schema.json'), '{'),
      'schema.json: this is no JSON',
    ],
    [
      'an edited schema',
      (at: string) =>
        writeFileSync(
          join(at, 'schema.json'),
          JSON.stringify({ ...schema, features: { ...features, hash: 'x' } }),
        ),
      'the file says x',
    ],
    [
      'another version',
      (at: string) => writeFileSync(join(at, 'schema.json'), '{"schemaVersion":9}'),
      'got schemaVersion 9',
    ],
  ])('says what is wrong with %s', async (_, damage, message) => {
    await writeParquetLog(folder, logFromBlocks(schema, [blockOf(1n)]));
    damage(folder);
    const result = await openParquetLog(folder);
    expect(result.ok ? 'ok' : result.issues.map(formatIssue).join('\n')).toContain(message);
  });
});
