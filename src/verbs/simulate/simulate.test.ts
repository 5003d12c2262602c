import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { digestLog } from '../../journey/blocks.ts';
import { openLog } from '../log/openLog.ts';
import { openScenario, scenarioFromText } from '../scenarioFile.ts';
import { show } from '../show/show.ts';
import { simulate } from './simulate.ts';
import { simulatedEvents } from './simulatedEvents.ts';
import { simulateRun } from './simulateRun.ts';

const home = mkdtempSync(join(tmpdir(), 'nextmove-simulate-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const file = await openScenario('exact/myopic');
const scenario = file.parsed;

describe('simulate', () => {
  it('measures a policy by customer and counts where they went', async () => {
    const { measures, flow, treatments } = await simulate({ scenario, policy: 'today', customers: 200 });
    expect(measures.value).toMatchObject({ policy: "today's rules", unit: 'customer', units: 200 });
    expect(measures.conversion.mean).toBe(0);
    const left = flow.stages.find(({ stage }) => stage === 'left');
    expect(left?.atEnd).toBeCloseTo(200 * (1 - measures.retention.mean), 9);
    expect(treatments.filter(({ share }) => share > 0).map(({ action }) => action)).toEqual([
      'coupon@email',
      'coupon@email',
    ]);
  });

  it('knows policies by name', async () => {
    const policy = async (name: string) => simulate({ scenario, policy: name, customers: 20 });
    expect((await policy('none')).measures.contacts.mean).toBe(0);
    expect((await policy('always:reminder@email')).policy.title).toBe('always reminder@email');
    expect((await policy('uniform')).measures.contacts.mean).toBeGreaterThan(0);
    await expect(policy('always:remainder')).rejects.toThrow(/wanted one of none, coupon@email/);
    await expect(policy('todya')).rejects.toThrow(/Did you mean `today`/);
  });

  it('comes out the same for the same seed, and otherwise for another', async () => {
    const digest = async (seed: string) => digestLog((await simulate({ scenario, customers: 30, seed })).log);
    expect(await digest('a')).toBe(await digest('a'));
    expect(await digest('a')).not.toBe(await digest('b'));
  });

  it('counts by world where customers are coupled', async () => {
    const text = file.text
      .replace('size: 20000', 'size: 50')
      .replace(
        'reward:',
        'guardrails: { budgets: [{ amount: 2, per: 30d, calendar: true, charge: send }] }\nreward:',
      );
    const coupled = scenarioFromText(text, 'coupled.yaml').parsed;
    const { measures, customers } = await simulate({ scenario: coupled, worlds: 3 });
    expect(measures.value).toMatchObject({ unit: 'world', units: 3 });
    expect(customers).toBe(150);
  });
});

it('simulatedEvents writes what the business saw of a share of the customers', async () => {
  const simulated = await simulate({ scenario, policy: 'always:reminder@email', customers: 60 });
  const all = join(home, 'all.csv');
  const { events, cases } = await simulatedEvents(simulated, { file: all });
  expect(cases).toBe(60);
  const lines = readFileSync(all, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(events + 1);
  const sends = lines.filter((line) => line.includes(',send reminder,') || line.includes(',sent,'));
  expect(sends.length / 60).toBeCloseTo(simulated.measures.contacts.mean, 9);
  const some = join(home, 'some.csv');
  const share = await simulatedEvents(simulated, { file: some, sample: 0.3 });
  expect(share.cases).toBeLessThan(60);
  for (const line of readFileSync(some, 'utf8').trimEnd().split('\n')) expect(lines).toContain(line);
  await expect(simulatedEvents(simulated, { file: some })).rejects.toThrow(/there already/);
  await expect(simulatedEvents(simulated, { file: join(home, 'x.xes') })).rejects.toThrow(
    /\.csv or \.parquet/,
  );
  await expect(simulatedEvents(simulated, { file: join(home, 'x.csv'), sample: 0 })).rejects.toThrow(
    /share above 0/,
  );
});

it('simulateRun writes the log that simulate gives', async () => {
  const out = join(home, 'run');
  const { log, measures } = await simulateRun({ file, customers: 40, out, logLevel: 'full', csv: true });
  const [heading, ...lives] = readFileSync(join(out, 'endings.csv'), 'utf8').trimEnd().split('\n');
  expect(heading).toMatch(/^customer,tick,time,code,stage,/);
  expect(lives).toHaveLength(40);
  expect(await digestLog(unwrap(await openLog(out)))).toBe(await digestLog(log));
  const { kind, lines, data } = await show(out);
  expect(kind).toBe('run');
  expect(lines.join('\n')).toContain("today's rules  value");
  expect(data.estimates).toMatchObject({ measures: Object.values(measures) });
});
