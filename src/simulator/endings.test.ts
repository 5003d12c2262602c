import { describe, expect, it } from 'vitest';
import { EndingCode } from '../journey/records.ts';
import { observe } from './observe.ts';
import { outcomesOf, type Played, play, tinyWorld } from './tiny.fixture.ts';

const WORLD = `
clock: { start: "2025-01-06", tick: 1d, horizon: 10d }
reward: { of: [-contact_cost], window: 1d }
state: { day: { start: 0, next: "day + 1" } }
signals: { visit: { chance: 1 } }
channels: { email: { cost: 0.5, optOut: 1 } }
terminalValue: "100 + day"
`;
const leavesOnDay = (day: number) => `{ logit: "100 * (day >= ${day}) - 50", loss: true }`;

/** Endings as text: tick, code, seen stage. */
function endings(stages: readonly string[], { records: { endings: table } }: Played): string[] {
  return Array.from({ length: table.n }, (_, i) => {
    const code = table.code[i] === EndingCode.left ? 'left' : 'horizon';
    return `${table.tick[i]} ${code} ${stages[table.stage[i]]}`;
  });
}

const every = (played: Played) => {
  const { decisions } = played.records;
  return [...decisions.tick.subarray(0, decisions.n)];
};

describe('a customer who is seen to leave', () => {
  it('is decided about no more from the tick in which the end holds', async () => {
    const world = await tinyWorld(`${WORLD}
stages: { here: { pays: { margin: { perDay: 1 } }, exits: { gone: ${leavesOnDay(4)} } }, gone: { terminal: true } }`);
    const played = play(world);
    expect(every(played)).toEqual([0, 1, 2, 3]);
    expect(endings(world.seenStages, played)).toEqual(['4 left gone']);
    expect(outcomesOf(world, played)).toEqual(['margin 1 @0 x4']);
    const { summary, tally } = played.block;
    expect([summary.retained[0], summary.terminal[0]]).toEqual([0, 0]);
    expect([...tally.atEnd]).toEqual([0, 1]);
    // The final observation is kept: the stage that the business sees, entered just now.
    const { context } = played.records.endings;
    expect([...context.subarray(0, 2)]).toEqual([world.seenStages.indexOf('gone'), 0]);
  });
});

describe('a customer who is gone without being seen', () => {
  const silent = (seenAfter: string) => `${WORLD}
stages:
  here: { pays: { margin: { perDay: 1 } }, exits: { gone: ${leavesOnDay(4)} } }
  gone: { terminal: true, seenAs: here${seenAfter} }`;

  it('still gets decisions and costs money, but is never reached, and does nothing', async () => {
    const world = await tinyWorld(silent(', seenAfter: 3d'));
    const played = play(world, { act: (tick) => (tick >= 4 ? 'hello@email' : 'none') });
    expect(every(played)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(endings(world.seenStages, played)).toEqual(['7 left here']);
    expect(outcomesOf(world, played)).toEqual([
      'margin 1 @0 x4',
      ...[4, 5, 6].map((tick) => `contact_cost 0.5 @${tick}`),
    ]);
    const { hidden, events } = played.records;
    expect([...hidden!.stage.subarray(0, hidden!.n)]).toEqual([0, 0, 0, 0, 1, 1, 1]);
    const width = 2;
    const reached = Array.from({ length: 7 }, (_, t) => hidden!.values[width * t + 1]);
    expect(reached).toEqual(Array(7).fill(0));
    // Visits of four days, then sends of three.
    expect(events.n).toBe(7);
    expect(played.block.summary.optOuts[0]).toBe(0);
  });

  it('looks as if nothing had changed: the same stage, for as long', async () => {
    const world = await tinyWorld(silent(', seenAfter: 3d'));
    const inStage = world.spec.features.features.findIndex(({ name }) => name === 'inStage');
    const seen: number[] = [];
    play(world, { before: (_, { batch }) => seen.push(batch.context[0], batch.context[inStage]) });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].flatMap((day) => [0, day]));
  });

  it('is taken for alive at the horizon where nobody notices, and is worth nothing then', async () => {
    const world = await tinyWorld(silent(''));
    const played = play(world);
    expect(every(played)).toHaveLength(10);
    expect(endings(world.seenStages, played)).toEqual(['10 horizon here']);
    expect(played.block.summary.terminal[0]).toBe(0);
    expect(outcomesOf(world, played)).toEqual(['margin 1 @0 x4']);
    expect(played.block.summary.retained[0]).toBe(0);
  });
});

describe('a customer who is still there at the horizon', () => {
  it('is truncated, and is worth the terminal value of that tick, discounted', async () => {
    const world = await tinyWorld(
      `${WORLD.replace('window: 1d', 'window: 1d, discountPerYear: 0.5')}\nstages: { here: {} }`,
    );
    const played = play(world);
    expect(endings(world.seenStages, played)).toEqual(['10 horizon here']);
    expect(played.block.summary.terminal[0]).toBeCloseTo(110 * 1.5 ** (-10 / 365), 10);
    // The log says so at its very end, behind every window.
    expect(outcomesOf(world, played)).toEqual(['terminal_value 110 @10']);
    expect(played.block.summary.retained[0]).toBe(1);
    expect([...played.block.tally.stays]).toEqual([...Array(10).fill(0), 1]);
  });

  it('may have been lost and won back, where a stage is not terminal', async () => {
    const world = await tinyWorld(`${WORLD}
stages:
  here: { exits: { away: ${leavesOnDay(3)} } }
  away: { exits: { here: { logit: 50 } } }`);
    const { records, block } = play(world, { ticks: 6 });
    expect([...records.hidden!.stage.subarray(0, 6)]).toEqual([0, 0, 0, 1, 0, 1]);
    expect(block.summary.retained[0]).toBe(1);
    expect(block.tally.moves[1] + block.tally.moves[2]).toBe(4);
  });
});

it('an observation changes nothing, however often it is asked for', async () => {
  const world = await tinyWorld(WORLD);
  play(world, {
    customers: 3,
    before: (block, seen) => {
      const again = observe(block, {
        rows: new Int32Array(3),
        slots: new Int32Array(3),
        heldOut: new Uint8Array(3),
        triggers: new Uint16Array(3),
        context: new Float32Array(3 * world.spec.features.features.length),
        legality: new Uint8Array(6),
        ids: new Uint32Array(6),
      });
      expect(again).toEqual(seen);
    },
  });
});
