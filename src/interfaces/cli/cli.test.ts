import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from './cli.ts';

/** The built command: `npm test` builds before it runs the tests. */
const main = join(import.meta.dirname, '../../../dist/interfaces/cli/main.js');
const home = mkdtempSync(join(tmpdir(), 'nextmove-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

beforeAll(() => {
  if (!existsSync(main)) throw new Error('dist/ holds no command line: run `npm run build` first');
});

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a command line in the temporary folder; `watch` sees standard output as it comes. */
function nextmove(
  args: readonly string[],
  watch: (out: string, kill: (signal: 'SIGINT') => void) => void = () => {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: home });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
      watch(out, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** The same without a process of its own, for what ends before any work begins. */
async function inProcess(args: readonly string[]): Promise<Ended> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await runCli(args);
    const textOf = ({ mock }: typeof log) => mock.calls.map((call) => call.join(' ')).join('\n');
    return { code: Number(process.exitCode ?? 0), out: textOf(log), err: textOf(error) };
  } finally {
    process.exitCode = undefined;
    vi.restoreAllMocks();
  }
}

const words = 'simulate train evaluate compare import export decide serve show report schema init'.split(' ');
const tiny = ['--rounds', '2', '--customers', '60', '--validation-customers', '40'];
const train = ['train', 'exact/myopic', '--agent', 'linUcb', ...tiny, '--fresh-customers', '40'];

describe('help', () => {
  it('lists every command and the exit codes', async () => {
    const { code, out } = await inProcess(['--help']);
    expect(code).toBe(0);
    for (const word of words) expect(out).toContain(`nextmove ${word}`);
    expect(out).toMatch(/Exit codes: 0 done; 1 the work failed; 2 .*; 3 .*; 130\s+stopped/s);
  });

  it.each(words)('of %s shows an example and the exit codes', async (word) => {
    const { code, out } = await inProcess([word, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Examples:\n  nextmove ${word}`);
    expect(out).toContain('Exit codes: 0 done');
  });

  it('--version is the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(main, '../../../../package.json'), 'utf8'));
    expect((await nextmove(['--version'])).out).toBe(`${version}\n`);
  });
});

describe('a command line that is not understood', () => {
  it('ends the process with 2 and suggests what may have been meant', async () => {
    const { code, err } = await nextmove(['trian']);
    expect(err).toMatch(/^there is no command `trian`\. Did you mean `train`\?/);
    expect(code).toBe(2);
  });

  it.each([
    [[], /got no command/],
    [['show', 'x', '--jsno'], /^there is no flag `--jsno` here\. Did you mean `--json`\?$/m],
    [['simulate', 'x', '--polcy', 'today'], /^there is no flag `--polcy` here\. Did you mean `--policy`\?$/m],
    [
      ['train', 'x', '--agent', 'a', '--validaton-customers', '3'],
      /^.*`--validaton-customers` here\. Did you mean `--validation-customers`\?\nRun/,
    ],
    [['init', 'x', 'y'], /^got "y" beside what is wanted$/m],
    [['fly'], /^there is no command `fly`\. Known: init, show, /],
    [['train', 'x', '--agent', 'linUcb', '--rounds', 'abc'], /--rounds: got abc, wanted a whole number/],
    [['evaluate', 'x', '--policy', 'uniform', '--clip', 'no'], /--clip: got no, wanted a number$/m],
    [['train', 'x', '--agent', 'linUcb', '--rounds', '0'], /--rounds: got 0, wanted a whole number/],
    [['serve', 'x', '--log', 'y', '--port', 'http'], /--port: got http, wanted a number from 0 to 65535/],
    [['simulate', 'x', '--set', 'a'], /--set: got a, wanted NAME=NUMBER/],
    [['simulate', 'x', '--level', '95'], /--level: got 95, wanted a number from 0.5/],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { code, out, err } = await inProcess(args);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

describe('a mistake in a file', () => {
  it('ends with 1, names place and remedy and shows no stack', async () => {
    writeFileSync(join(home, 'broken.yaml'), 'nextmove: 1\nname: x\nclok: {}\n');
    const { code, err } = await nextmove(['simulate', 'broken.yaml']);
    expect(code).toBe(1);
    expect(err).toMatch(/^broken.yaml:3:1 clok: .*Did you mean `clock`/m);
    expect(err).not.toMatch(/^ +at /m);
  });

  it('comes as JSON where that is asked for', async () => {
    const { code, out } = await nextmove(['show', 'nowhere.yaml', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).issues[0]).toMatchObject({ code: 'scenario/file', at: { file: 'nowhere.yaml' } });
  });
});

describe('simulate', () => {
  const args = ['simulate', 'exact/myopic', '--policy', 'none', '--customers', '50'];

  it('prints a table', async () => {
    const { code, out, err } = await nextmove(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ {2}do nothing +contacts +0 +0 to 0 +50 customers$/m);
    expect(out).toMatch(/^ {2}left +\d+ +\d+ +0 +0$/m);
  });

  it('prints JSON, and progress where there is no terminal only if asked', async () => {
    const { out, err } = await nextmove([...args, '--json', '--progress']);
    expect(JSON.parse(out).measures.contacts).toMatchObject({ mean: 0, units: 50 });
    expect(err).toMatch(/^simulate: \d+ of 50 customers/);
  });
});

describe('train', () => {
  it('shows each round, writes a run, and the run goes on to a bundle and a decision', async () => {
    const trained = await nextmove([...train, '--out', 'run', '--option', 'alpha=0.5']);
    expect(trained.err).toBe('');
    expect(trained.out).toMatch(/^round +decisions +value +today's rules\n +1 .*▄\n +2 .*[▁█▄]{2}$/m);
    expect(trained.out).toContain('Written: run');
    expect((await nextmove([...train, '--out', 'run'])).err).toMatch(/^run: got a path that is taken/);
    expect((await nextmove(['export', 'run', '--out', 'model'])).code).toBe(0);
    const { out: request } = await nextmove(['decide', 'model', '--example']);
    writeFileSync(join(home, 'request.json'), request);
    const { out } = await nextmove(['decide', 'model', '--request', 'request.json', '--json']);
    expect(JSON.parse(out)[0]).toMatchObject({ customer: 'c-1', mode: 'live' });
    const page = await nextmove(['report', 'run', '--out', 'again.html']);
    expect(page.code).toBe(0);
    expect(readFileSync(join(home, 'again.html'), 'utf8')).toBe(
      readFileSync(join(home, 'run/report.html'), 'utf8'),
    );
    const judged = await nextmove(['evaluate', 'run', '--policy', 'run', '--json']);
    expect(JSON.parse(judged.out).reward.name).toBe('margin_30d');
  }, 120_000);

  it('keeps its rounds when Ctrl-C stops it, and ends with 130', async () => {
    const args = ['train', 'exact/far-sighted', '--agent', 'linUcb', '--rounds', '400', '--customers', '50'];
    const { code, err } = await nextmove([...args, '--out', 'stopped'], (out, kill) => {
      if (/^ +2 /m.test(out)) kill('SIGINT');
    });
    expect(err).toMatch(/Stopping; once more stops at once/);
    expect(err).toMatch(/Kept: stopped\.partial, with \d+ rounds and the best policy so far/);
    expect(code).toBe(130);
    const lines = readFileSync(join(home, 'stopped.partial/metrics.csv'), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(existsSync(join(home, 'stopped'))).toBe(false);
  }, 60_000);
});

describe('import', () => {
  it('drafts a mapping, and the command that it suggests works as it stands in a fresh folder', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `u${i},${20 + i},${['mail', 'call'][i % 2]},${i % 3 === 0 ? 1 : 0}`,
    );
    writeFileSync(join(home, 'dec.csv'), `user_id,age,action,clicked\n${rows.join('\n')}\n`);
    const drafted = await nextmove(['import', 'dec.csv']);
    const [, next] = /^Next: nextmove (.*)$/m.exec(drafted.out) ?? [];
    expect(next).toBe('import dec.csv --mapping dec.mapping.yaml --out logs/dec');
    expect(await nextmove(next.split(' '))).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(join(home, 'logs'))).toEqual(['dec']);
    expect((await nextmove(['import', 'dec.csv', '--mapping', 'dec.mapping.yaml'])).err).toMatch(
      /^logs\/dec: a log lies here already/,
    );
  });

  it('writes what it leaves out into a folder that was not there', async () => {
    writeFileSync(join(home, 'odd.csv'), 'arm,age,y\na,1,1\nb,x,0\na,2,0\n');
    const mapping = 'mapping: 1\naction: arm\ncontext: { age: number }\noutcomes: { y: { column: y } }\n';
    writeFileSync(join(home, 'odd.mapping.yaml'), mapping);
    const args = ['import', 'odd.csv', '--mapping', 'odd.mapping.yaml', '--out', 'deep/odd'];
    expect((await nextmove(args)).code).toBe(0);
    expect(readFileSync(join(home, 'deep/odd.rejects.csv'), 'utf8')).toBe(
      'line,reason,arm,age,y\n3,age: wanted a number,b,x,0\n',
    );
  });
});

it('evaluate ends with 3 where no estimator gives a number', async () => {
  writeFileSync(join(home, 'log.csv'), 'arm,visit\na,1\nb,0\na,0\n');
  writeFileSync(
    join(home, 'mapping.yaml'),
    'mapping: 1\naction: arm\ncontext: {}\noutcomes: { visit: { column: visit, unit: count } }\nlegality: all\n',
  );
  const args = [
    'log.csv',
    '--mapping',
    'mapping.yaml',
    '--policy',
    'always:b',
    '--estimators',
    'ips',
    'snips',
  ];
  const { code, out } = await nextmove(['evaluate', ...args]);
  expect(out).toMatch(/ips is withheld: 3 of 3 decisions have no logged propensity/);
  expect(code).toBe(3);
});
