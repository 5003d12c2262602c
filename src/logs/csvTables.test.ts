import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import {
  decisionLayout,
  EndingCode,
  endingLayout,
  Mode,
  outcomeLayout,
  UNKNOWN,
} from '../journey/records.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import { writeCsvTables } from './csvTables.ts';

const home = mkdtempSync(join(tmpdir(), 'nextmove-csv-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const features = makeFeatureSchema([
  { name: 'count(login, 7d)', kind: 'real' },
  { name: 'plan', kind: 'category', levels: ['free', 'pro, "plus"'] },
]);
const schema = smallSchema({ ticks: 30, features });

function blockOf(customer: bigint) {
  const block = makeBlock(schema, { decisions: 1, endings: 1 });
  const time = Date.UTC(2025, 0, 6);
  block.decisions.context.set([0.1, 1]);
  appendRow(block.decisions, decisionLayout, {
    ...{ decisionId: 2n ** 64n - customer, customer, time, featuresAsOf: time, tick: 5 },
    ...{ propensity: 1 / 3, policy: UNKNOWN, mode: Mode.live },
  });
  appendRow(block.outcomes, outcomeLayout, { outcomeId: customer, customer, value: 2.5, occurredAt: time });
  appendRow(block.endings, endingLayout, { customer, tick: 30, time, code: EndingCode.horizon });
  return block;
}

/** Rows of a file as objects; the fields of these tests hold no line ends. */
function rowsOf(folder: string, table: string): { readonly [column: string]: string }[] {
  const [heading, ...lines] = readFileSync(join(folder, `${table}.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  const fieldsOf = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
    );
  const columns = fieldsOf(heading);
  return lines.map((line) => Object.fromEntries(fieldsOf(line).map((field, c) => [columns[c], field])));
}

it('writes a file a table: names for codes, all digits of ids, times in UTC, no more digits than a number has', async () => {
  const folder = join(home, 'whole');
  await writeCsvTables(folder, logFromBlocks(schema, [blockOf(1n), blockOf(2n)]));
  expect(readdirSync(folder).sort()).toEqual([
    ...['decisions.csv', 'endings.csv', 'events.csv', 'outcomes.csv'],
  ]);
  const decisions = rowsOf(folder, 'decisions');
  expect(decisions).toHaveLength(2);
  expect(decisions[0]).toMatchObject({
    ...{ decisionId: '18446744073709551615', customer: '1', time: '2025-01-06T00:00:00.000Z', tick: '5' },
    ...{ propensity: '0.3333333333333333', policy: '', mode: 'live' },
    ...{ 'x.count(login, 7d)': '0.1', 'x.plan': 'pro, "plus"' },
  });
  expect(rowsOf(folder, 'outcomes').map(({ customer, value }) => [customer, value])).toEqual([
    ['1', '2.5'],
    ['2', '2.5'],
  ]);
  expect(rowsOf(folder, 'endings')[1]).toMatchObject({ customer: '2', code: 'horizon' });
  expect(rowsOf(folder, 'events')).toEqual([]);
});

it('writes headings alone for a log of nobody', async () => {
  const folder = join(home, 'nobody');
  await writeCsvTables(folder, logFromBlocks(schema, []));
  expect(readFileSync(join(folder, 'outcomes.csv'), 'utf8')).toMatch(/^outcomeId,[^\n]*\n$/);
});

it('leaves nothing where the log breaks off', async () => {
  const folder = join(home, 'broken');
  const log = {
    schema,
    async *blocks() {
      yield blockOf(1n);
      throw new Error('broken off');
    },
  };
  await expect(writeCsvTables(folder, log)).rejects.toThrow('broken off');
  expect(existsSync(folder) && readdirSync(folder)).toEqual([]);
});
