import { expect, it } from 'vitest';
import { digestLog } from '../journey/blocks.ts';
import { openPolicy } from '../policies/index.ts';
import { uniformBody } from '../policies/uniform.ts';
import { rollout } from '../simulator/rollout.ts';
import { streamsOf } from '../simulator/streams.ts';
import { tinyWorld } from '../simulator/tiny.fixture.ts';

it('traits of every kind give kernel and interpreter one log, in formulas and contexts, in blocks of any size', async () => {
  const world = await tinyWorld(`
population:
  size: 4
  rows: { data: { pay: [1.5, 2.25, 7], kind: [x, y, x] }, columns: { pay: pay, kind: { column: kind, seen: false } } }
  traits:
    kids:  { seen: true, poisson: { mean: 1.5 } }
    usage: { seen: true, mixture: [{ share: 0.4, uniform: [0, 1] }, { share: 0.6, gamma: { shape: 2, scale: 1 } }] }
    need:  { seen: false, normal: { mean: 0, sd: 1 } }
    fee:   { seen: true, logNormal: { median: 20, sigma: 0.3 } }
  correlated: { traits: [need, fee, kids], pairs: { "need, fee": 0.5, "fee, kids": -0.3 } }
state: { mood: { start: "need + usage", next: "0.9 * mood + 0.1 * by(kind, 'x': kids, 'y': pay)" } }
signals: { visit: { perDay: "exp(0.2 * mood - 0.1 * kids)" } }
stages:
  here:
    pays: { margin: { perDay: "0.01 * fee * pay" } }
    exits: { gone: { logit: "-4 + 0.2 * mood + 0.1 * usage", loss: true } }
  gone: { terminal: true }
`);
  const policy = openPolicy(uniformBody(world.spec), world.spec);
  const digest = (backend: 'kernel' | 'interpreter', blockSize: number) => {
    const cohort = { from: 5, count: 203 };
    const streams = streamsOf([3, 4], 'evaluation', 0);
    return digestLog(rollout(world, policy, { streams, level: 'full', cohort, backend, blockSize }));
  };
  const expected = await digest('interpreter', 203);
  expect(await digest('kernel', 203)).toBe(expected);
  expect(await digest('kernel', 37)).toBe(expected);
});
