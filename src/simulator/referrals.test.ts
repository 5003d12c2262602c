import { describe, expect, it } from 'vitest';
import { drawWord, hash64, keyedHash64, purposeOf, uniform24 } from '../core/luck.ts';
import { poisson32 } from '../core/poisson32.ts';
import { digestLog } from '../journey/blocks.ts';
import { openPolicy } from '../policies/index.ts';
import { BUSY, BUSY_TRAITS } from './busy.fixture.ts';
import { makeBlock } from './makeBlock.ts';
import { REFERRED, referredId } from './referrals.ts';
import { inIdOrder, referredOf } from './referred.ts';
import { resetBlock } from './reset.ts';
import { rollout, simulateLives } from './rollout.ts';
import { makeStepRoom, tickUnder } from './step.ts';
import { streamsOf } from './streams.ts';
import { tinyWorld } from './tiny.fixture.ts';

const streams = streamsOf([3, 4], 'evaluation');

const BRINGING = `
population:
  size: 3
  start: here
  referrals: { perDay: "if(elapsed < 2d, 0.9, 0)", most: 50 }
  traits: { bill: { seen: true, logNormal: { median: 30, sigma: 0.4 } } }
stages: { here: { pays: { margin: { perDay: 2 } }, exits: { gone: { logit: -99 } } }, gone: { terminal: true } }
reward: { of: [margin], window: 5d }
`;

/** Ids of everybody, with the tick in which they come, worked out one by one; each stays for so many ticks. */
function byHand(luck: readonly [number, number], stay = 20) {
  const purpose = purposeOf('population/referrals');
  const there = [0, 1, 2].map((id) => ({ low: id, high: 0, comes: 0, brought: 0 }));
  for (const tick of [0, 1]) {
    for (const one of there.filter(({ comes }) => comes <= tick && tick < comes + stay)) {
      const u = uniform24(drawWord(luck, one.low, one.high, tick, purpose));
      for (let k = poisson32(Math.fround(0.9), u); k > 0; k--) {
        const [low, high] = referredId(one.low, one.high, one.brought++);
        there.push({ low, high, comes: tick + 1, brought: 0 });
      }
    }
  }
  return there;
}

async function livesOf(scenario: string) {
  const world = await tinyWorld(scenario);
  return simulateLives(world, openPolicy(world.rules, world.spec), { streams });
}

describe('customers who are brought', async () => {
  const world = await tinyWorld(BRINGING);
  const policy = openPolicy(world.rules, world.spec);

  it('make a world coupled, without ledgers', () => {
    expect(world.coupled).toBe(true);
    expect(world.guardrails.ledgers).toEqual([]);
  });

  it('have ids that hash who brings them and their ordinal, apart from all others', () => {
    const [low, high] = referredId(7, 0, 2);
    const hash = keyedHash64(hash64('population/referred'), 7, 0, 2, 0);
    expect([low, high]).toEqual([hash[0], (hash[1] | REFERRED) >>> 0]);
    expect(high).toBeGreaterThanOrEqual(2 ** 31);
    const ids = [0, 1, 2].flatMap((parent) => [0, 1, 2].map((k) => referredId(parent, 0, k).join()));
    expect(new Set(ids).size).toBe(9);
  });

  it('come in the tick after, as many as a draw of whoever brings them says, and are paid from then on', () => {
    const expected = byHand(streams.luck);
    expect(expected.length).toBeGreaterThan(6);
    const { summary, customers, referred, tally } = simulateLives(world, policy, { streams });
    expect(customers).toBe(3);
    const brought = expected.slice(3).sort((a, b) => a.high - b.high);
    expect([...referred]).toEqual(brought.map(({ high }) => high));
    const worth = [...expected.slice(0, 3), ...brought].map(({ comes }) => 2 * (20 - comes));
    expect([...summary.value]).toEqual(worth);
    expect(tally.value[0]).toBe(worth.reduce((a, b) => a + b));
    expect(tally.entered[0]).toBe(expected.length);
    expect(tally.atEnd[0]).toBe(expected.length);
  });

  it('are brought in the tick in which one leaves, too, and no later', async () => {
    const { summary, referred } = await livesOf(BRINGING.replace('logit: -99', 'logit: 99'));
    const expected = byHand(streams.luck, 1);
    const brought = expected.slice(3).sort((a, b) => a.high - b.high);
    expect(brought.some(({ comes }) => comes === 2)).toBe(true);
    expect(expected.length).toBeLessThan(byHand(streams.luck).length);
    expect([...referred]).toEqual(brought.map(({ high }) => high));
    expect([...summary.value]).toEqual(expected.map(() => 2));
  });

  it('come no more once the last tick is over', async () => {
    const broughtFrom = async (tick: number) =>
      (await livesOf(BRINGING.replace('elapsed < 2d', `elapsed >= ${tick}d`))).referred.length;
    expect(await broughtFrom(18)).toBeGreaterThan(0);
    expect(await broughtFrom(19)).toBe(0);
  });

  it('are in the log under their ids', async () => {
    const customers = new Set<bigint>();
    for await (const { endings } of rollout(world, policy, { streams }).blocks())
      for (let i = 0; i < endings.n; i++) customers.add(endings.customer[i]);
    const ids = byHand(streams.luck).map(({ low, high }) => (BigInt(high) << 32n) | BigInt(low));
    expect([...customers].sort()).toEqual(ids.sort());
  });

  it('earn in the log what they are worth', async () => {
    const earned = new Map<bigint, number>();
    for await (const { outcomes: of } of rollout(world, policy, { streams }).blocks())
      for (let i = 0; i < of.n; i++) {
        const one = of.customer[i];
        earned.set(one, (earned.get(one) ?? 0) + of.value[i] * of.ticks[i]);
      }
    const expected = byHand(streams.luck).map(
      ({ low, high, comes }) => [(BigInt(high) << 32n) | BigInt(low), 2 * (20 - comes)] as const,
    );
    for (const [id, worth] of expected) expect(earned.get(id)).toBe(worth);
    expect(earned.size).toBe(expected.length);
  });

  it('are the same people whoever else comes, with traits of the population key by their ids', () => {
    const traits = (size: number) => {
      const block = makeBlock(world, 400);
      const room = makeStepRoom(block);
      resetBlock(block, streams, { from: 0, count: size });
      while (block.tick < 4) tickUnder(block, { policy }, null, room);
      const { idLow, idHigh, slots, own } = block;
      return new Map(
        Array.from({ length: block.size }, (_, row) => [
          `${idHigh[row]}:${idLow[row]}`,
          own.traits[0][slots.of[row]],
        ]),
      );
    };
    const [few, many] = [traits(2), traits(3)];
    expect(few.size).toBeGreaterThan(2);
    for (const [id, bill] of few) expect(many.get(id), id).toBe(bill);
  });

  it('come to the same totals in whatever rows they lie', () => {
    const block = makeBlock(world, 200);
    const room = makeStepRoom(block);
    resetBlock(block, streams, { from: 0, count: 3 });
    while (block.tick < 20) tickUnder(block, { policy }, null, room);
    const rows = referredOf(block);
    const n = rows.idLow.length;
    const turned = {
      ...rows,
      idLow: rows.idLow.toReversed(),
      idHigh: rows.idHigh.toReversed(),
      summary: { ...rows.summary, value: rows.summary.value.toReversed() },
      stageValue: Float64Array.from(
        rows.stageValue,
        (_, i) => rows.stageValue[(n - 1 - (i >> 1)) * 2 + (i & 1)],
      ),
    };
    expect(inIdOrder([turned])).toEqual(inIdOrder([rows]));
  });

  it('stop a run that has no room for them, and say what to raise', async () => {
    const narrow = await tinyWorld(BRINGING.replace('most: 50', 'most: 1'));
    const run = () => simulateLives(narrow, openPolicy(narrow.rules, narrow.spec), { streams });
    expect(run).toThrow(
      'population.referrals.most: got more than 3 referred customers by tick 2, wanted at most 1 for each customer of the start. Raise `population.referrals.most`, or lower the rate at which customers bring others.',
    );
  });

  it('are refused a rate that is none, by both back ends alike', async () => {
    const wrong = await tinyWorld(BRINGING.replace('if(elapsed < 2d, 0.9, 0)', 'bill - 1000'));
    for (const backend of ['kernel', 'interpreter'] as const) {
      const run = () => simulateLives(wrong, openPolicy(wrong.rules, wrong.spec), { streams, backend });
      expect(run).toThrow(
        /population\.referrals\.perDay: got -9\d\d.* for customer 0 at tick 0, wanted 0 to 80 a tick/,
      );
    }
  });
});

it('a world with everything is the same by both back ends', async () => {
  const world = await tinyWorld(`
population:
  size: 60
  start: { here: 0.5, there: 0.3, gone: 0.2 }
  arrivals: { perDay: "2 + (weekday >= 6)", start: there }
  referrals: { perDay: "0.04 * mood + 0.05 * count(visit)", start: { here: 0.7, gone: 0.1, lost: 0.2 }, most: 20 }
  traits: ${BUSY_TRAITS}
${BUSY}
decide: [every 3d, on enter there, on call, after cooldown of hello]
guardrails: { holdout: 0.1, budgets: [{ amount: 2, per: 4d, calendar: true, charge: send }] }
today: [{ when: "count(visit, 5d) > 0", do: hello }]
`);
  const policy = openPolicy(world.rules, world.spec);
  const digest = (backend: 'kernel' | 'interpreter') =>
    digestLog(rollout(world, policy, { streams, backend, level: 'full' }));
  expect(await digest('kernel')).toBe(await digest('interpreter'));
  const [one, other] = (['kernel', 'interpreter'] as const).map((backend) =>
    simulateLives(world, policy, { streams, backend }),
  );
  expect(one).toEqual(other);
  expect(one.referred.length).toBeGreaterThan(40);
  expect(one.customers).toBeGreaterThan(80);
});
