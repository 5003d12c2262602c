import { describe, expect, it } from 'vitest';
import { drawWord, purposeOf, uniform24 } from '../core/luck.ts';
import { poisson32 } from '../core/poisson32.ts';
import { digestLog } from '../journey/blocks.ts';
import { openPolicy } from '../policies/index.ts';
import { arrivalTick, idsOf, scheduleOf } from './arrivals.ts';
import type { Block } from './block.ts';
import { BUSY, BUSY_TRAITS } from './busy.fixture.ts';
import { everybodyOf } from './cohort.ts';
import { makeBlock } from './makeBlock.ts';
import { resetBlock } from './reset.ts';
import { rollout, simulateLives } from './rollout.ts';
import { makeStepRoom, tickUnder } from './step.ts';
import { streamsOf } from './streams.ts';
import { tinyWorld } from './tiny.fixture.ts';

const streams = streamsOf([3, 4], 'evaluation');
const key = streams.population;

const arriving = (perDay: string, more = '', size = 4) =>
  tinyWorld(`population: { size: ${size}, arrivals: { perDay: "${perDay}" ${more} } }\n`);

describe('the schedule of arrivals', () => {
  it('is a Poisson count a tick, by inversion of a uniform of the population key', async () => {
    const world = await arriving('1.5');
    const { count, upTo } = scheduleOf(world, key, { from: 0, size: 4 });
    const counts = Array.from(upTo, (all, t) => all - (t === 0 ? 4 : upTo[t - 1]));
    const purpose = purposeOf('population/arrivals');
    expect(counts).toEqual(
      Array.from({ length: 20 }, (_, t) => poisson32(1.5, uniform24(drawWord(key, 0, 0, t, purpose)))),
    );
    expect(count).toBe(4 + counts.reduce((a, b) => a + b));
  });

  it('follows the rate: by weekday, day of the month and time, and in proportion to the size of a run', async () => {
    const world = await arriving('if(weekday == 1, 60, 0) + if(dayOfMonth == 8, 7, 0) + elapsed / 20d');
    const { upTo } = scheduleOf(world, key, { from: 0, size: 4_000 });
    const counts = Array.from(upTo, (all, t) => all - (t === 0 ? 4_000 : upTo[t - 1]));
    // A thousand times the rate: Mondays are ticks 0, 7 and 14, the 8th is tick 2.
    const rates = Array.from(
      { length: 20 },
      (_, t) => 1000 * ((t % 7 === 0 ? 60 : 0) + (t === 2 ? 7 : 0) + t / 20),
    );
    counts.forEach((n, t) => {
      expect(Math.abs(n - rates[t])).toBeLessThanOrEqual(4 * Math.sqrt(rates[t]));
    });
  });

  it('differs between runs and keys, and is none without arrivals', async () => {
    const world = await arriving('3');
    const of = (from: number, population = key) => [...scheduleOf(world, population, { from, size: 4 }).upTo];
    expect(of(0)).toEqual(of(0));
    expect(of(0)).not.toEqual(of(100));
    expect(of(0)).not.toEqual(of(0, [9, 9]));
    const alone = await tinyWorld('');
    expect(everybodyOf(alone, key)).toEqual({ from: 0, count: 4 });
    expect(idsOf(alone, 4)).toBe(4);
  });

  it('leaves room for the ids of a run', async () => {
    const world = await arriving('3');
    for (let from = 0; from < 200; from++) {
      expect(scheduleOf(world, key, { from, size: 4 }).count).toBeLessThan(idsOf(world, 4));
    }
    // 4 and 60 to be expected, and ten standard deviations: more than 16 for each of the start.
    expect(idsOf(world, 4)).toBe(256);
    // The same for other rates, as long as they are not much higher.
    for (const rate of ['0', '0.5']) expect(idsOf(await arriving(rate), 4)).toBe(64);
  });

  it('knows when each customer comes', () => {
    const schedule = { count: 6, upTo: Float64Array.of(2, 2, 5, 6) };
    expect([0, 1, 2, 3, 4, 5].map((place) => arrivalTick(schedule, place))).toEqual([0, 0, 2, 2, 2, 3]);
    expect(() => arrivalTick(schedule, 6)).toThrow(
      'got the customer at place 6 of a run, wanted one of its 6',
    );
  });

  it.each(['-1', 'log(-1 * elapsed / 1d)', '1e9'])('refuses the rate %s', async (rate) => {
    const world = await tinyWorld(
      `population: { size: 4, arrivals: { perDay: "0 + ${rate} * max(0, dayOfYear)" } }\n`,
    );
    expect(() => scheduleOf(world, key, { from: 0, size: 4 })).toThrow(
      /population\.arrivals\.perDay: got (-?[\d.e+]+|NaN|-?Infinity) arrivals at tick 0, wanted 0 to 1000000/,
    );
  });
});

/** Something of everything: two stages at the start, a hidden end, signals by rate and chance, offers, consent, a holdout. */
const COMING = `
parameters: { crowd: { value: 2, low: 1, high: 3 } }
population:
  size: 40
  start: { here: 0.5, there: 0.3, gone: 0.2 }
  arrivals: { perDay: "crowd + (weekday >= 6)", start: { here: 0.6, there: 0.3, lost: 0.1 } }
  traits: ${BUSY_TRAITS}
${BUSY}
decide: [every 2d, on enter there, on call, after cooldown of hello]
guardrails: { holdout: 0.1 }
today: [{ when: "count(visit, 5d) > 0 or since(visit, never: 30d) > 4d", do: hello }]
`;

describe('a world whose customers come later', async () => {
  const world = await tinyWorld(COMING);
  const policy = openPolicy(world.rules, world.spec);
  const everybody = everybodyOf(world, key);

  it('is the same for every size of block and by both back ends', async () => {
    const digest = (blockSize: number, backend: 'kernel' | 'interpreter') =>
      digestLog(rollout(world, policy, { streams, blockSize, backend, level: 'full' }));
    const expected = await digest(512, 'kernel');
    for (const size of [1, 7, 33]) expect(await digest(size, 'kernel')).toBe(expected);
    for (const size of [16, 512]) expect(await digest(size, 'interpreter')).toBe(expected);
  });

  it('gives the same summaries and counts whatever the blocks', () => {
    const of = (blockSize: number) => simulateLives(world, policy, { streams, blockSize });
    const [one, other] = [of(512), of(9)];
    expect(other.summary).toEqual(one.summary);
    expect(other.tally).toEqual(one.tally);
    expect(one.customers).toBe(everybody.count);
    expect(everybody.count).toBeGreaterThan(60);
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(sum(one.tally.atEnd)).toBe(everybody.count);
    expect(sum(one.tally.entered)).toBe(everybody.count + sum(one.tally.moves));
  });

  it('leaves the lives of those who are there from the start as they are, to the bit', async () => {
    const alone = await tinyWorld(COMING.replace(/ {2}arrivals: .*\n/, ''));
    const own = simulateLives(alone, policy, { streams });
    const { summary } = simulateLives(world, policy, { streams });
    expect(own.customers).toBe(40);
    for (const [name, values] of Object.entries(own.summary)) {
      expect(summary[name as keyof typeof summary].slice(0, 40), name).toEqual(values);
    }
  });

  it('draws a newcomer as if it had been there from the start', () => {
    const traits = (cohort: Parameters<typeof resetBlock>[2]) => {
      const block = makeBlock(world, cohort.count);
      resetBlock(block, streams, cohort);
      return Array.from({ length: cohort.count }, (_, row) => block.own.traits[1][block.slots.of[row]]);
    };
    const { count } = everybody;
    expect(traits(everybody)).toEqual(traits({ from: 0, count, run: { from: 0, size: count } }));
  });

  it('counts nobody who has not come: no steps, no decisions, no rows', () => {
    const block: Block = makeBlock(world, everybody.count);
    const room = makeStepRoom(block);
    resetBlock(block, streams, everybody);
    const { upTo } = scheduleOf(world, key, { from: 0, size: 40 });
    let decided = 0;
    while (block.tick < 20) {
      const { tick } = block;
      const there = [...block.rows.subarray(0, block.n)];
      expect(Math.max(...there)).toBeLessThan(upTo[tick]);
      expect(there).toEqual(there.toSorted((a, b) => a - b));
      expect(block.tally.entered.reduce((a, b) => a + b) - block.tally.moves.reduce((a, b) => a + b)).toBe(
        upTo[tick],
      );
      for (let row = upTo[tick]; row < block.size; row++) decided += block.decisions[row];
      tickUnder(block, { policy }, null, room);
    }
    expect(decided).toBe(0);
  });
});

it('pays for the ticks that a customer is there, and decides on entry', async () => {
  const world = await tinyWorld(`
population: { size: 2, arrivals: { perDay: 0.8 } }
decide: [on enter here]
stages: { here: { pays: { margin: { perDay: 3 } }, exits: { gone: { logit: -99 } } }, gone: { terminal: true } }
reward: { of: [margin], window: 5d }
`);
  const policy = openPolicy(world.rules, world.spec);
  const { summary, tally } = simulateLives(world, policy, { streams });
  const schedule = scheduleOf(world, key, { from: 0, size: 2 });
  const days = Array.from({ length: schedule.count }, (_, i) => 20 - arrivalTick(schedule, i));
  expect([...summary.value]).toEqual(days.map((n) => 3 * n));
  expect(days.slice(0, 2)).toEqual([20, 20]);
  expect(days.length).toBeGreaterThan(8);
  expect(tally.decisions.reduce((a, b) => a + b)).toBe(schedule.count);
  expect(tally.stays.subarray(0, 21).reduce((sum, n, ticks) => sum + n * ticks, 0)).toBe(
    days.reduce((a, b) => a + b),
  );
});
