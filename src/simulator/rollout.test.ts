import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { digestLog } from '../journey/blocks.ts';

import { uniform, uniformBody } from '../policies/uniform.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import { evaluateExact, makeExactWorld, startValue } from '../scenario/exact.ts';
import { parseScenario } from '../scenario/parse.ts';
import { rollout, simulateLives } from './rollout.ts';
import { streamsOf } from './streams.ts';

async function world(file: string, edit: (text: string) => string = (text) => text) {
  const parsed = unwrap(parseScenario(edit(readFileSync(file, 'utf8')), file));
  return unwrap(await compileWorld(parsed));
}
const farSighted = 'scenarios/exact/far-sighted.yaml';
const example = 'src/scenario/example.yaml';
const root = [1, 2] as const;

test('simulated value equals the exact value of a policy within four standard errors', async () => {
  const w = await world(farSighted);
  const exact = makeExactWorld(w);
  const A = w.actions.actions.length;
  const policy = new Float64Array(exact.states.length * A).fill(1 / A);
  const want = startValue(exact, evaluateExact(exact, policy));
  const n = 4000;
  const { summary } = simulateLives(w, uniform.open(uniformBody(w.spec), w.spec), {
    streams: streamsOf(root, 'evaluation'),
    cohort: { from: 0, count: n },
  });
  let sum = 0;
  let squares = 0;
  for (const value of summary.value) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / n;
  const standardError = Math.sqrt((squares / n - mean * mean) / n);
  expect(Math.abs(mean - want) / standardError).toBeLessThan(4);
});

test('the same seed gives the same log for any block size', async () => {
  const w = await world(example);
  const policy = uniform.open(uniformBody(w.spec), w.spec);
  const digests = [];
  for (const blockSize of [1, 7, 64, 512]) {
    const log = rollout(w, policy, {
      streams: streamsOf(root, 'evaluation'),
      cohort: { from: 0, count: 80 },
      blockSize,
      level: 'full',
    });
    digests.push(await digestLog(log));
  }
  expect(new Set(digests).size).toBe(1);
});
