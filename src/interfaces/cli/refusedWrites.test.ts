import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../dist/interfaces/cli/main.js');
const log = join(import.meta.dirname, '../../../notebooks/data/open-bandit');
const home = mkdtempSync(join(tmpdir(), 'nextmove-refused-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs in a folder of its own where no file may become larger than so many KiB, as on a disk that is full. */
function refused(args: readonly string[], kib: number) {
  const cwd = mkdtempSync(join(home, 'full-'));
  const script = `trap '' XFSZ; ulimit -f ${kib}; exec "$@"`;
  const words = ['-c', script, 'bash', process.execPath, main, ...args];
  const { status, stderr } = spawnSync('bash', words, { cwd, encoding: 'utf8', timeout: 120_000 });
  return { status, stderr, left: readdirSync(cwd) };
}

const evaluation = ['random_all.csv.gz', 'mapping.yaml', 'bts_policy_all.csv.gz'].map((name) =>
  join(log, name),
);
const small = [
  '--rounds',
  '1',
  '--customers',
  '60',
  '--validation-customers',
  '20',
  '--fresh-customers',
  '20',
];

describe('a disk that is full', () => {
  it.each([
    ['simulate', ['simulate', 'retail-intent', '--customers', '400', '--out', 'deep/run']],
    [
      'a log in a folder',
      ['simulate', 'retail-intent', '--customers', '900', '--out', 'run', '--log', 'full'],
    ],
    ['events as CSV', ['simulate', 'retail-intent', '--customers', '900', '--events', 'deep/events.csv']],
    [
      'events as Parquet',
      ['simulate', 'retail-intent', '--customers', '900', '--events', 'deep/events.parquet'],
    ],
    ['train', ['train', 'retail-intent', '--agent', 'sparseUplift', ...small, '--out', 'run']],
    ['init', ['init', 'deep/mine.yaml'], 4],
    ['show', ['show', 'retail-intent', '--out', 'page']],
    ['trace', ['trace', 'retail-intent', '--customer', '3', '--out', 'page']],
    ['a draft', ['import', evaluation[0], '--draft', 'mine.mapping.yaml'], 1],
    ['import', ['import', evaluation[0], '--mapping', evaluation[1], '--out', 'deep/log']],
    [
      'evaluate',
      ['evaluate', evaluation[0], '--mapping', evaluation[1], '--policy', evaluation[2], '--out', 'run'],
    ],
  ])('%s says so, with file and remedy, and leaves nothing behind', (_, args, kib = 8) => {
    const { status, stderr, left } = refused(args as string[], kib as number);
    expect(stderr).toMatch(/^\S+: the file would be larger than the system allows here\. Make room/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ status, left }).toEqual({ status: 1, left: [] });
  });

  it('keeps what stood at the place before', () => {
    const cwd = mkdtempSync(join(home, 'before-'));
    const args = (more: readonly string[]) => [
      main,
      'simulate',
      'exact/myopic',
      '--customers',
      '30',
      ...more,
    ];
    const place = ['--out', 'run', '--force', '--quiet'];
    expect(spawnSync(process.execPath, args(place), { cwd }).status).toBe(0);
    const before = readdirSync(join(cwd, 'run'));
    const script = `trap '' XFSZ; ulimit -f 1; exec "$@"`;
    const again = ['-c', script, 'bash', process.execPath, ...args([...place, '--seed', '2'])];
    expect(spawnSync('bash', again, { cwd }).status).toBe(1);
    expect(readdirSync(cwd)).toEqual(['run']);
    expect(readdirSync(join(cwd, 'run'))).toEqual(before);
  });
});

describe('a place that cannot be written to', () => {
  const run = (args: readonly string[], cwd: string) =>
    spawnSync(process.execPath, [main, ...args, '--quiet'], { cwd, encoding: 'utf8', timeout: 60_000 });

  it.each([
    ['--out', ['simulate', 'exact/myopic', '--customers', '3', '--out']],
    ['--events', ['simulate', 'exact/myopic', '--customers', '3', '--events']],
    ['init', ['init']],
    ['show', ['show', 'exact/myopic', '--out']],
    ['import', ['import', evaluation[0], '--mapping', evaluation[1], '--out']],
    ['serve', ['serve', join(log, '../../../models/telecom-retention'), '--port', '0', '--log']],
  ])('is named: %s below a file, and below /proc', (name, args) => {
    const cwd = mkdtempSync(join(home, 'place-'));
    writeFileSync(join(cwd, 'file'), 'mine');
    const end = name === '--events' ? 'x.parquet' : 'x';
    const below = run([...args, `file/${end}`], cwd);
    expect(below.stderr).toMatch(/^file\S*: a file is in the way, wanted a folder/);
    const proc = run([...args, `/proc/none/${end}`], cwd);
    expect(proc.stderr).toMatch(/^\/proc\/none\S*: /);
    expect([below.status, proc.status]).toEqual([1, 1]);
    expect(readdirSync(cwd)).toEqual(['file']);
  });

  it('is named where it cannot be read: a folder for a file, a file for a folder', () => {
    const cwd = mkdtempSync(join(home, 'read-'));
    mkdirSync(join(cwd, 'folder.yaml'));
    writeFileSync(join(cwd, 'file'), 'mine');
    const scenario = run(['simulate', 'folder.yaml'], cwd);
    expect(scenario.stderr).toBe('folder.yaml: got a folder, wanted a scenario file\n');
    for (const verb of ['evaluate', 'export', 'report']) {
      const { status, stderr } = run([verb, 'file', '--out', 'x'], cwd);
      expect(status).toBeGreaterThan(0);
      expect(stderr).not.toMatch(/mistake of nextmove|^ +at /m);
    }
    expect(existsSync(join(cwd, 'x'))).toBe(false);
  });
});
