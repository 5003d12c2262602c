import { describe, expect, it } from 'vitest';
import { End, makeEnv } from './env.ts';
import { streamsOf } from './streams.ts';
import { tinyWorld } from './tiny.fixture.ts';

const WORLD = `
clock: { start: "2025-01-06", tick: 1d, horizon: 4d }
decide: [every 2d]
state: { day: { start: 0, next: "day + 1" } }
channels: { email: { cost: 1.5 } }
stages: { here: { pays: { margin: { perDay: 2 } }, exits: { gone: { logit: "100 * (day >= 3) - 50", loss: true } } }, gone: { terminal: true } }
reward: { of: [margin, -contact_cost], window: 1d, discountPerYear: 9 }`;
const streams = streamsOf([1, 2], 'evaluation');

describe('an environment', () => {
  it('asks whoever is due, and tells everybody’s undiscounted reward and end', async () => {
    const env = makeEnv(await tinyWorld(WORLD), 3);
    const due: number[][] = [];
    const rewards: number[][] = [];
    let seen = env.reset(streams, { from: 0, count: 3 });
    for (let done = false; !done; ) {
      due.push([...seen.rows]);
      const {
        reward,
        end,
        done: over,
        tick,
      } = env.step(new Uint16Array(seen.batch.n).fill(1), new Float64Array(seen.batch.n).fill(1));
      rewards.push(Array.from(reward, (value) => Number(value.toFixed(9))));
      expect([...end]).toEqual(Array(3).fill(tick < 3 ? End.ongoing : End.terminated));
      done = over;
      if (!done) seen = env.observe();
    }
    // Everybody is due every other day; who is asked is sent a mail.
    expect(due).toHaveLength(3);
    expect([...due[0], ...due[1]].sort()).toEqual([0, 1, 2]);
    expect(due[2]).toEqual(due[0]);
    rewards.forEach((reward, t) => {
      expect(reward).toEqual([0, 1, 2].map((row) => (due[t].includes(row) ? 0.5 : 2)));
    });
  });

  it('tells the end that the horizon makes from one that the customer made', async () => {
    const env = makeEnv(await tinyWorld(WORLD.replace('day >= 3', 'day >= 9')), 2);
    let seen = env.reset(streams, { from: 0, count: 2 });
    for (let t = 0; ; t++) {
      const none = new Uint16Array(seen.batch.n);
      const { end, done } = env.step(none, new Float64Array(seen.batch.n).fill(1));
      expect([...end]).toEqual(t < 3 ? [End.ongoing, End.ongoing] : [End.truncated, End.truncated]);
      if (done) break;
      seen = env.observe();
    }
  });

  it('says what it was given and what it wanted', async () => {
    const world = await tinyWorld(
      `${WORLD}\ninterventions: { hello: { channels: [email], in: [here], eligible: "inStage >= 2d" } }\n`.replace(
        'every 2d',
        'every 1d',
      ),
    );
    const env = makeEnv(world, 2);
    expect(() => env.observe()).toThrow('nobody is there yet: reset the environment first');
    expect(() => env.reset(streams, { from: 0, count: 3 })).toThrow('a block of 2 customers cannot hold 3');
    env.reset(streams, { from: 0, count: 2 });
    expect(() => env.step(Uint16Array.of(0, 1), Float64Array.of(1, 1))).toThrow(
      'got hello@email, which is not legal for row 1 at this tick, wanted one whose legality code is 0',
    );
    expect(() => env.step(Uint16Array.of(0), Float64Array.of(1, 1))).toThrow(
      'got 1 actions and 2 propensities, wanted one for each of the 2 rows that are due',
    );
    expect(() => env.step(Uint16Array.of(0, 0), Float64Array.of(1, 1.2))).toThrow(
      'got the propensity 1.2 for row 1, wanted a probability above 0',
    );
  });
});
