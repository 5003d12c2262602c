import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { drawWord, purposeOf, uniform24 } from '../../core/luck.ts';
import { openPolicy } from '../../policies/index.ts';
import { simulateLives } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { tinyScenario } from '../../simulator/tiny.fixture.ts';
import { openScenario, scenarioFromText } from '../scenarioFile.ts';
import { rootKey } from '../seed.ts';
import { type Trace, type TracedTick, trace } from './trace.ts';
import { traceRun } from './traceRun.ts';

const home = mkdtempSync(join(tmpdir(), 'nextmove-trace-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SCENARIO = tinyScenario(`
clock: { start: "2025-01-06", tick: 1d, horizon: 10d }
decide: [every 2d]
population: { size: 3, traits: { bill: { seen: true, formula: "40" } } }
state: { tired: { start: 0, next: "0.5 * tired + reached(any)" } }
signals: { visit: { chance: "0.25 + 0.1 * min(tired, 1)" } }
channels: { email: { reach: 1, cost: 0.5, optOut: 0 } }
interventions: { hello: { channels: [email], in: [here], cooldown: 4d, offer: { cost: "0.1 * bill", chance: 1, within: 1d } } }
stages:
  here:
    pays: { margin: { perDay: "bill / 10" } }
    exits: { gone: { perDay: "0.01 + 0.02 * tired", loss: true } }
  gone: { terminal: true, seenAs: here, seenAfter: 2d }
reward: { of: [margin, -contact_cost, -offer_cost], window: 5d, discountPerYear: 0 }
terminalValue: "2 * bill"
`);
const tiny = scenarioFromText(SCENARIO, 'tiny.yaml').parsed;
const valueAt = ({ formulas }: TracedTick, path: string) => formulas.find((one) => one.path === path)?.value;
/** First decision of a customer who stays to the end. */
async function settled(policy: string): Promise<Trace & { at: number }> {
  for (let customer = 0; ; customer++) {
    const lived = await trace({ scenario: tiny, customer, policy });
    const at = lived.ticks.find(({ decision }) => decision !== null)?.tick;
    if (lived.terminal > 0 && at !== undefined) return { ...lived, at };
  }
}

describe('trace', () => {
  it('tells the life that simulate counts, to the bit', async () => {
    const { parsed } = await openScenario('telecom-retention');
    const { world, policy, value, terminal, ticks } = await trace({
      scenario: parsed,
      customer: 42,
      policy: 'uniform',
    });
    const opened = openPolicy(policy.body, world.spec);
    const streams = streamsOf(rootKey(1), 'evaluation', 0);
    const { summary } = simulateLives(world, opened, { streams, cohort: { from: 0, count: 64 } });
    expect([value, terminal]).toEqual([summary.value[42], summary.terminal[42]]);
    expect(ticks.filter(({ sent }) => sent !== null)).toHaveLength(summary.contacts[42]);
  });

  it('works out every formula as the tick read it', async () => {
    const { customer, at } = await settled('always:hello@email');
    const { looked } = await trace({ scenario: tiny, customer, tick: at, policy: 'always:hello@email' });
    expect(looked!.lived).toMatchObject({ sent: 1, reached: true, stage: 0 });
    // The contact of this tick has tired the customer by when the exit is drawn, not when the signal is.
    expect(valueAt(looked!, 'signals.visit.chance')).toBe(Math.fround(0.25));
    expect(valueAt(looked!, 'state.tired.next')).toBe(1);
    expect(valueAt(looked!, 'stages.here.exits.gone.perDay')).toBeCloseTo(0.03, 7);
    expect(valueAt(looked!, 'interventions.hello.offer.cost')).toBe(4);
    expect(looked!.exits).toMatchObject([{ to: 'gone', loss: true, taken: false, until: 1 }]);
    expect(looked!.exits[0].chance).toBeCloseTo(1 - Math.exp(-0.03), 6);
    const exit = looked!.formulas.find(({ path }) => path === 'stages.here.exits.gone.perDay');
    expect(exit?.steps.filter(({ read }) => read)).toEqual([
      { text: 'tired', value: 1, type: 'real', read: true },
    ]);
  });

  it('names each draw with its uniform, and what came of it follows', async () => {
    const { customer, at } = await settled('always:hello@email');
    const { looked } = await trace({ scenario: tiny, customer, tick: at, policy: 'always:hello@email' });
    const { luck } = streamsOf(rootKey(1), 'evaluation', 0);
    expect(looked!.draws.map(({ draw }) => draw)).toEqual([
      ...['policy/action', 'reach/email', 'redeem/hello#0', 'redeem/hello#1'],
      ...['signal/visit', 'optOut/email', 'stage/here'],
    ]);
    for (const { draw, uniform } of looked!.draws.slice(1))
      expect(uniform).toBe(uniform24(drawWord(luck, customer, 0, at, purposeOf(draw))));
    const visit = looked!.draws.find(({ draw }) => draw === 'signal/visit')!;
    expect(visit.came).toBe(visit.uniform < 0.25 ? 'yes' : 'no');
    expect(looked!.lived.signals).toHaveLength(visit.came === 'yes' ? 1 : 0);
  });

  it('tells what each other action would have come to, and the proposed one as it was', async () => {
    const { customer, at, value, terminal } = await settled('none');
    const { looked } = await trace({ scenario: tiny, customer, tick: at, policy: 'none', luckKeys: 8 });
    const [none, hello] = looked!.twins!;
    expect(none).toMatchObject({ action: 'none', factual: true, value: value + terminal, endsIn: 'here' });
    expect(none.difference).toMatchObject({ value: 0, standardError: 0 });
    expect(hello.action).toBe('hello@email');
    // A contact costs 0.50, its offer 4, and nobody gains from it.
    if (hello.endsIn === 'here') expect(hello.value).toBeCloseTo(none.value - 4.5, 9);
    expect(hello.difference.value).toBeLessThanOrEqual(-4.5 + 1e-9);
    expect(hello.mean.n).toBe(8);
  });

  it('says which ticks had a decision where the one asked for had none', async () => {
    const { customer, at } = await settled('none');
    const { looked } = await trace({ scenario: tiny, customer, tick: at + 1, policy: 'none' });
    expect(looked).toMatchObject({ twins: null, decidedBefore: at, decidedAfter: at + 2 });
  });

  it('follows a customer of a coupled world among all others, without twins', async () => {
    const text = SCENARIO.replace(
      'reward:',
      'guardrails: { budgets: [{ amount: 1, per: 2d, calendar: true, charge: send }] }\nreward:',
    ).replace('size: 3', 'size: 40');
    const { parsed } = scenarioFromText(text, 'coupled.yaml');
    const policy = 'always:hello@email';
    const { world, value, looked, ...rest } = await trace({ scenario: parsed, customer: 7, tick: 1, policy });
    const opened = openPolicy(rest.policy.body, world.spec);
    const { summary } = simulateLives(world, opened, { streams: streamsOf(rootKey(1), 'evaluation', 0) });
    expect(value).toBe(summary.value[7]);
    expect(looked!.twins).toBeNull();
    await expect(trace({ scenario: parsed, customer: 40 })).rejects.toThrow(/wanted 0 to 39/);
  });

  it('agrees with itself over both back ends', async () => {
    const { parsed } = await openScenario('exact/myopic');
    const alone = await trace({ scenario: parsed, customer: 5, tick: 2 });
    const size = 'size: 20000';
    const budget =
      'guardrails: { budgets: [{ amount: 1000000, per: 30d, calendar: true, charge: send }] }\nreward:';
    const file = await openScenario('exact/myopic');
    const text = file.text.replace(size, 'size: 20').replace('reward:', budget);
    const among = await trace({
      scenario: scenarioFromText(text, 'among.yaml').parsed,
      customer: 5,
      tick: 2,
    });
    expect(among.world.coupled).toBe(true);
    expect(among.ticks).toEqual(alone.ticks);
    expect(among.looked!.formulas).toEqual(alone.looked!.formulas);
  });

  it('refuses what is not there', async () => {
    await expect(trace({ scenario: tiny, customer: -1 })).rejects.toThrow(/got the customer -1/);
    await expect(trace({ scenario: tiny, tick: 10 })).rejects.toThrow(/got the tick 10, wanted 0 to 9/);
    await expect(trace({ scenario: tiny, policy: 'todya' })).rejects.toThrow(/Did you mean `today`/);
  });
});

it('traceRun writes the page, which fetches nothing, and never over another', async () => {
  const out = join(home, 'one');
  const { path, lines, data } = await traceRun({ scenario: tiny, customer: 1, tick: 0, out });
  const page = readFileSync(path!, 'utf8');
  expect(page).toContain('Customer 1 of Tiny under today’s rules, seed 1');
  expect(page).toMatch(/<svg role="img" aria-label="Timeline of one life/);
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect(lines.join('\n')).toMatch(
    /stages\.here\.exits\.gone\.perDay +0\.01 +rate a day +tired = 0\n +0\.01 \+ 0\.02 \* tired\n/,
  );
  expect(page).toContain('<div>0.01 + 0.02 * tired</div>');
  const { ticks } = JSON.parse(JSON.stringify(data));
  expect(ticks[0]).toMatchObject({ tick: 0, stage: 'here', paid: [{ outcome: 'margin', amount: 4 }] });
  await expect(traceRun({ scenario: tiny, out })).rejects.toThrow(/path that is taken/);
});
