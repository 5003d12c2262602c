import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatIssue, type Result, unwrap } from '../core/issue.ts';
import { hash64 } from '../core/luck.ts';
import { digestLog } from '../journey/blocks.ts';
import type { JourneyBlock, JourneyLog } from '../journey/records.ts';
import { type CsvLogOptions, type ImportedLog, openCsvLog } from './csvLog.ts';
import { parseMapping } from './readMapping.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nextmove-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MAPPING = `
mapping: 1
context: { age: number, plan: category }
action: offer
propensity: { column: p }
outcomes: { bought: { column: bought }, spend: { column: spend, unit: money } }
`;
const HEADER = 'age,plan,offer,p,bought,spend,customer,day\n';

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) writeFileSync(path, content);
  return path;
}

async function open(
  csv: string,
  mapping = MAPPING,
  options: CsvLogOptions = {},
): Promise<Result<ImportedLog>> {
  return openCsvLog(file('log.csv', csv), unwrap(parseMapping(mapping, 'mapping.yaml')), options);
}

async function blocksOf(log: JourneyLog): Promise<JourneyBlock[]> {
  const blocks: JourneyBlock[] = [];
  for await (const block of log.blocks()) blocks.push(block);
  return blocks;
}

describe('openCsvLog', () => {
  it('reads each row as a decision with its outcomes', async () => {
    const csv = `${HEADER}31,pro,mail,0.25,1,12.34567,c1,2025-01-01\n,free,call,0.75,0,0,c2,2025-01-02\n`;
    const { log, report } = unwrap(await open(csv));
    const [{ decisions, outcomes }] = await blocksOf(log);
    expect(log.schema.actions.actions.map(({ name }) => name)).toEqual(['call', 'mail']);
    expect(log.schema.features.features).toEqual([
      { name: 'age', kind: 'real' },
      { name: 'plan', kind: 'category', levels: ['free', 'pro'] },
    ]);
    expect([...decisions.proposed]).toEqual([1, 0]);
    expect([...decisions.propensity]).toEqual([0.25, 0.75]);
    expect([...decisions.context]).toEqual([31, 1, Number.NaN, 0]);
    expect([...decisions.decisionId]).toEqual([1n, 2n]);
    expect(log.schema.cluster).toBe('row');
    expect(log.schema.legality).toBe('unknown');
    expect(outcomes.n).toBe(2);
    expect([...outcomes.decisionId.slice(0, 2)]).toEqual([1n, 1n]);
    expect([...outcomes.value.slice(0, 2)]).toEqual([1, 12.3457]);
    expect(report).toMatchObject({ rows: 2, kept: 2, grouping: 'alone' });
  });

  it('reads gzip files, and the same log each time', async () => {
    const csv = `${HEADER}31,pro,mail,0.25,1,2,c1,d\n40,free,call,0.75,0,0,c2,d\n`;
    const path = file('log.csv.gz', gzipSync(csv));
    const { log } = unwrap(await openCsvLog(path, unwrap(parseMapping(MAPPING, 'm'))));
    expect(await digestLog(log)).toBe(await digestLog(log));
    expect(await digestLog(log)).toBe(await digestLog(unwrap(await open(csv)).log));
  });

  it('counts rejected rows, says the first with line and reason, and writes all of them whole', async () => {
    const rejects = join(folder, 'rejects.csv');
    const csv = `${HEADER}31,pro,mail,0.25,1,2,c,d\n31,"a ""b""\nc",mail,1.5,1,2,c,d\nx,pro,mail,0.5,1,2,c,d\n1,pro\n31,pro,mail,0.5,,2,c,d\n`;
    const result = await open(csv, MAPPING, { rejects });
    const { report, log } = unwrap(result);
    expect((await blocksOf(log))[0].decisions.n).toBe(1);
    expect(report.rejects.reasons).toEqual([
      { reason: 'p: wanted a probability in (0, 1]', rows: 1 },
      { reason: 'age: wanted a number', rows: 1 },
      { reason: 'wanted 8 fields', rows: 1 },
      { reason: 'bought: wanted a number, never blank', rows: 1 },
    ]);
    expect(report.rejects.first.map(({ line }) => line)).toEqual([3, 5, 6, 7]);
    expect(result.ok && result.warnings.map(formatIssue).join()).toContain(
      'log.csv:3: warning: 4 of 5 rows are left out; the first: p got "1.5", wanted a probability in (0, 1]',
    );
    expect(readFileSync(rejects, 'utf8')).toBe(
      `line,reason,${HEADER}3,"p: wanted a probability in (0, 1]",31,"a ""b""\nc",mail,1.5,1,2,c,d\n` +
        '5,age: wanted a number,x,pro,mail,0.5,1,2,c,d\n6,wanted 8 fields,1,pro\n' +
        '7,"bought: wanted a number, never blank",31,pro,mail,0.5,,2,c,d\n',
    );
    expect(readdirSync(folder).sort()).toEqual(['log.csv', 'rejects.csv']);
  });

  it('leaves no rejects file where no row is rejected', async () => {
    const rejects = join(folder, 'rejects.csv');
    const { report } = unwrap(await open(`${HEADER}31,pro,mail,0.25,1,2,c,d\n`, MAPPING, { rejects }));
    expect(report.rejects).toEqual({ count: 0, reasons: [], first: [], file: null });
    expect(readdirSync(folder)).toEqual(['log.csv']);
  });

  it('takes propensities from the declared shares, and says where the file does not bear them out', async () => {
    const mapping = MAPPING.replace('{ column: p }', '{ randomised: { mail: 1/4, call: 3/4 } }');
    const rows = '31,pro,mail,,1,2,c,d\n'.repeat(100);
    const result = await open(HEADER + rows, mapping);
    const [{ decisions }] = await blocksOf(unwrap(result).log);
    expect(decisions.propensity[0]).toBe(0.25);
    expect(unwrap(result).log.schema.actions.actions.map(({ name }) => name)).toEqual(['call', 'mail']);
    expect(result.ok && result.warnings.map(({ code }) => code)).toEqual(['import/shares', 'import/shares']);
  });

  it('renames actions by labels and rejects the others; marks what is not declared legal', async () => {
    const mapping = MAPPING.replace(
      'action: offer',
      'action: { column: offer, labels: { m: mail@post, c: call, x: none } }\nlegality: { declared: [mail@post, none] }',
    );
    const csv = `${HEADER}31,pro,m,0.25,1,2,c,d\n31,pro,c,0.25,1,2,c,d\n31,pro,q,0.25,1,2,c,d\n`;
    const { log, report } = unwrap(await open(csv, mapping));
    const [{ decisions }] = await blocksOf(log);
    expect(log.schema.actions.actions.map(({ name }) => name)).toEqual(['mail@post', 'call', 'none']);
    expect(log.schema.actions.none).toBe(2);
    expect([...decisions.legality!.slice(0, 3)]).toEqual([0, 8, 0]);
    expect(report.rejects.reasons.map(({ reason }) => reason)).toEqual([
      'offer: wanted an action that is declared legal',
      'offer: wanted a known action',
    ]);
  });

  const WITH_CUSTOMER = `${MAPPING}customer: customer\ntime: day\nclock: { tick: 1d }\n`;
  const unsorted = Array.from(
    { length: 60 },
    (_, i) =>
      `${i},pro,mail,0.5,${i % 2},0,c${i % 7},2025-01-${String(1 + (i % 30)).padStart(2, '0')} 10:00\n`,
  );

  it('brings the rows of a customer together, in memory or by temporary files, in canonical order', async () => {
    const inMemory = unwrap(await open(HEADER + unsorted.join(''), WITH_CUSTOMER));
    const byFiles = unwrap(await open(HEADER + unsorted.join(''), WITH_CUSTOMER, { rowsInMemory: 20 }));
    expect(inMemory.report.grouping).toBe('memory');
    expect(byFiles.report.grouping).toBe('disk');
    const blocks = await blocksOf(byFiles.log);
    expect(blocks.length).toBeGreaterThan(1);
    const homes = new Map<bigint, Set<number>>();
    blocks.forEach(({ decisions }, b) => {
      for (let i = 0; i < decisions.n; i++) {
        homes.set(decisions.customer[i], (homes.get(decisions.customer[i]) ?? new Set()).add(b));
        if (i === 0) continue;
        const same = decisions.customer[i] === decisions.customer[i - 1];
        expect(
          same
            ? decisions.tick[i] >= decisions.tick[i - 1]
            : decisions.customer[i] > decisions.customer[i - 1],
        ).toBe(true);
        if (same) expect(decisions.seq[i]).toBe(decisions.seq[i - 1] + 1);
      }
    });
    expect(homes.size).toBe(7);
    expect([...homes.values()].every((home) => home.size === 1)).toBe(true);
    expect(await digestLog(byFiles.log)).toBe(await digestLog(inMemory.log));
    const [low, high] = hash64('c3');
    expect(homes.has((BigInt(high) << 32n) | BigInt(low))).toBe(true);
    expect(inMemory.log.schema.clock).toEqual({ start: '2025-01-01', zone: 'UTC', tickDays: 1, ticks: 30 });
    expect(inMemory.log.schema.cluster).toBe('customer');
  });

  it('streams a file that is sorted by customer', async () => {
    const sorted = [...unsorted].sort(
      (a, b) => Number(a.split(',')[6].slice(1)) - Number(b.split(',')[6].slice(1)),
    );
    const { log, report } = unwrap(await open(HEADER + sorted.join(''), WITH_CUSTOMER, { rowsInMemory: 4 }));
    expect(report.grouping).toBe('sorted');
    const blocks = await blocksOf(log);
    expect(blocks.map(({ decisions }) => new Set(decisions.customer.slice(0, decisions.n)).size)).toEqual(
      new Array(7).fill(1),
    );
  });

  it('refuses a file that changed after it was opened', async () => {
    const { log } = unwrap(await open(`${HEADER}31,pro,mail,0.25,1,2,c,d\n`));
    file('log.csv', `${HEADER}31,pro,mail,0.25,1,2,c,d\n1,pro,mail,0.25,1,2,c,d\n`);
    await expect(blocksOf(log)).rejects.toThrow(
      'log.csv: the file changed after it was opened. Import it again.',
    );
  });

  it.each([
    [
      'a column that is not there',
      HEADER,
      MAPPING.replace('{ column: p }', '{ column: price }'),
      /no column `price`/,
    ],
    [
      'a name that is nearly right',
      HEADER,
      MAPPING.replace('offer', 'ofer'),
      /no column `ofer`. Did you mean `offer`\?/,
    ],
    [
      'no readable row',
      `${HEADER}a,b,c,2,1,1,c,d\n`,
      MAPPING,
      /no row can be read .* p: wanted a probability/,
    ],
    ['a header alone', HEADER, MAPPING, /the file has a header alone/],
    ['a clock without customers', `${HEADER}`, `${MAPPING}clock: { tick: 1d }\ntime: day`, /needs customers/],
    ['an empty category', `${HEADER}1,,mail,.5,1,1,c,d\n`, MAPPING, /column `plan` is blank in every row/],
  ])('says what is wrong with %s', async (_, csv, mapping, message) => {
    const result = await open(csv, mapping);
    expect(result.ok ? 'ok' : result.issues.map(formatIssue).join('\n')).toMatch(message);
  });

  it.each([
    ['an empty file', '', /log.csv: the file is empty, wanted a header and rows/],
    ['broken quotes', `${HEADER}31,"pro,mail,0.25,1,2,c,d\n`, /log.csv:2: cannot tell where this row ends/],
  ])('throws one clear message for %s', async (_, csv, message) => {
    await expect(open(csv)).rejects.toThrow(message);
  });

  it('says that a file is not there', async () => {
    const mapping = unwrap(parseMapping(MAPPING, 'm'));
    await expect(openCsvLog(join(folder, 'gone.csv'), mapping)).rejects.toThrow('gone.csv: no such file');
  });

  it('says that a gzip file is cut off', async () => {
    const whole = gzipSync(HEADER + '31,pro,mail,0.25,1,2,c,d\n'.repeat(5000));
    const path = file('cut.csv.gz', whole.subarray(0, whole.length - 20));
    const mapping = unwrap(parseMapping(MAPPING, 'm'));
    await expect(openCsvLog(path, mapping)).rejects.toThrow(/cut.csv.gz: reading stopped after line \d+/);
  });
});
