import { describe, expect, it } from 'vitest';
import { Legality } from '../journey/records.ts';
import type { World } from '../scenario/world.ts';
import { legalityOf, type Play, play, tinyWorld } from './tiny.fixture.ts';

/** Names of the legality of an action of row 0, tick by tick. */
function reasons(world: World, action: string, options: Play = {}): string[] {
  const names = Object.keys(Legality);
  const found: string[] = [];
  play(world, {
    ...options,
    before: (block, seen) => {
      if (seen.rows.includes(0)) found[block.tick] = names[legalityOf(world, seen, 0)[action]];
    },
  });
  return found;
}

const CLOCK =
  'clock: { start: "2025-01-06", tick: 1d, horizon: 8d }\nreward: { of: [-contact_cost], window: 1d }';
const on =
  (...ticks: number[]) =>
  (tick: number) =>
    ticks.includes(tick) ? 'hello@email' : 'none';

describe('the mask', () => {
  it('names the first rule that fails, tick by tick', async () => {
    const world = await tinyWorld(`
${CLOCK}
state: { day: { start: 0, next: "day + 1" } }
signals: { move: { chance: "day == 6" }, ask: { chance: "day == 5" } }
channels: { email: { optOut: "logistic(200 * (day - 4.5))" } }
interventions:
  hello: { channels: [email], in: [here], eligible: "count(ask, 9d) == 0", cooldown: 2d }
stages: { here: { exits: { there: { logit: "100 * count(move) - 50" } } }, there: {} }
guardrails: { caps: { amount: 2, per: 4d }, quiet: { days: [wednesday] } }`);
    expect(reasons(world, 'hello@email', { act: on(0, 3, 4) })).toEqual([
      'legal', // Monday: sent
      'cooldown',
      'quietHours', // Wednesday: the cooldown is over, and one of two contacts is left
      'legal', // sent
      'cooldown', // before the cap of 2 in 4 days, and the first is 4 days old: out
      'legal',
      'eligibility', // the signal of tick 5; nobody opted out, since nobody was reached after day 4
      'stage', // moved in tick 6
    ]);
  });

  it('lets a cooldown and a cap end exactly when their time is over', async () => {
    const cooldown = await tinyWorld(
      `${CLOCK}\ninterventions: { hello: { channels: [email], in: [here], cooldown: 3d } }`,
    );
    expect(reasons(cooldown, 'hello@email', { act: on(1) }).slice(1, 5)).toEqual([
      'legal',
      'cooldown',
      'cooldown',
      'legal',
    ]);
    const cap = await tinyWorld(`${CLOCK}\nguardrails: { caps: { amount: 2, per: 3d } }`);
    expect(reasons(cap, 'hello@email', { act: on(0, 1, 3) })).toEqual([
      'legal',
      'legal',
      'cap', // ticks 0 and 1
      'legal', // tick 0 is exactly 3 days ago
      'legal', // tick 1 is exactly 3 days ago
      'legal',
      'legal',
      'legal',
    ]);
  });

  it('counts what a cap is of', async () => {
    const world = await tinyWorld(`
${CLOCK}
channels: { email: {}, call: {} }
interventions: { hello: { channels: [email, call], in: [here] } }
guardrails: { caps: [{ of: call, amount: 1, per: 5d }] }`);
    const act = (tick: number) => (tick === 0 ? 'hello@call' : 'hello@email');
    expect(reasons(world, 'hello@call', { act }).slice(0, 6)).toEqual([
      'legal',
      'cap',
      'cap',
      'cap',
      'cap',
      'legal',
    ]);
    expect(reasons(world, 'hello@email', { act }).every((reason) => reason === 'legal')).toBe(true);
  });

  it('takes consent away from the tick after the opt-out, from that channel alone, for good', async () => {
    const world = await tinyWorld(`
${CLOCK}
channels: { email: { optOut: 1 }, call: {} }
interventions: { hello: { channels: [email, call], in: [here] } }
features: { allowed: "consent(email)" }`);
    expect(reasons(world, 'hello@email', { act: on(2) })).toEqual([
      ...Array(3).fill('legal'),
      ...Array(5).fill('consent'),
    ]);
    expect(reasons(world, 'hello@call', { act: on(2) }).every((reason) => reason === 'legal')).toBe(true);
    const allowed = world.spec.features.features.findIndex(({ name }) => name === 'allowed');
    const seen: number[] = [];
    play(world, { act: on(2), before: (_, { batch }) => seen.push(batch.context[allowed]) });
    expect(seen).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('starts with the consent of the declared share', async () => {
    const world = await tinyWorld('channels: { email: { consent: 0.25 } }');
    let without = 0;
    play(world, {
      customers: 2000,
      ticks: 1,
      before: (_, seen) => {
        for (const row of seen.rows)
          if (legalityOf(world, seen, row)['hello@email'] === Legality.consent) without++;
      },
    });
    // A share of 0.75 of 2,000 has a standard error of 19.4 customers.
    expect(Math.abs(without - 1500)).toBeLessThan(4 * 19.4);
  });

  it('leaves the held out with nothing but none, and says so in their records', async () => {
    const world = await tinyWorld('guardrails: { holdout: 0.3 }');
    const { block, records } = play(world, { customers: 1000, ticks: 1, act: () => 'hello@email' });
    const { decisions } = records;
    const held = block.heldOut.subarray(0, 1000).reduce((sum, one) => sum + one, 0);
    // 300 with a standard error of 14.5.
    expect(Math.abs(held - 300)).toBeLessThan(4 * 14.5);
    for (let i = 0; i < decisions.n; i++) {
      const out = decisions.cohort[i] === 1;
      expect(decisions.legality![2 * i]).toBe(Legality.legal);
      expect(decisions.legality![2 * i + 1]).toBe(out ? Legality.holdout : Legality.legal);
      expect(decisions.executed[i]).toBe(out ? 0 : 1);
      expect(decisions.cohortProbability[i]).toBeCloseTo(out ? 0.3 : 0.7, 6);
    }
    expect(decisions.n).toBe(1000);
  });

  it('never makes an intervention that no stage allows', async () => {
    const world = await tinyWorld('interventions: { hello: { channels: [email], in: [] } }');
    expect(new Set(reasons(world, 'hello@email'))).toEqual(new Set(['stage']));
  });
});
