import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import type { Column } from '../core/packColumns.ts';
import { openPolicy } from '../policies/index.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { World } from '../scenario/world.ts';
import { type Block, isOver } from './block.ts';
import { BUSY, BUSY_TRAITS } from './busy.fixture.ts';
import { rowsFor } from './cohort.ts';
import { makeEnv } from './env.ts';
import { type BackendKind, makeBlock } from './makeBlock.ts';
import { movingPartsOf, readParts } from './movingParts.ts';
import { resetBlock } from './reset.ts';
import { leadOf, simulateLives } from './rollout.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';
import { makeStepRoom, tickUnder } from './step.ts';
import { streamsOf } from './streams.ts';
import { tinyWorld } from './tiny.fixture.ts';

const folder = join(import.meta.dirname, '../../scenarios');
const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const streams = streamsOf([7, 8], 'evaluation', 1);
const cohort = { from: 3, count: 40 };

const shippedWorld = async (name: string) =>
  unwrap(await compileWorld(unwrap(parseScenario(readFileSync(join(folder, name), 'utf8'), name))));

/** Everything at once: newcomers, referrals, and what BUSY has. */
const growing = () =>
  tinyWorld(`${BUSY}
clock: { start: "2025-01-06", tick: 1d, horizon: 60d }
decide: [every 2d, after cooldown of hello]
population: { size: 30, traits: ${BUSY_TRAITS}, arrivals: { perDay: 0.5 }, referrals: { perDay: "0.02 + 0.01 * mood", most: 2 } }
guardrails: { holdout: 0.1, budgets: [{ amount: 9, per: 7d, charge: redeem, arbitrate: bill }] }`);

/** Lives on to tick `to`, under today's rules. */
function liveOn(block: Block, to: number): Block {
  const policy = openPolicy(block.world.rules, block.world.spec);
  const lead = leadOf(block, policy, {}, 1e9);
  const room = makeStepRoom(block);
  while (!isOver(block) && block.tick < to) tickUnder(block, lead, null, room);
  return block;
}

function blockOf(world: World, backend: BackendKind): Block {
  return makeBlock(world, rowsFor(world, cohort), backend);
}

function begin(world: World, backend: BackendKind): Block {
  const block = blockOf(world, backend);
  resetBlock(block, streams, cohort);
  return block;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Column) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** Names of the parts in which two blocks differ. */
function differences(a: Block, b: Block): string[] {
  const [one, two] = [a, b].map((block) => readParts(movingPartsOf(block)));
  return [...one.keys()].filter((name) => !bytesOf(one.get(name)!).equals(bytesOf(two.get(name)!)));
}

/** Goes on from a snapshot in a block that has lived other lives, and compares every part with an unbroken life. */
function goOn(world: World, from: BackendKind, to: BackendKind, at: number): string[] {
  const { ticks } = world.clock;
  const bytes = takeSnapshot([liveOn(begin(world, from), at)]);
  const other = blockOf(world, to);
  resetBlock(other, streamsOf([1, 1], 'training'), { from: 9, count: cohort.count });
  liveOn(other, at + 3);
  openSnapshot([other], bytes);
  return differences(liveOn(begin(world, to), ticks), liveOn(other, ticks));
}

describe('a snapshot', () => {
  it.each(shipped)('goes on to the same bits in every part: %s', async (name) => {
    const world = await shippedWorld(name);
    for (const at of [0, 1, 30, 58]) expect(goOn(world, 'kernel', 'kernel', at)).toEqual([]);
    expect(goOn(world, 'interpreter', 'interpreter', 31)).toEqual([]);
  });

  it('does so where customers come later and bring others, at every tick', async () => {
    const world = await growing();
    for (let at = 0; at <= 60; at++) expect(goOn(world, 'kernel', 'kernel', at)).toEqual([]);
  });

  it('may be opened by the other back end', async () => {
    const world = await growing();
    for (const at of [7, 18]) {
      const bytes = takeSnapshot([liveOn(begin(world, 'kernel'), at)]);
      const other = blockOf(world, 'interpreter');
      openSnapshot([other], bytes);
      const { summary, stageValue } = liveOn(other, 60);
      const whole = liveOn(begin(world, 'interpreter'), 60);
      expect({ summary, stageValue }).toEqual({ summary: whole.summary, stageValue: whole.stageValue });
    }
  });

  it('is refused by another world, by fewer blocks and by a block of another size', async () => {
    const [world, other] = [await growing(), await tinyWorld(BUSY.replace(/bill/g, '20'))];
    const bytes = takeSnapshot([begin(world, 'kernel')]);
    expect(() => openSnapshot([makeBlock(other, 3)], bytes)).toThrow(
      /got a snapshot of the scenario with hash \w+, wanted one of Tiny, \w+/,
    );
    expect(() => openSnapshot([makeBlock(world, 3)], bytes)).toThrow(
      /got Float32Array of \d+ for columns\/.*, wanted Float32Array of 3/,
    );
    expect(() => openSnapshot([makeBlock(world, 3), makeBlock(world, 3)], bytes)).toThrow(
      'got 1 blocks, wanted 2',
    );
  });
});

describe('a run of a coupled world', () => {
  const policyOf = (world: World) => openPolicy(world.rules, world.spec);

  it('goes on from what it has kept at any tick, whatever its blocks', async () => {
    const world = await tinyWorld(`${BUSY}
population: { size: 40, traits: ${BUSY_TRAITS} }
clock: { start: "2025-01-06", tick: 1d, horizon: 200d }
guardrails: { budgets: [{ amount: 3, per: 7d, charge: redeem, arbitrate: bill }] }`);
    expect(world.coupled).toBe(true);
    for (const blockSize of [40, 16]) {
      const options = { streams, cohort, blockSize };
      const kept: Uint8Array[] = [];
      const before = (tick: number, take: () => Uint8Array) => {
        if (tick % 25 === 0) kept.push(take());
      };
      const whole = simulateLives(world, policyOf(world), { ...options, keeper: { from: null, before } });
      expect(kept.length).toBeGreaterThan(5);
      for (const from of kept) {
        const seen: number[] = [];
        const keeper = { from, before: (tick: number) => void seen.push(tick) };
        expect(simulateLives(world, policyOf(world), { ...options, keeper })).toEqual(whole);
        expect(seen[0]).toBe(25 * kept.indexOf(from));
      }
    }
  });
});

describe('an environment', () => {
  it('branches off from a snapshot as often as one likes', async () => {
    const world = await tinyWorld(`${BUSY}\npopulation: { size: 9, traits: ${BUSY_TRAITS} }`);
    const env = makeEnv(world, 9);
    env.reset(streams, { from: 0, count: 9 });
    const stepOn = (action: number) => {
      const { batch } = env.observe();
      const A = world.actions.actions.length;
      const legal = (i: number) => (batch.legality?.[i * A + action] === 0 ? action : 0);
      const proposed = Uint16Array.from({ length: batch.n }, (_, i) => legal(i));
      return env.step(proposed, new Float64Array(batch.n).fill(1)).reward;
    };
    for (let t = 0; t < 5; t++) stepOn(1);
    const here = env.snapshot();
    const [contacted, left] = [1, 0].map((action) => {
      env.restore(here);
      return [stepOn(action), stepOn(action)];
    });
    expect(contacted).not.toEqual(left);
    env.restore(here);
    expect([stepOn(1), stepOn(1)]).toEqual(contacted);
  });

  it('has no state to keep before it is reset', async () => {
    const env = makeEnv(await tinyWorld(BUSY.replace(/bill/g, '20')), 2);
    expect(() => env.snapshot()).toThrow('nobody is there yet');
  });
});
