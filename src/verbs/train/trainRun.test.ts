import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { countLog } from '../../journey/blocks.ts';
import { openLog } from '../log/openLog.ts';
import { openRun } from '../run/readRun.ts';
import { report, reportPage } from '../run/report.ts';
import { openScenario } from '../scenarioFile.ts';
import { show } from '../show/show.ts';
import { trainRun } from './trainRun.ts';

const home = mkdtempSync(join(tmpdir(), 'nextmove-train-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const file = await openScenario('exact/myopic');
const options = {
  file,
  agent: 'linUcb',
  size: { rounds: 2, customers: 120, validationCustomers: 80 },
  evidence: { customers: 100, logCustomers: 60 },
  seed: 'a test',
};
const path = join(home, 'whole');
const made = await trainRun({ ...options, out: path });

describe('a training run', () => {
  it('is a folder with everything that a report needs', async () => {
    expect(readdirSync(home)).toEqual(['whole']);
    const files = readdirSync(path);
    for (const name of ['manifest.json', 'scenario.yaml', 'metrics.csv', 'policy.json', 'exploring.json'])
      expect(files).toContain(name);
    expect(await reportPage([path])).toBe(readFileSync(join(path, 'report.html'), 'utf8'));
    await expect(report({ runs: [path], out: join(path, 'report.html') })).rejects.toThrow(/there already/);
    const again = await report({ runs: [path, join(path, 'metrics.csv')], out: join(home, 'again.html') });
    expect(again.leftOut).toEqual([{ path: join(path, 'metrics.csv'), why: 'a file, no run folder' }]);
    rmSync(again.path);
  });

  it('is read back as it was', async () => {
    const run = await openRun(path);
    expect(run.manifest).toMatchObject({
      verb: 'train',
      complete: true,
      scenario: { hash: made.trained.world.hash, set: {} },
      agent: { kind: 'linUcb', options: made.trained.options },
      seeds: { root: 'a test' },
      size: { rounds: 2, customers: 120, freshCustomers: 100 },
    });
    expect(await run.learning()).toEqual(
      made.trained.learning.map((point) => ({ ...point, agent: 'LinUCB' })),
    );
    expect(await run.estimates()).toEqual(made.estimates);
    expect(await run.policy()).toEqual(made.trained.body);
    expect(await run.policy('exploring')).toEqual(made.trained.exploringBody);
    expect(await run.state()).toEqual(made.trained.state);
    expect((await run.scenario())?.text).toBe(file.text);
  });

  it('is a log folder too, of customers under the exploring policy', async () => {
    const log = unwrap(await openLog(path));
    expect(await countLog(log)).toEqual(await countLog(made.log));
    expect(await countLog(log)).toMatchObject({ customers: 60 });
  });

  it('holds estimates of the greedy policy beside the simulated truth', () => {
    const [{ estimates, truth }] = made.estimates.evaluations;
    expect(estimates.map(({ estimator }) => estimator)).toEqual(['on-policy', 'ips', 'snips', 'dm', 'dr']);
    for (const { value } of estimates) expect(Math.abs(value - (truth?.value ?? 0))).toBeLessThan(0.5);
  });

  it('is shown in words', async () => {
    const { kind, lines } = await show(path);
    expect(kind).toBe('run');
    expect(lines.join('\n')).toMatch(/agent LinUCB \(linUcb, version 1\): alpha 1/);
    expect(lines.join('\n')).toMatch(/LinUCB minus today's rules +value/);
  });

  it('is refused where its folder is taken, before any work', async () => {
    await expect(trainRun({ ...options, out: path })).rejects.toThrow(/taken/);
  });
});

describe('a training run that is stopped', () => {
  it('keeps its rounds and the best policy so far, and says so', async () => {
    const stop = new AbortController();
    const out = join(home, 'stopped');
    const running = trainRun({ ...options, out, signal: stop.signal, onRound: () => stop.abort() });
    await expect(running).rejects.toThrow(
      /Kept: .*stopped\.partial, with its first round and the best policy/,
    );
    expect(existsSync(out)).toBe(false);
    const run = await openRun(`${out}.partial`);
    expect(run.manifest.complete).toBe(false);
    expect(await run.learning()).toHaveLength(1);
    expect((await run.policy())?.kind).toBe('linear');
    expect(await reportPage([run.path])).toContain('The run was stopped before its end.');
  });

  it('leaves nothing where no round ended', async () => {
    const out = join(home, 'none');
    const running = trainRun({ ...options, out, signal: AbortSignal.abort() });
    await expect(running).rejects.toThrow(/Nothing was written/);
    expect(existsSync(`${out}.partial`)).toBe(false);
  });
});

it('an unknown agent or option is named before anything is written', async () => {
  await expect(trainRun({ ...options, agent: 'linUbc', out: join(home, 'x') })).rejects.toThrow(/linUcb/);
  const wrong = { ...options, options: { alpha: -1, beta: 2 }, out: join(home, 'x') };
  await expect(trainRun(wrong)).rejects.toThrow(/no option "beta"[\s\S]*alpha of linUcb: got -1/);
  expect(readdirSync(home)).not.toContain('x.partial');
});
