import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { collectLog } from '../../journey/blocks.ts';
import { openPolicy } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { rollout } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { openScenario } from '../scenarioFile.ts';
import { daysOf, pickLife } from './story.ts';

const nobody = [0, 0, 0, 0];

it('picks the upper decile of gains among those whom both policies treat', () => {
  const before = { worth: [10, 10, 10, 10], contacts: [1, 1, 0, 2] };
  const after = { worth: [12, 9, 90, 11], contacts: [1, 3, 1, 1] };
  // Gains of customers 0, 1 and 3: 2, -1 and 1; in order -1, 1, 2, of which floor(3 x 0.9) is the last.
  expect(pickLife(before, after)).toEqual({
    customer: 0,
    chosen:
      'Picked at the upper decile of the realised differences of 3 of 4 customers whom both policies contact.',
  });
});

it('falls back to those whom either treats, and says so', () => {
  const before = { worth: [10, 10, 10, 10], contacts: nobody };
  const after = { worth: [12, 9, 90, 11], contacts: [1, 1, 0, 0] };
  const picked = pickLife(before, after);
  expect(picked?.customer).toBe(0);
  expect(picked?.chosen).toContain(
    '2 of 4 customers whom one of the policies contacts (nobody is contacted under both)',
  );
});

it('tells no life where nobody is treated at all', () => {
  const idle = { worth: [1, 2, 3, 4], contacts: nobody };
  expect(pickLife(idle, idle)).toBeNull();
});

it('tells of the day on which somebody is gone, after which there is no more to tell', async () => {
  const world = unwrap(await compileWorld((await openScenario('telecom-retention')).parsed));
  const policy = openPolicy(world.rules, world.spec);
  const streams = streamsOf([1, 2], 'evaluation', 0);
  let gone = 0;
  for (let customer = 0; customer < 24; customer++) {
    const log = rollout(world, policy, { streams, cohort: { from: customer, count: 1 }, level: 'full' });
    const collected = await collectLog(log);
    for await (const block of collected.blocks()) {
      const last = daysOf(world, collected.schema, block).at(-1);
      if (block.endings.tick[0] === world.clock.ticks) {
        expect(last?.stage).not.toBe('gone');
      } else {
        gone++;
        expect(last).toMatchObject({ day: block.endings.tick[0], stage: 'gone', happened: ['now gone'] });
      }
    }
  }
  expect(gone).toBeGreaterThan(1);
});
