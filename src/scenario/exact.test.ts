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
