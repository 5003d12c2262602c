import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import { parseScenario } from '../scenario/parse.ts';
import { makeEnv, type ResumableEnv } from '../simulator/env.ts';
import { streamsOf } from '../simulator/streams.ts';
import { tinyScenario } from '../simulator/tiny.fixture.ts';
import { checkEnv } from './checkEnv.ts';

const compiled = async (text: string, file: string) =>
  unwrap(await compileWorld(unwrap(parseScenario(text, file))));

const files = ['scenarios/exact', 'scenarios'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
);

describe.each(files)('%s', async (file) => {
  const world = await compiled(readFileSync(file, 'utf8'), file);
  const env = (capacity: number) => makeEnv(world, capacity);
  for (const { name, run } of checkEnv(env, { customers: 8, independent: !world.coupled })) it(name, run);
});

describe('checkEnv', async () => {
  const tiny = await compiled(
    tinyScenario(`
signals: { visit: { perDay: 0.5, pays: { sale: 2 } } }
interventions: { hello: { channels: [email], in: [here], cooldown: 3d } }
stages: { here: { exits: { gone: { perDay: 0.1, loss: true } } }, gone: { terminal: true } }
reward: { of: [sale, -contact_cost], window: 5d }`),
    'tiny.yaml',
  );
  const broken = async (change: (env: ResumableEnv) => Partial<ResumableEnv>) => {
    const failed: string[] = [];
    const made = (capacity: number): ResumableEnv => {
      const env = makeEnv(tiny, capacity);
      return { ...env, ...change(env) };
    };
    for (const { name, run } of checkEnv(made, { independent: true }))
      await run().catch(() => failed.push(name));
    return failed;
  };

  it('finds nothing wrong with a sound environment', async () => {
    expect(await broken(() => ({}))).toEqual([]);
  });

  it('finds nothing wrong with one whose customers come later', async () => {
    const later = await compiled(
      tinyScenario(`
population: { size: 5, arrivals: { perDay: 1.5 } }
signals: { visit: { perDay: 0.5, pays: { sale: 2 } } }
stages: { here: { exits: { gone: { perDay: 0.1, loss: true } } }, gone: { terminal: true } }
reward: { of: [sale], window: 5d }`),
      'later.yaml',
    );
    for (const { run } of checkEnv((capacity) => makeEnv(later, capacity), { independent: true }))
      await run();
  });

  it('finds one that moves on when it is looked at', async () => {
    let looks = 0;
    const failed = await broken((env) => ({
      observe: () => {
        const seen = env.observe();
        const context = seen.batch.context.map((value) => value + looks);
        looks++;
        return { ...seen, batch: { ...seen.batch, context } };
      },
    }));
    expect(failed).toContain('gives the same when it is asked again');
  });

  it('finds one that takes illegal actions for others', async () => {
    const failed = await broken((env) => ({
      step: (actions, propensity) => {
        const { batch } = env.observe();
        const legal = Uint16Array.from({ length: batch.n }, (_, i) =>
          batch.legality?.[2 * i + (actions[i] ?? 0)] === 0 ? actions[i] : 0,
        );
        return env.step(legal, new Float64Array(propensity.length).fill(1));
      },
    }));
    expect(failed).toEqual(['refuses what is illegal, and nothing happens then']);
  });

  it('finds one that mixes up its ends, and pays whose journey is over', async () => {
    expect(
      await broken((env) => ({
        step: (...args) => ({ ...env.step(...args), end: new Uint8Array(12).fill(2) }),
      })),
    ).toContain('ends each journey once, by termination or by truncation, and keeps every customer');
    const paid = await broken((env) => ({
      step: (...args) => ({ ...env.step(...args), reward: new Float64Array(12).fill(1) }),
    }));
    expect(paid).toContain('neither observes nor pays whose journey has ended');
  });

  it('finds one that begins anew where it should go on', async () => {
    const streams = streamsOf([1, 2], 'evaluation');
    const failed = await broken((env) => ({
      restore: () => env.reset(streams, { from: 0, count: env.capacity }),
    }));
    expect(failed).toEqual([
      'goes on from a snapshot as if it had never stopped, and as often as one likes',
      'refuses a snapshot that was cut off',
    ]);
  });

  it('finds one whose luck is its own', async () => {
    let k = 0;
    const failed = await broken((env) => ({
      reset: ({ population, policy }, cohort) => env.reset({ population, policy, luck: [k++, 0] }, cohort),
    }));
    expect(failed).toContain('gives the same steps from the same seed, also once it has been used');
    expect(failed).toContain('lets a customer alone live as among others');
  });
});
