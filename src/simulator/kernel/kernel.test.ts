import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { digestLog } from '../../journey/blocks.ts';
import { openPolicy } from '../../policies/index.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { uniformBody } from '../../policies/uniform.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { World } from '../../scenario/world.ts';
import { makeBlock } from '../makeBlock.ts';
import { type RolloutOptions, rollout, simulateLives } from '../rollout.ts';
import { streamsOf } from '../streams.ts';
import { tinyWorld } from '../tiny.fixture.ts';

const folder = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const streams = streamsOf([3, 4], 'evaluation', 0);

async function worldOf(file: string): Promise<World> {
  return unwrap(await compileWorld(unwrap(await loadScenario(folder + file))));
}

const digestOf = (world: World, body: PolicyBody, options: Partial<RolloutOptions>) =>
  digestLog(rollout(world, openPolicy(body, world.spec), { streams, level: 'full', ...options }));

describe.each(files)('the kernel of scenarios/%s', (file) => {
  it('comes to the bits of the interpreter: every record, every hidden column', async () => {
    const world = await worldOf(file);
    const cohort = { from: 1000, count: 131 };
    for (const body of [world.rules, uniformBody(world.spec)]) {
      const [kernel, interpreter] = await Promise.all(
        (['kernel', 'interpreter'] as const).map((backend) => digestOf(world, body, { backend, cohort })),
      );
      expect(kernel).toBe(interpreter);
    }
  });

  it('comes to the same lives, payments included', async () => {
    const world = await worldOf(file);
    const policy = openPolicy(world.rules, world.spec);
    const cohort = { from: 0, count: 150 };
    const lives = (backend: 'kernel' | 'interpreter', blockSize: number) =>
      simulateLives(world, policy, { streams, cohort, backend, blockSize });
    expect(lives('kernel', 37)).toEqual(lives('interpreter', 150));
    expect(lives('kernel', 150)).toEqual(lives('interpreter', 64));
  });
});

describe('the kernel', () => {
  it('draws the same with rates a day and ticks that are no whole day', async () => {
    const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 8h, horizon: 20d }
decide: [every 2d]
population: { size: 9, traits: { pace: { seen: true, uniform: [0, 30] } } }
state: { load: { start: 0, next: "0.9 * load + visit" } }
signals:
  visit: { perDay: "pace * if(inStage > 2d, 0.5, 1) + 0.1 * lag(sign, 2d) + 0.2 * count(sign, 1d) + adstock(sign, 3d)", pays: { fee: "0.1 + 0.001 * load" } }
  sign: { chance: "logistic(load - 4) / 3" }
stages:
  here: { pays: { keep: { perDay: "0.37 * pace" } }, exits: { there: { perDay: "0.2 + 0.01 * pace" }, gone: { perDay: "0.02 * load", loss: true } } }
  there: { exits: { here: { perDay: "0.3" } } }
  gone: { terminal: true, seenAs: here, seenAfter: 2d }
reward: { of: [fee, keep, -contact_cost], window: 2d }`);
    const body = uniformBody(world.spec);
    const digest = (backend: 'kernel' | 'interpreter', blockSize: number) =>
      digestOf(world, body, { backend, blockSize, cohort: { from: 5, count: 100 } });
    const expected = await digest('interpreter', 100);
    for (const size of [1, 3, 64, 100]) expect(await digest('kernel', size)).toBe(expected);
  });

  it('is what a world gets, unless it lasts longer than its floats count minutes', async () => {
    const short = await tinyWorld('');
    expect(makeBlock(short, 4).backend.kind).toBe('kernel');
    const long = await tinyWorld(
      'clock: { start: "2025-01-06", tick: 30d, horizon: 12000d }\ndecide: [every 30d]\nreward: { of: [-contact_cost], window: 30d }',
    );
    expect(makeBlock(long, 4).backend.kind).toBe('interpreter');
  });
});
