import { describe, expect, it } from 'vitest';
import { formatIssue, type NextmoveError } from '../core/issue.ts';
import { EventKind } from '../journey/records.ts';
import { outcomesOf, type Played, play, tinyWorld } from './tiny.fixture.ts';

/** Counts of a signal in each tick of one customer. */
function counts({ records: { events } }: Played, signal: number, ticks: number): number[] {
  const found = Array<number>(ticks).fill(0);
  for (let i = 0; i < events.n; i++) {
    if (events.kind[i] === EventKind.signal && events.name[i] === signal)
      found[events.tick[i]] = events.count[i];
  }
  return found;
}

describe('signals', () => {
  it('see in their tick those that they read, whatever their order in the file', async () => {
    const world = await tinyWorld(`
signals:
  call: { chance: "count(fault, 2d) > 0" }
  fault: { chance: "lag(visit, 1d)" }
  visit: { chance: "1 - lag(visit, 1d) * 0" }`);
    const names = world.signalOrder.map((signal) => world.signals[signal].name);
    expect(names).toEqual(['fault', 'call', 'visit']);
    const played = play(world, { ticks: 4 });
    expect(counts(played, 2, 4)).toEqual([1, 1, 1, 1]);
    expect(counts(played, 1, 4)).toEqual([0, 1, 1, 1]);
    expect(counts(played, 0, 4)).toEqual([0, 1, 1, 1]);
  });

  it('may not read one another in a circle within one tick', async () => {
    const world = tinyWorld(`
signals:
  call: { chance: "0.1 * count(fault, 7d)" }
  fault: { chance: "0.1 * count(call)" }`);
    await expect(world).rejects.toThrow(
      'tiny.yaml:13:19 signals.call.chance: got signals that read one another within one tick: call -> fault -> call. ' +
        'Read an earlier day, such as `lag(x, 1d)`, or carry it in a state column.',
    );
  });

  it('happen as often as Poisson has it, by the day', async () => {
    const world = await tinyWorld(`
clock: { start: "2025-01-06", tick: 12h, horizon: 20d }
decide: [every 12h]
signals: { visit: { perDay: 3, pays: { sale: 1 } } }`);
    const { records } = play(world, { customers: 500 });
    let visits = 0;
    for (let i = 0; i < records.events.n; i++) visits += records.events.count[i];
    // 500 customers, 20 days, 3 a day: 30,000 with a standard error of 173.
    expect(Math.abs(visits - 30_000)).toBeLessThan(4 * 173);
  });

  it('are refused where their rates cannot be drawn', async () => {
    const rate = (perDay: string) => tinyWorld(`signals: { visit: { perDay: "${perDay}" } }`);
    const fault = async (perDay: string) => {
      const world = await rate(perDay);
      try {
        play(world, { ticks: 3 });
        return '';
      } catch (error) {
        return (error as NextmoveError).issues.map(formatIssue).join('\n');
      }
    };
    expect(await fault('80')).toBe('');
    expect(await fault('81')).toBe(
      'signals.visit.perDay: got 81 for customer 0 at tick 0, wanted 0 to 80 a tick. Clamp the formula or change its numbers.',
    );
    expect(await fault('3 - 2 * weekday')).toContain(
      'got -1 for customer 0 at tick 1, wanted 0 to 80 a tick',
    );
  });

  it('are not drawn for customers who are gone', async () => {
    const world = await tinyWorld(`
signals: { visit: { chance: 1 } }
stages: { here: { exits: { gone: { logit: 50, loss: true } } }, gone: { terminal: true, seenAs: here } }`);
    expect(counts(play(world, { ticks: 4 }), 0, 4)).toEqual([1, 0, 0, 0]);
  });

  it('pay once each, knowing all that happened in their tick', async () => {
    const world = await tinyWorld(`
state: { day: { start: 0, next: "day + 1" } }
signals:
  buy: { chance: "day == 1", pays: { sale: "10 * (1 + coupon) + day" } }
  coupon: { chance: 1 }`);
    // The coupon of the tick counts though it is drawn after the purchase, and the new state is in force.
    expect(world.signalOrder).toEqual([0, 1]);
    expect(outcomesOf(world, play(world, { ticks: 3 }))).toEqual(['sale 22 @1']);
  });
});
