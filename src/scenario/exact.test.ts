import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { compileWorld } from './compileWorld.ts';
import {
  deterministic,
  evaluateExact,
  makeExactWorld,
  myopicActions,
  solveExact,
  startValue,
} from './exact.ts';
import { parseScenario } from './parse.ts';

async function exactWorld(name: string) {
  const file = `scenarios/exact/${name}.yaml`;
  const parsed = unwrap(parseScenario(readFileSync(file, 'utf8'), file));
  return makeExactWorld(unwrap(await compileWorld(parsed)));
}

test('in the myopic world the best policy is the one that looks at each decision alone', async () => {
  const exact = await exactWorld('myopic');
  const best = solveExact(exact);
  const names = exact.world.actions.actions.map(({ name }) => name);
  const chosen = (traits: number, stage: number) => names[best.actions[traits * 3 + stage]];
  expect([chosen(0, 0), chosen(1, 0), chosen(2, 0)]).toEqual(['coupon@email', 'reminder@email', 'none']);
  expect(best.actions).toEqual(myopicActions(exact));
});

test('one tick of the myopic world by hand', async () => {
  const exact = await exactWorld('myopic');
  const coupon = 1;
  // bargain, browsing, coupon: (0.10 + 0.20) x (10 - 4) - 0.1
  expect(exact.reward[0 * 3 + coupon]).toBeCloseTo(1.7, 5);
  // rates .006 and .001 a day over 30 days: (1 - exp(-.21)) x 6/7 and x 1/7
  const moves = exact.next.subarray(coupon * 3, coupon * 3 + 3);
  expect(moves[1]).toBeCloseTo((1 - Math.exp(-0.21)) * (6 / 7), 6);
  expect(moves[2]).toBeCloseTo((1 - Math.exp(-0.21)) / 7, 6);
});

test('in the far-sighted world the myopic optimum loses a large share of the value', async () => {
  const exact = await exactWorld('far-sighted');
  const best = solveExact(exact);
  const value = startValue(exact, best.values);
  const myopic = startValue(exact, evaluateExact(exact, deterministic(exact, myopicActions(exact))));
  expect(exact.world.reward.discountPerTick ** exact.world.clock.ticks).toBeLessThan(0.001);
  expect(myopic / value).toBeLessThan(0.85);
  const names = exact.world.actions.actions.map(({ name }) => name);
  expect(exact.states.map((_, s) => names[best.actions[s]])).toMatchInlineSnapshot(`
    [
      "lesson@call",
      "none",
      "lesson@call",
      "none",
      "lesson@call",
      "none",
      "lesson@call",
      "none",
    ]
  `);
  expect([value, myopic]).toMatchInlineSnapshot(`
    [
      17.781368121172505,
      10.267782540345031,
    ]
  `);
});

const SMALL = `nextmove: 1
name: Small
clock: { start: "2025-01-06", tick: 1d, horizon: 300d }
currency: EUR
decide: [every 1d]
population: { size: 10, traits: { rich: { seen: true, chance: 0.25 } } }
signals: { buy: { chance: "0.1 + 0.5 * sent(hello)", pays: { sale: "2 + 2 * rich" } } }
channels: { email: { cost: 1.2 } }
interventions: { hello: { channels: [email], in: [here] } }
stages: { here: { exits: { gone: { perDay: 0.1, loss: true, pays: { lost: 3 } } } }, gone: { terminal: true } }
reward: { of: [sale, -lost, -contact_cost], window: 1d, discountPerYear: 4 }
`;

async function small(from: string | RegExp = '', to = '') {
  return makeExactWorld(unwrap(await compileWorld(unwrap(parseScenario(SMALL.replace(from, to), 'x.yaml')))));
}

test('an action that the rules of the world forbid is nobody’s best', async () => {
  const open = await small();
  // The poor: hello costs 1.2 and adds 0.5 x 2; the rich: 0.5 x 4. States: poor here, poor gone, rich here, rich gone.
  expect([...open.legal]).toEqual([1, 1, 1, 0, 1, 1, 1, 0]);
  expect([...solveExact(open).actions]).toEqual([0, 0, 1, 0]);
  const closed = await small('in: [here] }', 'in: [here], eligible: "not rich and consent(email)" }');
  expect([...closed.legal]).toEqual([1, 1, 1, 0, 1, 0, 1, 0]);
  expect([...solveExact(closed).actions]).toEqual([0, 0, 0, 0]);
  expect([...myopicActions(closed)]).toEqual([0, 0, 0, 0]);
});

test('the value of doing nothing by hand', async () => {
  const exact = await small();
  const { values } = solveExact(exact);
  const gamma = 5 ** (-1 / 365);
  const leaves = 1 - Math.exp(-0.1);
  // A tick is worth 0.1 x 2 and loses 3 with the chance of leaving: r / (1 - gamma (1 - leaves)) from now on.
  const poor = (0.2 - 3 * leaves) / (1 - gamma * (1 - leaves));
  expect(values[0]).toBeCloseTo(poor, 4);
  expect(values[1]).toBe(0);
  expect(startValue(exact, Float64Array.of(4, 0, 8, 0))).toBe(5);
  expect(exact.reward[0]).toBeCloseTo(0.2 - 3 * leaves, 6);
});

test.each([
  [
    /^population.*$/m,
    'population: { size: 10, traits: { rich: { seen: true, uniform: [0, 1] } } }',
    'trait rich is hidden or not a category',
  ],
  [
    /^population.*$/m,
    'population: { size: 10, traits: { rich: { seen: false, chance: 0.1 } } }',
    'trait rich is hidden or not a category',
  ],
  [/^signals/m, 'state: { mood: { start: 0, next: mood } }\nsignals', 'it has hidden state columns'],
  ['0.5 * sent(hello)', '0.5 * sent(hello, 7d)', 'a formula reads the past: sent(hello, 7d)'],
  ['"2 + 2 * rich"', '"2 + 2 * rich + buy"', 'a formula reads the chance event count(buy)'],
  ['chance: "0.1 +', 'perDay: "0.1 +', 'a signal is not of the form chance'],
  ['cost: 1.2', 'cost: 1.2, reach: 0.5', 'a contact by email may not arrive, or end in an opt-out'],
  ['cost: 1.2', 'cost: 1.2, optOut: 0.1', 'a contact by email may not arrive, or end in an opt-out'],
  ['cost: 1.2', 'cost: 1.2, consent: 0.5', 'a contact by email may not arrive, or end in an opt-out'],
  ['cost: 1.2', 'cost: 1.2, capacity: { amount: 3, per: 1d }', 'budgets or capacities couple its customers'],
  ['size: 10,', 'size: 10, arrivals: { perDay: 1 },', 'customers come later'],
  ['size: 10,', 'size: 10, referrals: { perDay: 0.1 },', 'referrals couple its customers'],
  ['in: [here] }', 'in: [here], cooldown: 2d }', 'a guardrail reads since(sent(hello), never: 1000000d)'],
  [
    'in: [here] }',
    'in: [here], offer: { cost: 1, within: 2d, chance: 0.1 } }',
    'an intervention carries an offer',
  ],
  ['decide: [every 1d]', 'decide: [every 2d]', 'not every customer is up for a decision at each tick'],
  [/$/, 'guardrails: { holdout: 0.1 }', 'customers are held out'],
  [/$/, 'terminalValue: 3', 'customers have a value at the horizon'],
  ['gone: { terminal: true }', 'gone: { terminal: true, seenAs: here }', 'a stage is hidden'],
])('a world is refused where %s becomes %s', async (from, to, reason) => {
  await expect(small(from, to)).rejects.toThrow(`"Small" cannot be solved exactly: ${reason}`);
});
