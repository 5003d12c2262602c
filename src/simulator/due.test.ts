import { describe, expect, it } from 'vitest';
import type { World } from '../scenario/world.ts';
import { type Play, play, tinyWorld } from './tiny.fixture.ts';

/** Ticks and triggers of row 0's decisions, such as `3 every 7d`. */
function decisions(world: World, options: Play = {}): string[] {
  const found: string[] = [];
  play(world, {
    ...options,
    before: (block, seen) => {
      const at = seen.rows.indexOf(0);
      if (at >= 0) found.push(`${block.tick} ${world.triggers[seen.triggers[at]].title}`);
    },
  });
  return found;
}

/** Signals that happen at stated ticks: state counts the days, and a table gives the chance. */
const onDay = (day: number) => `"(day >= ${day}) * (day < ${day + 1})"`;
const DAYS = 'state: { day: { start: 0, next: "day + 1" } }';

describe('who is due', () => {
  it('is everybody every so often, each on a day of their own', async () => {
    const world = await tinyWorld(
      'decide: [every 7d]\nclock: { start: "2025-01-06", tick: 1d, horizon: 28d }',
    );
    const due: number[][] = Array.from({ length: 40 }, () => []);
    play(world, {
      customers: 40,
      before: (block, seen) => {
        for (const row of seen.rows) due[row].push(block.tick);
      },
    });
    for (const ticks of due) expect(ticks).toEqual([0, 7, 14, 21].map((week) => (ticks[0] % 7) + week));
    expect(new Set(due.map(([first]) => first)).size).toBe(7);
  });

  it('is who gave a signal in the tick before, without moving the cycle', async () => {
    const world = await tinyWorld(`
decide: [every 10d, on call]
${DAYS}
signals: { call: { chance: ${onDay(4)} } }`);
    const cycle = decisions(await tinyWorld('decide: [every 10d]')).map((text) => Number(text.split(' ')[0]));
    expect(cycle[1] - cycle[0]).toBe(10);
    expect(cycle).not.toContain(5);
    expect(decisions(world).sort()).toEqual(
      ['5 signal call', ...cycle.map((tick) => `${tick} every 10d`)].sort(),
    );
  });

  it('is who entered a seen stage, from the tick in which it holds', async () => {
    const world = await tinyWorld(`
decide: [on enter there]
${DAYS}
stages:
  here: { exits: { hidden: { logit: "100 * (day >= 3) - 50" } } }
  hidden: { seenAs: here, exits: { there: { logit: "100 * (day >= 6) - 50" } } }
  there: {}`);
    // State moves before stages: day 3 is reached within tick 2, and the stage holds from tick 3 on.
    expect(decisions(world)).toEqual(['6 enter there']);
  });

  it('is a newcomer, on entering the stage in which they begin', async () => {
    expect(decisions(await tinyWorld('decide: [on enter here]'))).toEqual(['0 enter here']);
  });

  it('is whose cooldown ends, in the very tick in which it does', async () => {
    const world = await tinyWorld(`
decide: [on enter here, after cooldown of hello]
interventions: { hello: { channels: [email], in: [here], cooldown: 3d } }`);
    const act = (tick: number) => (tick < 6 ? 'hello@email' : 'none');
    expect(decisions(world, { act })).toEqual(['0 enter here', '3 cooldown hello', '6 cooldown hello']);
  });

  it('makes one decision where several triggers meet, named by the first in the file', async () => {
    const world = await tinyWorld(`
decide: [on call, every 1d, on enter here]
${DAYS}
clock: { start: "2025-01-06", tick: 1d, horizon: 5d }
reward: { of: [-contact_cost], window: 1d }
signals: { call: { chance: ${onDay(1)} } }`);
    const told = decisions(world);
    expect(told).toEqual(['0 every 1d', '1 every 1d', '2 signal call', '3 every 1d', '4 every 1d']);
  });

  it('is written to the log with its number and the time since the last one', async () => {
    const world = await tinyWorld(
      'decide: [every 4d]\nclock: { start: "2025-03-24", tick: 1d, horizon: 12d, zone: Europe/London }',
    );
    const { decisions: table } = play(world).records;
    const first = table.tick[0];
    expect([...table.tick.subarray(0, table.n)]).toEqual([first, first + 4, first + 8]);
    expect([...table.seq.subarray(0, table.n)]).toEqual([0, 1, 2]);
    expect(table.sincePrevious[0]).toBeNaN();
    const days = Array.from({ length: 2 }, (_, i) => table.sincePrevious[i + 1] / 3_600_000);
    // The clocks go forward on 30 March: that day has 23 hours.
    expect(days.sort()).toEqual([95, 96]);
  });
});
