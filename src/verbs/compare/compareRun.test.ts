import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { openRun } from '../run/readRun.ts';
import { openScenario } from '../scenarioFile.ts';
import type { CompareSize } from './compareOptions.ts';
import { compareRun } from './compareRun.ts';

vi.mock('../run/report.ts', () => ({
  reportPage: () => Promise.reject(new RangeError('a chart without room')),
}));

const home = mkdtempSync(join(tmpdir(), 'nextmove-compare-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const size: CompareSize = {
  training: { rounds: 1, customers: 40, validationCustomers: 20, validationWorlds: 1 },
  customers: 20,
  worlds: 1,
  harmCustomers: 4,
  luckKeys: 2,
  sensitivityCustomers: 10,
  upliftCustomers: 10,
  upliftLuckKeys: 2,
};

it('keeps what took long where its page cannot be drawn, and says how to draw it', async () => {
  const out = join(home, 'run');
  const run = compareRun({
    file: await openScenario('exact/myopic'),
    ...{ agents: ['linearUplift'], seeds: 2, size, out },
  });
  await expect(run).rejects.toThrow(
    /run: the page was not written: a chart without room.*nextmove report .*run --out PAGE\.html/s,
  );
  expect(readdirSync(out).sort()).toEqual(['comparison.json', 'manifest.json', 'scenario.yaml']);
  expect((await (await openRun(out)).comparison())?.policies.length).toBeGreaterThan(3);
  expect(existsSync(`${out}.partial`)).toBe(false);
});
