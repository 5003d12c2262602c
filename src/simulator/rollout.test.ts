import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unwrap } from '../core/issue.ts';
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

test('a run tells of its progress, and can be stopped by it', async () => {
  const w = await world(farSighted);
  const policy = uniform.open(uniformBody(w.spec), w.spec);
  const told: number[] = [];
  const options = { streams: streamsOf(root, 'evaluation'), cohort: { from: 0, count: 70 }, blockSize: 32 };
  simulateLives(w, policy, { ...options, onProgress: (done, total) => told.push(done / total) });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  const stop = () => {
    throw new Error('stopped');
  };
  expect(() => simulateLives(w, policy, { ...options, onProgress: stop })).toThrow('stopped');
});

test('the log of a run has the decisions of all, each with probabilities that sum to 1', async () => {
  const w = await world(example);
  const policy = uniform.open(uniformBody(w.spec), w.spec);
  const log = rollout(w, policy, { streams: streamsOf(root, 'evaluation'), cohort: { from: 0, count: 30 } });
  const A = w.actions.actions.length;
  expect(log.schema).toMatchObject({
    contended: true,
    cluster: 'world',
    legality: 'exact',
    title: 'Telecom retention',
  });
  for await (const { decisions, endings, events, hidden } of log.blocks()) {
    expect(endings.n).toBe(30);
    expect([events.n, hidden]).toEqual([0, null]);
    for (let i = 0; i < decisions.n; i++) {
      const q = decisions.probabilities!.subarray(i * A, (i + 1) * A);
      expect(q.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
      expect(decisions.propensity[i]).toBe(q[decisions.proposed[i]]);
      expect(decisions.legality![i * A + decisions.proposed[i]]).toBe(0);
    }
  }
});
