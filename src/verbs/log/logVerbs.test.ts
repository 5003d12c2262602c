import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatIssue, type Result, unwrap } from '../../core/issue.ts';
import { philox4x32 } from '../../core/philox.ts';
import { contrastTargets } from '../../evaluation/contrast.ts';
import { dr } from '../../evaluation/dr.ts';
import type { EvaluationTarget } from '../../evaluation/estimate.ts';
import { digestLog } from '../../journey/blocks.ts';
import type { JourneyLog } from '../../journey/records.ts';
import { splitLog } from '../../journey/splitLog.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { parseReward, type RewardOptions } from '../evaluate/parseReward.ts';
import { parseTarget } from '../evaluate/parseTarget.ts';
import { decide } from '../serve/decide.ts';
import { exportPolicy } from '../serve/export.ts';
import { partsOfLog } from '../serve/partsOfLog.ts';
import { learnFromLog } from '../train/learnFromLog.ts';
import { importLog } from './import.ts';
import { openLog } from './openLog.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nextmove-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mappingFile = join(import.meta.dirname, '../../../notebooks/data/hillstrom/mapping.yaml');

/**
 * A made-up file of Hillstrom's shape: women's mail works on those who bought women's things, men's on the others.
 */
function hillstromLike(rows: number): string {
  const words = new Uint32Array(4);
  const lines = Array.from({ length: rows }, (_, i) => {
    philox4x32(1, 2, i, 0, 0, 0, words);
    const [arm, womens, chance, other] = [words[0] % 3, words[1] % 2, words[2] % 1000, words[3]];
    const fits = (arm === 2) === (womens === 1);
    const visit = chance < (arm === 0 ? 100 : fits ? 400 : 150) ? 1 : 0;
    const spend = visit === 1 && other % 10 === 0 ? 50 : 0;
    const segment = ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'][arm];
    const zip = ['Rural', 'Surburban', 'Urban'][other % 3];
    const context = `${1 + (other % 12)},1) $0 - $100,${30 + (other % 500)}.5,${1 - womens},${womens},${zip},0,Web`;
    return `${context},${segment},${visit},${spend > 0 ? 1 : 0},${spend}`;
  });
  const header =
    'recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,conversion,spend';
  return `${header}\n${lines.join('\n')}\n`;
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function openHillstrom(rows = 3000): Promise<JourneyLog> {
  return unwrap(await openLog(file('hillstrom.csv', hillstromLike(rows)), { mapping: mappingFile }));
}

const targetOf = async (text: string, log: JourneyLog) => parseTarget(text, log.schema);
const complaint = (result: Result<unknown>) => (result.ok ? 'ok' : result.issues.map(formatIssue).join('\n'));

describe('importLog', () => {
  it('writes a log that openLog reads, and a file of what it left out', async () => {
    const csv = file('log.csv', `${hillstromLike(50)}1,x,abc,0,0,Rural,0,Web,No E-Mail,0,0,0\n`);
    const out = join(folder, 'imported');
    const imported = unwrap(await importLog({ file: csv, mapping: mappingFile, out }));
    if (imported.kind !== 'log') throw new Error('wanted a log');
    expect(imported.report).toMatchObject({ rows: 51, kept: 50 });
    expect(readFileSync(`${out}.rejects.csv`, 'utf8')).toContain('52,history: wanted a number,1,x,abc');
    const read = unwrap(await openLog(out));
    const direct = unwrap(await openLog(csv, { mapping: mappingFile }));
    expect(await digestLog(read)).toBe(await digestLog(direct));
  });

  it('drafts a mapping where it is given none, once, and says the next command', async () => {
    const csv = file('log.csv', hillstromLike(200));
    const draft = join(folder, 'draft.yaml');
    const drafted = unwrap(await importLog({ file: csv, draft }));
    if (drafted.kind !== 'draft') throw new Error('wanted a draft');
    expect(drafted.next).toBe(`nextmove import ${csv} --mapping ${draft} --out logs/log`);
    expect(readFileSync(draft, 'utf8')).toContain('action: segment');
    expect(unwrap(await importLog({ file: csv, mapping: draft })).kind).toBe('log');
    expect(complaint(await importLog({ file: csv, draft }))).toContain('a mapping lies here already');
  });
});

describe('openLog', () => {
  it.each([
    ['nothing', 'gone', /gone: no such file or folder\. Give the folder of an import/],
    ['a folder without a log', '', /no log lies here/],
    [
      'a CSV without mapping',
      'hillstrom.csv',
      /a CSV file needs a mapping\. `nextmove import .*` drafts one/,
    ],
  ])('says what it wants instead of %s', async (_, name, message) => {
    file('hillstrom.csv', hillstromLike(5));
    const path = name === '' ? mkdtempSync(join(folder, 'empty-')) : join(folder, name);
    expect(complaint(await openLog(path))).toMatch(message);
  });
});

describe('parseReward', () => {
  const parse = async (text: string | undefined, options?: RewardOptions) =>
    parseReward(text, (await openHillstrom(5)).schema, options);

  it('reads outcomes with signs', async () => {
    expect(unwrap(await parse('spend, -visit'))).toMatchObject({
      name: 'spend - visit',
      of: [
        { outcome: 'spend', sign: 1 },
        { outcome: 'visit', sign: -1 },
      ],
      windowTicks: 1,
      discountPerTick: 1,
    });
  });

  it('asks which of several, and names the nearest', async () => {
    expect(complaint(await parse(undefined))).toContain(
      'the outcomes visit, conversion, spend; which of them',
    );
    expect(complaint(await parse('vist'))).toBe('the log has no outcome `vist`. Did you mean `visit`?');
  });
});

describe('parseTarget', () => {
  it('reads rules over the columns of the context', async () => {
    const log = await openHillstrom(300);
    const path = file(
      'rules.yaml',
      '- { when: womens and not mens, do: womens@email }\n- { when: "zip_code == \'Rural\'", do: none }\n- do: mens@email\n',
    );
    const target = unwrap(await targetOf(path, log)) as Extract<EvaluationTarget, { kind: 'policy' }>;
    expect(target.names).toEqual(['womens@email', 'none', 'mens@email']);
    for await (const { decisions: d } of log.blocks()) {
      const out = new Float32Array(3 * d.n);
      target.policy.probabilities(
        { n: d.n, context: d.context, legality: null, ids: new Uint32Array(2 * d.n), key: [0, 0] },
        out,
      );
      for (let i = 0; i < d.n; i++) {
        const [, , mens, womens, zip] = d.context.subarray(7 * i);
        const wanted = womens && !mens ? 2 : zip === 0 ? 0 : 1;
        expect(out[3 * i + wanted]).toBe(1);
      }
    }
  });

  it.each([
    ['an unknown action', 'always:fax', /the log has no action `fax`/],
    ['neither form nor file', 'unifrom', /got the policy "unifrom".*Did you mean `uniform`/],
    ['a file of another kind', 'notes.txt', /got the file ".*notes.txt"\. Give uniform, always:ACTION/],
    [
      'rules with an unknown action',
      'r1.yaml',
      /r1.yaml:1:3 rules\[0\].do: the log has no action `mens`\. Known: `none`/,
    ],
    [
      'rules with an unknown column',
      'r2.yaml',
      /r2.yaml:1:11 rules\[0\].when: .*`womans`.*Did you mean `womens`/,
    ],
    ['rules with an unknown key', 'r3.yaml', /unknown key `if`/],
    ['rules that are none', 'r4.yaml', /wanted a list of/],
    [
      'a table without probabilities',
      't1.csv',
      /got the columns segment, share, wanted probabilities\. Name the columns p_pos1/,
    ],
    ['a table with an unknown action', 't2.csv', /t2.csv:3: the log has no action `fax`/],
    ['a table that does not add up', 't3.csv', /column `p` sums to 0.5/],
    ['a table with a wrong number', 't4.csv', /t4.csv:2: got 1.5\. Wanted a probability/],
  ])('says what is wrong with %s', async (_, text, message) => {
    file('notes.txt', '');
    file('r1.yaml', '- { do: mens }\n');
    file('r2.yaml', '- { when: womans > 0, do: none }\n');
    file('r3.yaml', '- { if: womens, do: none }\n');
    file('r4.yaml', 'womens\n');
    file('t1.csv', 'segment,share\nnone,1\n');
    file('t2.csv', 'segment,p\nnone,1\nfax,0\n');
    file('t3.csv', 'segment,p\nnone,0.5\n');
    file('t4.csv', 'segment,p\nnone,1.5\n');
    const path = text.includes('.') ? join(folder, text) : text;
    expect(complaint(await targetOf(path, await openHillstrom(5)))).toMatch(message);
  });

  it('tells the first five complaints about a table of another log, and how many more there are', async () => {
    const table = file(
      'other.csv',
      `item,p\n${Array.from({ length: 80 }, (_, i) => `i${i},0`).join('\n')}\n`,
    );
    const lines = complaint(await targetOf(table, await openHillstrom(5))).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe(`${table}: and 75 more. Is it a table for the actions of another log?`);
  });
});

describe('evaluate', () => {
  it('says why an estimator gives no number', async () => {
    const text = readFileSync(mappingFile, 'utf8').replace(/^propensity.*$/m, '');
    const mapping = file('without.yaml', text);
    const log = unwrap(await openLog(file('h.csv', hillstromLike(500)), { mapping }));
    const reward = unwrap(parseReward('visit', log.schema));
    const { estimates } = await evaluate(log, unwrap(await targetOf('uniform', log)), { reward });
    expect(estimates.map(({ estimator, withheld }) => [estimator, withheld === null])).toEqual([
      ['on-policy', true],
      ['ips', false],
      ['snips', false],
      ['dm', true],
      ['dr', false],
    ]);
    expect(estimates[1].withheld).toContain('500 of 500 decisions have no logged propensity');
    const said = estimates.flatMap(({ warnings }) => warnings.map(({ message }) => message));
    expect(said.filter((message) => /effective sample size|weight/.test(message))).toEqual([]);
  });

  it('refuses an estimator that does not exist', async () => {
    const log = await openHillstrom(5);
    const reward = unwrap(parseReward('visit', log.schema));
    const target = unwrap(await targetOf('uniform', log));
    await expect(evaluate(log, target, { reward, estimators: ['ipw'] })).rejects.toThrow(
      'got the estimator "ipw"',
    );
  });
});

describe('a log of a randomised test', () => {
  it('is learned from, and what was learned is better on customers it never met, exported and served', async () => {
    const log = await openHillstrom();
    const reward = unwrap(parseReward('visit', log.schema));
    const [training, rest] = splitLog(log, [5, 5], 0.5);
    const { policy, body, title } = await learnFromLog(training, { agent: 'linearUplift', reward });
    const learned: EvaluationTarget = { kind: 'policy', title, policy };
    const settings = { reward, level: 0.95, clip: null, folds: 3, minimumEffectiveSampleSize: 30 };
    for (const other of ['always:none', 'always:mens@email', 'always:womens@email']) {
      const against = unwrap(await targetOf(other, log));
      const { clearOfZero, difference } = await contrastTargets(dr, rest, [learned, against], settings);
      expect(difference).toBeGreaterThan(0.05);
      expect(clearOfZero).toBe(true);
    }
    const story = {
      name: 'hillstrom',
      agent: { kind: 'linearUplift', version: 1, title, options: {} },
      seeds: { root: '1' },
      reward,
    };
    const out = join(folder, 'model');
    const { bundle } = await exportPolicy(await partsOfLog(log, body, story), { out });
    expect(bundle.spec.features.hash).toBe(log.schema.features.hash);
    const traits = {
      recency: 3,
      history: 120,
      mens: false,
      womens: true,
      zip_code: 'Rural',
      newbie: false,
      channel: 'Web',
    };
    const [decision] = await decide(out, { customer: 'Ann', traits });
    expect(decision.action).toBe('womens@email');
    const [other] = await decide(out, { customer: 'Bob', traits: { ...traits, mens: true, womens: false } });
    expect(other.action).toBe('mens@email');
    const served = unwrap(await targetOf(out, log));
    expect(served.title).toBe('the bundle hillstrom');
    const { difference } = await contrastTargets(dr, rest, [served, learned], settings);
    expect(difference).toBe(0);
  });
});
