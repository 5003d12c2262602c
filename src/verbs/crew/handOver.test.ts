import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { makeEnv, type ResumableEnv } from '../../simulator/env.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { actionsFor } from '../../testing/envLife.ts';
import { openScenario } from '../scenarioFile.ts';

/** Goes on from a snapshot in a thread that has nothing else of the run, and tells the rewards of the ticks that are left. */
const THREAD = `
import { parentPort, workerData } from 'node:worker_threads';
const { dist, scenario, count, snapshot } = workerData;
const load = (path) => import(new URL(path, dist));
const [{ openScenario }, { compileWorld }, { unwrap }, { makeEnv }, { actionsFor }] = await Promise.all(
  ['verbs/scenarioFile.js', 'scenario/compileWorld.js', 'core/issue.js', 'simulator/env.js', 'testing/envLife.js'].map(load),
);
const world = unwrap(await compileWorld((await openScenario(scenario)).parsed));
const env = makeEnv(world, count);
env.restore(snapshot);
const rewards = [];
for (let done = false; !done; ) {
  const actions = actionsFor(env, env.observe());
  const result = env.step(actions, new Float64Array(actions.length).fill(1));
  rewards.push(result.reward);
  done = result.done;
}
parentPort.postMessage(rewards);
`;

function liveOn(env: ResumableEnv, ticks: number): Float64Array[] {
  const rewards: Float64Array[] = [];
  for (let done = false; !done && rewards.length < ticks; ) {
    const actions = actionsFor(env, env.observe());
    const result = env.step(actions, new Float64Array(actions.length).fill(1));
    rewards.push(result.reward);
    done = result.done;
  }
  return rewards;
}

it('a population that is sent to another thread in the middle of a run lives on there to the same bits', async () => {
  const scenario = 'retail-intent';
  const count = 60;
  const world = unwrap(await compileWorld((await openScenario(scenario)).parsed));
  const env = makeEnv(world, count);
  env.reset(streamsOf([5, 6], 'evaluation'), { from: 0, count });
  liveOn(env, 40);
  const snapshot = env.snapshot();
  const dist = new URL('../../../dist/', import.meta.url).href;
  const code = new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`);
  // Its memory moves there: nothing is copied.
  const workerData = { dist, scenario, count, snapshot: snapshot.slice() };
  const thread = new Worker(code, { workerData, transferList: [workerData.snapshot.buffer] });
  const there = await new Promise<Float64Array[]>((resolve, reject) => {
    thread.on('message', resolve).on('error', reject);
  });
  await thread.terminate();
  expect(there).toEqual(liveOn(env, Number.POSITIVE_INFINITY));
  expect(there.length).toBeGreaterThan(10);
});
