import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRun, openRun } from './readRun.ts';
import { report } from './report.ts';
import { beginRun, slug } from './runFolder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'nextmove-run-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a run folder', () => {
  it('appears when it is whole, and not before', async () => {
    const path = join(home, 'a');
    const run = await beginRun('x', { out: path });
    await run.write('one.txt', '1\n');
    await run.append('one.txt', '2\n');
    expect(readdirSync(home)).toEqual(['a.partial']);
    await run.commit();
    expect(readdirSync(home)).toEqual(['a']);
    expect(readFileSync(join(path, 'one.txt'), 'utf8')).toBe('1\n2\n');
  });

  it('leaves nothing behind when it is discarded', async () => {
    const run = await beginRun('x', { out: join(home, 'deep', 'a') });
    await run.discard();
    expect(readdirSync(home)).toEqual([]);
  });

  it('is never overwritten, unless by force, and then only once the new one is whole', async () => {
    const path = join(home, 'a');
    const old = await beginRun('x', { out: path });
    await old.write('old.txt', '');
    await old.commit();
    await expect(beginRun('x', { out: path })).rejects.toThrow(/a path that is taken.*--force/);
    const fresh = await beginRun('x', { out: path, force: true });
    await fresh.write('new.txt', '');
    expect(existsSync(join(path, 'old.txt'))).toBe(true);
    await fresh.commit();
    expect(readdirSync(path)).toEqual(['new.txt']);
  });

  it('is not begun over what a stopped run left', async () => {
    const path = join(home, 'a');
    await beginRun('x', { out: path });
    await expect(beginRun('x', { out: path })).rejects.toThrow(/a stopped run left/);
  });
});

it('a name is lower case, digits and dashes', () => {
  expect(slug('Telecom retention linUcb')).toBe('telecom-retention-lin-ucb');
  expect(slug(' ?!')).toBe('run');
});

function writeManifest(verb: string): void {
  const none = { scenario: null, agent: null, policy: null, seeds: {}, size: {}, notes: [] };
  const versions = { nextmove: '1', node: '20' };
  const rest = { machine: '', startedAt: '2025-01-01T00:00:00Z', seconds: 1, complete: true };
  const manifest = { format: 1, verb, title: 't', versions, ...none, ...rest };
  writeFileSync(join(home, 'manifest.json'), JSON.stringify(manifest));
}

describe('openRun', () => {
  it('says what a folder without a run lacks', async () => {
    await expect(openRun(home)).rejects.toThrow(/without a run's manifest.json/);
    expect(await isRun(home)).toBe(false);
  });

  it('names a broken file', async () => {
    writeFileSync(join(home, 'manifest.json'), '{ "verb": ');
    await expect(openRun(home)).rejects.toThrow(/manifest.json: got no JSON/);
  });

  it('says what a manifest lacks, and where a bundle lies instead', async () => {
    writeFileSync(join(home, 'manifest.json'), '{}');
    await expect(openRun(home)).rejects.toThrow(
      /manifest.json format: .*wanted.* It was written by another release or changed by hand/,
    );
    writeFileSync(join(home, 'manifest.json'), '[]');
    await expect(openRun(home)).rejects.toThrow(/manifest.json: got array, wanted object/);
    writeFileSync(join(home, 'manifest.json'), '{ "format": 1, "policyId": "x", "files": [] }');
    await expect(openRun(home)).rejects.toThrow(/got a bundle, wanted a run folder/);
  });

  it('says what a comparison and estimates lack, the first five places and how many more', async () => {
    writeManifest('compare');
    writeFileSync(join(home, 'comparison.json'), '{"format":1}');
    writeFileSync(join(home, 'estimates.json'), '{"format":1,"level":"high","measures":{}}');
    const run = await openRun(home);
    await expect(run.comparison()).rejects.toThrow(
      /comparison.json scenario: got nothing, wanted object\. It was written.*run it again.*and \d+ more$/s,
    );
    await expect(run.estimates()).rejects.toThrow(/estimates.json level: wanted a number/);
    await expect(report({ runs: [home], out: join(home, 'page.html') })).rejects.toThrow(
      /comparison.json scenario: got nothing/,
    );
  });

  it('tells a folder that is not there from one without a run, and finds what a stopped run left', async () => {
    await expect(openRun(join(home, 'gone'))).rejects.toThrow(/gone: there is no such folder$/);
    mkdirSync(join(home, 'cc.partial'));
    await expect(openRun(join(home, 'cc'))).rejects.toThrow(
      /no such folder\. .*cc\.partial is there: what a run left that was stopped/,
    );
  });

  it('refuses another format', async () => {
    writeFileSync(join(home, 'manifest.json'), '{ "format": 2, "verb": "train" }');
    await expect(openRun(home)).rejects.toThrow(/format 2, this release reads format 1/);
  });
});
