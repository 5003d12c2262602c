import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { openCsvLog } from './csvLog.ts';
import { draftMapping } from './draftMapping.ts';
import { profileCsv } from './profileCsv.ts';
import { parseMapping } from './readMapping.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nextmove-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(csv: string): string {
  writeFileSync(join(folder, 'log.csv'), csv);
  return join(folder, 'log.csv');
}

const rows = Array.from({ length: 40 }, (_, i) =>
  [i, 20 + (i % 9), ['web', 'shop'][i % 2], `u${i % 15}`, ['mail', 'call', 'none'][i % 3], 0.2 + (i % 3) / 10]
    .concat([i % 4 === 0 ? 1 : 0, i % 8 === 0 ? 9.5 : 0])
    .concat([`2025-01-${10 + (i % 20)}`])
    .join(','),
);
const CSV = `,age,channel,user_id,action,propensity,clicked,revenue,date\n${rows.join('\n')}\n`;

describe('draftMapping', () => {
  it('finds each role and drafts a mapping that imports as it stands', async () => {
    const path = file(CSV);
    const { yaml, missing, candidates } = await draftMapping(path);
    expect(missing).toEqual(['slot']);
    expect(candidates.action.slice(0, 2)).toEqual(['action', 'channel']);
    const mapping = unwrap(parseMapping(yaml, 'draft.yaml'));
    expect(mapping).toMatchObject({
      action: { column: 'action' },
      propensity: { column: 'propensity' },
      customer: 'user_id',
      time: { column: 'date', unit: 'iso' },
      outcomes: { clicked: { unit: 'count' }, revenue: { unit: 'money' } },
      context: { age: 'count', channel: 'category' },
    });
    expect(yaml).toContain('action: action # or channel, ');
    expect(yaml).toContain('# "": left out, the row number');
    expect(unwrap(await openCsvLog(path, mapping)).report.kept).toBe(40);
  });

  it('puts nothing into the context that came of the action or belongs to its choice', async () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      [
        20 + (i % 9),
        ['mail', 'call'][i % 2],
        0.5,
        0.1 * (i % 11),
        5 + i,
        i % 4,
        ['yes', 'no'][i % 2],
        300 + ((7 * i) % 50),
      ].join(','),
    );
    const { yaml } = await draftMapping(
      file(`age,arm,prob,p_target,spend,visits,converted,credit_score\n${lines.join('\n')}\n`),
    );
    const mapping = unwrap(parseMapping(yaml, 'draft.yaml'));
    expect(mapping).toMatchObject({
      propensity: { column: 'prob' },
      outcomes: { spend: { unit: 'money' }, visits: { unit: 'count' } },
    });
    expect(mapping.context).toEqual({ age: 'count', credit_score: 'count' });
    expect(yaml).toMatch(
      /# p_target: left out, its name says that it is a probability of the action.*`extra`\?/,
    );
    expect(yaml).toMatch(
      /# converted: left out, its name says that it came of the action.*values: \{ WORD: 1/,
    );
  });

  it('proposes shares where no column looks like a propensity', async () => {
    const { yaml } = await draftMapping(file('arm,y\na,1\nb,0\na,0\n'));
    expect(yaml).toContain('# propensity: { randomised: { a: 1/2, b: 1/2 } }');
    expect(yaml).toContain('"y": { column: "y", unit: count }');
  });
});

describe('profileCsv', () => {
  it('names the narrowest type of each column', async () => {
    const { rows: count, columns } = await profileCsv(
      file('a,b,c,d,e\n0,1,1.5,2025-01-01,x\n1,7,NA,2025-01-02T03:04Z,\n'),
    );
    expect(count).toBe(2);
    expect(columns.map(({ type }) => type)).toEqual(['bool', 'count', 'number', 'time', 'text']);
    expect(columns.map(({ blanks }) => blanks)).toEqual([0, 0, 1, 0, 1]);
    expect(columns[1]).toMatchObject({ distinct: 2, exact: true, minimum: 1, maximum: 7, zeros: 0 });
  });

  it('estimates how many different values there are beyond 10,000', async () => {
    const ids = Array.from({ length: 30_000 }, (_, i) => `id${i % 15_000}`);
    const { columns } = await profileCsv(file(`id\n${ids.join('\n')}\n`));
    expect(columns[0].exact).toBe(false);
    expect(Math.abs(columns[0].distinct - 15_000)).toBeLessThan(300);
  });
});
