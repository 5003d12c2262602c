import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { appendRow } from '../journey/appendRow.ts';
import { digestLog, logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { recordLine } from '../journey/jsonRecords.ts';
import {
  decisionLayout,
  type JourneyBlock,
  type LogSchema,
  outcomeLayout,
  UNKNOWN,
} from '../journey/records.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import { decisionRecord, outcomeRecord } from './segmentRecords.ts';
import { prepareSegments, readSegments } from './segments.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nextmove-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const features = makeFeatureSchema([
  { name: 'x', kind: 'real' },
  { name: 'plan', kind: 'category', levels: ['free', 'pro'] },
]);
const schema: LogSchema = { ...smallSchema({ ticks: 30, features }), source: 'service' };
const DAY = 86_400_000;

/** Customers 1 to n with two decisions and an outcome each. */
function blockOf(customers: number): JourneyBlock {
  const block = makeBlock(schema, { decisions: 2 * customers });
  const probabilities = new Float32Array(6 * customers).fill(0.25);
  for (let c = 1; c <= customers; c++) {
    for (let k = 0; k < 2; k++) {
      const at = block.decisions.n;
      const time = Date.UTC(2025, 0, 6 + k);
      block.decisions.context.set([c / 4, k === 0 ? Number.NaN : 1], 2 * at);
      block.decisions.legality!.set([0, 4, 0], 3 * at);
      appendRow(block.decisions, decisionLayout, {
        decisionId: 10 * c + k,
        customer: c,
        cluster: c,
        seq: k,
        tick: k,
        time,
        featuresAsOf: time,
        sincePrevious: k === 0 ? Number.NaN : DAY,
        proposed: 2,
        propensity: 0.5,
        executed: k === 0 ? 2 : 0,
        admission: k,
        admissionProbability: Number.NaN,
        arm: UNKNOWN,
        armShare: 1,
        cohort: UNKNOWN,
        cohortProbability: 1,
      });
    }
    const times = { occurredAt: Date.UTC(2025, 0, 7), receivedAt: Date.UTC(2025, 0, 7) };
    appendRow(block.outcomes, outcomeLayout, {
      outcomeId: c,
      decisionId: 10 * c,
      customer: c,
      value: 1.5,
      tick: 1,
      ticks: 1,
      ...times,
    });
  }
  return { ...block, decisions: { ...block.decisions, probabilities } };
}

function linesOf(block: JourneyBlock): string[] {
  const decisions = Array.from({ length: block.decisions.n }, (_, i) => decisionRecord(schema, block, i));
  const outcomes = Array.from({ length: block.outcomes.n }, (_, i) => outcomeRecord(schema, block, i));
  return [...decisions, ...outcomes].map(recordLine);
}

async function collect(log: { blocks(): AsyncIterable<JourneyBlock> }): Promise<JourneyBlock[]> {
  const blocks: JourneyBlock[] = [];
  for await (const block of log.blocks()) blocks.push(block);
  return blocks;
}

describe('readSegments', () => {
  it('gives back what was written, whatever the order of lines and the number of segments', async () => {
    const block = blockOf(4);
    const lines = linesOf(block);
    unwrap(await prepareSegments(folder, schema));
    writeFileSync(join(folder, '0001.jsonl'), lines.filter((_, i) => i % 2 === 1).join(''));
    writeFileSync(join(folder, '0000.jsonl'), lines.filter((_, i) => i % 2 === 0).join(''));
    const { log, report } = unwrap(await readSegments(folder));
    expect(report).toEqual({ decisions: 8, outcomes: 4, rejected: 0, first: [], torn: [] });
    expect(await digestLog(log)).toBe(await digestLog(logFromBlocks(schema, [block])));
    const split = unwrap(await readSegments(folder, { recordsInMemory: 5 })).log;
    expect((await collect(split)).length).toBeGreaterThan(1);
    expect(await digestLog(split)).toBe(await digestLog(log));
  });

  it('reports a torn last line and leaves out what is appended later', async () => {
    const lines = linesOf(blockOf(1));
    unwrap(await prepareSegments(folder, schema));
    writeFileSync(join(folder, '0000.jsonl'), lines[0] + lines[1] + lines[2].slice(0, 40));
    const result = await readSegments(folder);
    expect(unwrap(result).report).toMatchObject({
      decisions: 2,
      outcomes: 0,
      rejected: 0,
      torn: ['0000.jsonl'],
    });
    expect(result.ok && formatIssue(result.warnings[0])).toContain(
      '0000.jsonl: warning: the last line was cut off',
    );
    appendFileSync(join(folder, '0000.jsonl'), lines[2].slice(40) + lines[0]);
    expect((await collect(unwrap(result).log))[0].decisions.n).toBe(2);
    expect(unwrap(await readSegments(folder)).report).toMatchObject({ decisions: 3, outcomes: 1, torn: [] });
  });

  it('counts a record that was sent twice once', async () => {
    const [first, second] = linesOf(blockOf(1));
    unwrap(await prepareSegments(folder, schema));
    writeFileSync(join(folder, '0000.jsonl'), first + second + first);
    expect((await collect(unwrap(await readSegments(folder)).log))[0].decisions.n).toBe(2);
  });

  it('takes the ids of people as hashes, and grows the dictionaries', async () => {
    const record = {
      ...decisionRecord(schema, blockOf(1), 0),
      customer: 'Ann',
      stage: 'new',
      cohort: 'test',
    };
    unwrap(await prepareSegments(folder, schema));
    writeFileSync(join(folder, '0000.jsonl'), recordLine(record));
    const { log } = unwrap(await readSegments(folder));
    expect(log.schema.stages).toEqual(['active', 'new']);
    const [{ decisions }] = await collect(log);
    expect(log.schema.cohorts[decisions.cohort[0]]).toBe('test');
    expect(decisions.customer[0]).not.toBe(1n);
    expect(decisions.cluster[0]).toBe(1n * decisions.customer[0]);
  });

  it.each([
    ['no JSON', '{"record":\n', 'no JSON'],
    ['an unknown record', '{"record":"note"}\n', 'record is "note"'],
    [
      'a wrong type',
      linesOf(blockOf(1))[0].replace('"propensity":0.5', '"propensity":5'),
      'propensity: Too big',
    ],
    [
      'an unknown action',
      linesOf(blockOf(1))[0].replace('"proposed":"call"', '"proposed":"fax"'),
      'unknown action fax',
    ],
    [
      'other features',
      linesOf(blockOf(1))[0].replace(features.hash, '0123456789abcdef'),
      'features of schema 0123',
    ],
    ['a feature that is missing', linesOf(blockOf(1))[0].replace('"x":0.25,', ''), 'context.x is undefined'],
    ['an unknown level', linesOf(blockOf(1))[1].replace('"pro"', '"gold"'), 'context.plan is "gold"'],
    ['an unknown outcome', linesOf(blockOf(1))[2].replace('"margin"', '"fame"'), 'unknown outcome fame'],
  ])('counts a line with %s and says where it stands', async (_, line, problem) => {
    unwrap(await prepareSegments(folder, schema));
    writeFileSync(join(folder, '0000.jsonl'), linesOf(blockOf(1))[0] + line);
    const { report } = unwrap(await readSegments(folder));
    expect(report.rejected).toBe(1);
    expect(report.first[0]).toMatchObject({ file: '0000.jsonl', line: 2 });
    expect(report.first[0].problem).toContain(problem);
  });

  it('needs a schema, and refuses a folder of another', async () => {
    const nothing = await readSegments(folder);
    expect(nothing.ok ? '' : formatIssue(nothing.issues[0])).toContain(
      'schema.json: no log lies here (ENOENT)',
    );
    unwrap(await prepareSegments(folder, schema));
    expect((await prepareSegments(folder, schema)).ok).toBe(true);
    const other = await prepareSegments(folder, smallSchema({ ticks: 1 }));
    expect(other.ok ? '' : formatIssue(other.issues[0])).toContain(
      'holds records of other features or actions',
    );
  });
});
