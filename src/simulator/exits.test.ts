import { describe, expect, it } from 'vitest';
import { exp32 } from '../core/transcendental.ts';
import { chooseExit, logitChances, makeExitRoom, rateChances } from './exits.ts';
import { play, tinyWorld } from './tiny.fixture.ts';

const f = Math.fround;
const columns = (...lanes: number[][]) => lanes.map((lane) => Float32Array.from(lane));

describe('exits by logit', () => {
  it('compete with staying: exp(l) over 1 + the sum of all', () => {
    const room = makeExitRoom(2, 3);
    expect(logitChances(columns([0, -2, Number.NEGATIVE_INFINITY], [0, 1, 3]), 3, room)).toBeNull();
    const [a, b] = room.chances;
    expect([a[0], b[0]]).toEqual([f(1 / 3), f(1 / 3)]);
    expect(a[1]).toBeCloseTo(Math.exp(-2) / (1 + Math.exp(-2) + Math.exp(1)), 7);
    expect(b[1]).toBeCloseTo(Math.exp(1) / (1 + Math.exp(-2) + Math.exp(1)), 7);
    expect([a[2], b[2]]).toEqual([0, expect.closeTo(1 / (1 + Math.exp(-3)), 7)]);
  });

  it('do not overflow', () => {
    const room = makeExitRoom(2, 1);
    logitChances(columns([200], [198]), 1, room);
    expect(room.chances[0][0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 7);
    expect(logitChances(columns([1], [Number.POSITIVE_INFINITY]), 1, room)).toEqual({ exit: 1, lane: 0 });
  });
});

describe('exits by rate', () => {
  it('compete: (1 - exp(-L dt)) l / L each, nothing where all rates are 0', () => {
    const room = makeExitRoom(2, 2);
    expect(rateChances(columns([0.3, 0], [0.1, 0]), 2, 7, room)).toBeNull();
    const any = f(1 - exp32(f(-f(f(0.3) + f(0.1)) * 7)));
    expect(room.chances[0][0]).toBeCloseTo(0.75 * (1 - Math.exp(-2.8)), 6);
    expect(room.chances[1][0]).toBe(f(f(any * f(0.1)) / f(f(0.3) + f(0.1))));
    expect([room.chances[0][1], room.chances[1][1]]).toEqual([0, 0]);
  });

  it('are refused where they are negative or infinite', () => {
    const room = makeExitRoom(2, 2);
    expect(rateChances(columns([1, 1], [0, -1e-9]), 2, 1, room)).toEqual({ exit: 1, lane: 1 });
    expect(rateChances(columns([Number.POSITIVE_INFINITY], [0]), 1, 1, room)).toEqual({ exit: 0, lane: 0 });
  });
});

describe('the layout of exits', () => {
  // In name order: bought, left (a loss), paused, quit (a loss).
  const exits = [{ loss: false }, { loss: true }, { loss: false }, { loss: true }];
  const chances = columns([0.2], [0.1], [0.3], [0.15]);
  it.each([
    [0, 0],
    [0.1999, 0],
    [0.2001, 2],
    [0.4999, 2],
    [0.5, -1],
    [0.7499, -1],
    [0.7501, 3],
    [0.8999, 3],
    [0.9001, 1],
    [0.9999, 1],
  ])('has losses from the top and the others from the bottom: %f takes %i', (u, exit) => {
    expect(chooseExit(exits, chances, 0, u)).toBe(exit);
  });

  it('keeps twins coupled: a higher chance of loss never turns a loss into something else', () => {
    const more = columns([0.1], [0.2], [0.3], [0.15]);
    for (let u = 0; u < 1; u += 2 ** -10) {
      const [before, after] = [chances, more].map((of) => chooseExit(exits, of, 0, u));
      if (before >= 0 && exits[before].loss) expect(exits[after]?.loss).toBe(true);
    }
  });
});

describe('moving', () => {
  it('reads the new state, takes exits in name order whatever the file says, and holds from the next tick', async () => {
    const world = await tinyWorld(`
state: { day: { start: 0, next: "day + 1" }, twice: { start: 10, next: "2 * day" } }
stages:
  here: { exits: { zoo: { logit: "100 * (day >= 2) - 50" }, ark: { logit: -50, loss: true } } }
  zoo: {}
  ark: {}`);
    expect(world.stages[0].exits.map(({ to }) => world.stages[to].name)).toEqual(['ark', 'zoo']);
    const { hidden } = play(world, { ticks: 4 }).records;
    expect([...hidden!.stage.subarray(0, 4)]).toEqual([0, 0, 1, 1]);
    // All columns move at once: `twice` reads the old day, written beside the new one.
    const rows = [0, 1, 2, 3].map((t) => [...hidden!.values.subarray(3 * t, 3 * t + 2)]);
    expect(rows).toEqual([
      [1, 0],
      [2, 2],
      [3, 4],
      [4, 6],
    ]);
  });

  it('goes with the stated probability', async () => {
    const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 7d, horizon: 7d }
decide: [every 7d]
reward: { of: [-contact_cost], window: 7d }
stages: { here: { exits: { there: { perDay: 0.05 }, gone: { perDay: 0.02, loss: true } } }, there: {}, gone: { terminal: true } }`);
    const { tally } = play(world, { customers: 5000 }).block;
    const any = 1 - Math.exp(-0.49);
    const [there, gone] = [tally.moves[1], tally.moves[2]];
    const within = (count: number, p: number) =>
      expect(Math.abs(count - 5000 * p)).toBeLessThan(4 * Math.sqrt(5000 * p * (1 - p)));
    within(there, (any * 5) / 7);
    within(gone, (any * 2) / 7);
  });

  it('says which exit has a value without meaning, for whom and when', async () => {
    const world = await tinyWorld(`
stages: { here: { exits: { there: { perDay: "(2 - weekday) * (weekday > 2)" } } }, there: { terminal: true, seenAs: here } }`);
    expect(() => play(world)).toThrow(
      'stages.here.exits.there: got -1 for customer 0 at tick 2, wanted a finite rate of at least 0 a day. Clamp the formula or change its numbers.',
    );
  });
});
