import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRun, openRun } from './readRun.ts';
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
    expect(readdirSync(join(home, 'deep'))).toEqual([]);
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

describe('openRun', () => {
  it('says what a folder without a run lacks', async () => {
    await expect(openRun(home)).rejects.toThrow(/without a run's manifest.json/);
    expect(await isRun(home)).toBe(false);
  });

  it('names a broken file', async () => {
    writeFileSync(join(home, 'manifest.json'), '{ "verb": ');
    await expect(openRun(home)).rejects.toThrow(/manifest.json: got no JSON/);
  });

  it('refuses another format', async () => {
    writeFileSync(join(home, 'manifest.json'), '{ "format": 2, "verb": "train" }');
    await expect(openRun(home)).rejects.toThrow(/format 2, this release reads format 1/);
  });
});
