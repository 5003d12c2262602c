import { describe, expect, it } from 'vitest';
import type { World } from '../scenario/world.ts';
import { byRow, type Play, type Played, play, tinyWorld } from './tiny.fixture.ts';

/** Everything that is hidden hangs on the hidden trait, and nothing that is seen does. */
const veiled = (touchy: string) => `
clock: { start: "2025-01-06", tick: 1d, horizon: 40d }
decide: [every 3d, on visit, on enter club]
population:
  size: 40
  start: { here: 0.8, sour: 0.2 }
  traits:
    bill: { seen: true, uniform: [1, 9] }
    touchy: { seen: false, ${touchy} }
state:
  fatigue: { start: touchy, next: "0.9 * fatigue + touchy * reached(any)" }
signals:
  visit: { perDay: 0.2 }
  fault: { chance: "0.05 * (bill > 5)" }
features:
  visits: "count(visit, 7d)"
  quiet: "since(visit, never: 99d)"
  faults: "adstock(fault, 5d)"
channels: { email: { reach: "1 - 0.5 * touchy", cost: 1 } }
interventions:
  hello: { channels: [email], in: [here, club], eligible: "count(fault, 9d) < 2", cooldown: 4d }
stages:
  here: { pays: { margin: { perDay: touchy } }, exits: { sour: { logit: "-3 + 2 * touchy + fatigue" } } }
  sour: { seenAs: here, exits: { here: { logit: "-1 - touchy" }, mute: { logit: "-2 + touchy", loss: true } } }
  mute: { seenAs: here, exits: { sour: { perDay: touchy } } }
  club: {}
guardrails: { caps: { amount: 3, per: 20d } }
reward: { of: [margin, -contact_cost], window: 5d }`;

/** What the business knew whenever it was asked. */
function seenSide({ records: { decisions } }: Played, { spec, actions }: World) {
  const [d, A] = [spec.features.features.length, actions.actions.length];
  return Array.from({ length: decisions.n }, (_, i) => ({
    who: decisions.customer[i],
    tick: decisions.tick[i],
    trigger: decisions.trigger[i],
    stage: decisions.stage[i],
    context: decisions.context.slice(i * d, (i + 1) * d),
    legality: decisions.legality!.slice(i * A, (i + 1) * A),
  }));
}

describe('what is hidden', () => {
  it('reaches neither observations nor masks: with signals and seen stages held, they are equal to the bit', async () => {
    const meek = await tinyWorld(veiled('uniform: [0, 0.2]'));
    const touchy = await tinyWorld(veiled('uniform: [0.8, 1]'));
    const options: Play = {
      customers: 40,
      act: (tick, row) => ((tick + row) % 2 === 0 ? 'hello@email' : 'none'),
    };
    const [a, b] = [play(meek, options), play(touchy, options)];
    expect(a.records.decisions.n).toBeGreaterThan(400);
    expect(seenSide(b, touchy)).toEqual(seenSide(a, meek));
    // And yet the two are different worlds underneath.
    const hidden = ({ records }: Played) => records.hidden!;
    expect([...hidden(a).stage.subarray(0, 1600)]).not.toEqual([...hidden(b).stage.subarray(0, 1600)]);
    expect([...hidden(a).values.subarray(0, 4800)]).not.toEqual([...hidden(b).values.subarray(0, 4800)]);
  });

  const SECRETS = `
population: { size: 1, traits: { touchy: { seen: false, uniform: [0, 1] } } }
state: { fatigue: { start: 0, next: fatigue } }
stages: { here: { exits: { sour: { logit: -1 } } }, sour: { seenAs: here } }
`;
  it.each([
    ['features: { mood: fatigue }', /features\.mood: `fatigue` is hidden state/],
    ['features: { t: "touchy + 1" }', /features\.t: `touchy` is a hidden trait/],
    ['features: { r: "reached(hello, 7d)" }', /features\.r: `reached\(hello\)` is hidden/],
    [
      'interventions: { hello: { channels: [email], in: [here], eligible: "touchy < 1" } }',
      /hello\.eligible: `touchy` is a hidden trait/,
    ],
    ['today: [{ when: "touchy < 1", do: hello }]', /today\[0\]\.when: `touchy` is a hidden trait/],
    ['today: [{ when: "stage == \'sour\'", do: hello }]', /today\[0\]\.when: no value is called `'sour'`/],
    [
      'channels: { email: { capacity: { amount: 1, per: 1d, arbitrate: "-fatigue" } } }',
      /arbitrate: `fatigue` is hidden state/,
    ],
    [
      'guardrails: { budgets: { amount: 9, per: 5d, arbitrate: touchy } }',
      /arbitrate: `touchy` is a hidden trait/,
    ],
  ])('is refused in %s', async (section, message) => {
    await expect(tinyWorld(SECRETS + section)).rejects.toThrow(message);
  });
});

describe('the context', () => {
  it('begins with seen stage, time in it, seen traits, contacts by channel and times since, as the world had them', async () => {
    const tiny = await tinyWorld(`
population: { size: 1, traits: { bill: { seen: true, uniform: [1, 9] }, secret: { seen: false, uniform: [1, 9] } } }
channels: { email: {}, call: {} }
interventions: { hello: { channels: [email, call], in: [here] } }
features: { late: "inStage > 2d" }`);
    const names = tiny.spec.features.features.map(({ name }) => name);
    expect(names).toEqual([
      'stage',
      'inStage',
      'bill',
      'sent(email, 28d)',
      'sent(call, 28d)',
      'since(sent(any), never: 999d)',
      'since(sent(hello), never: 999d)',
      'late',
    ]);
    const contexts: number[][] = [];
    const { block } = play(tiny, {
      ticks: 4,
      act: (tick) => (tick === 1 ? 'hello@call' : 'none'),
      before: (_, { batch }) => contexts.push([...batch.context]),
    });
    const [bill] = byRow(block, block.own.traits[0]);
    expect(contexts).toEqual([
      [0, 0, bill, 0, 0, 999, 999, 0],
      [0, 1, bill, 0, 0, 999, 999, 0],
      [0, 2, bill, 0, 1, 1, 1, 0],
      [0, 3, bill, 0, 1, 2, 2, 1],
    ]);
  });

  it('holds whole ticks however long they are, and what never happened longer ago than any run lasts', async () => {
    const monthly = await tinyWorld(
      'clock: { start: "2025-01-06", tick: 30d, horizon: 1800d }\ndecide: [every 30d]\nreward: { of: [-contact_cost], window: 30d }',
    );
    const names = monthly.spec.features.features.map(({ name }) => name);
    expect(names).toContain('sent(email, 30d)');
    expect(names).toContain('since(sent(any), never: 1830d)');
  });

  it('of an oracle ends with what is hidden', async () => {
    const oracle = await tinyWorld(veiled('beta: [2, 5]'), { oracle: true });
    const names = oracle.spec.features.features.map(({ name }) => name);
    expect(names.slice(-4)).toEqual(['true stage', 'true inStage', 'touchy', 'fatigue']);
    const width = names.length;
    play(oracle, {
      customers: 20,
      ticks: 9,
      before: (block, { rows, batch }) => {
        rows.forEach((row, i) => {
          expect(batch.context[i * width + width - 4]).toBe(block.stage[row]);
          expect(batch.context[i * width + width - 3]).toBe(block.tick - block.entered[block.slots.of[row]]);
          expect(batch.context[i * width + width - 1]).toBe(byRow(block, block.own.states[0])[row]);
        });
      },
    });
  });
});
