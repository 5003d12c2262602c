import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { tinyScenario } from '../simulator/tiny.fixture.ts';
import { compileWorld } from './compileWorld.ts';
import { couplingOf } from './coupling.ts';
import { parseScenario } from './parse.ts';
import { scenarioHash } from './scenarioHash.ts';

const text = (population: string, more = '') =>
  tinyScenario(`parameters: { crowd: { value: 3, low: 1, high: 5 } }
population: { size: 4, traits: { bill: { seen: true, uniform: [1, 2] } }, ${population} }
signals: { visit: { perDay: "0.1 * crowd" } }
stages: { here: { exits: { gone: { logit: -3 } } }, gone: { terminal: true } }
${more}`);

async function told(population: string, more?: string): Promise<string[]> {
  const parsed = parseScenario(text(population, more), 'x.yaml');
  const result = parsed.ok ? await compileWorld(parsed.value) : parsed;
  return (result.ok ? result.warnings : result.issues).map((one) =>
    formatIssue(one).replace(/^x\.yaml:/, ''),
  );
}

const world = async (population: string, more?: string) =>
  unwrap(await compileWorld(unwrap(parseScenario(text(population, more), 'x.yaml'))));

describe('customers who come later', () => {
  it('start as the others do where nothing else is said, and have a rate by the calendar', async () => {
    const { arrivals, coupled, scenario } = await world('arrivals: { perDay: "crowd * (weekday >= 6)" }');
    expect(scenario.population.arrivals).toEqual({ perDay: 'crowd * (weekday >= 6)', start: { here: 1 } });
    expect([...arrivals!.start]).toEqual([1, 0]);
    expect(arrivals!.graph.leaves.map(({ key }) => key)).toEqual(['weekday']);
    expect(coupled).toBe(false);
    const own = await world('arrivals: { perDay: 2, start: { here: 0.25, gone: 0.75 } }');
    expect([...own.arrivals!.start]).toEqual([0.25, 0.75]);
  });

  it('are brought at a rate over the customer, with room for one for each of the start', async () => {
    const { referrals, coupled, scenario, ...rest } = await world(
      'referrals: { perDay: "0.01 * bill * count(visit, 7d)" }',
    );
    expect(scenario.population.referrals).toEqual({
      perDay: '0.01 * bill * count(visit, 7d)',
      start: { here: 1 },
      most: 1,
    });
    expect([coupled, couplingOf({ referrals, ...rest })]).toEqual([true, 'referrals']);
  });

  it('take terms, each in the words of its rate', async () => {
    const { arrivals, referrals } = await world(
      'arrivals: { perDay: 1 }, referrals: { perDay: 0, most: crowd }',
      `behaviours: { season: { use: seasonality, adds: { population.arrivals: 2 } }, tired: { use: contactFatigue, adds: { population.referrals: 0.1 } } }`,
    );
    expect(arrivals!.graph.leaves.map(({ key }) => key)).toEqual(['dayOfYear', 'weekday']);
    expect(referrals!.most).toBe(3);
    expect(
      await told('arrivals: { perDay: 1 }', 'add: { more: { to: population.arrivals, term: "0.1 * bill" } }'),
    ).toEqual([expect.stringMatching(/^\d+:\d+ add\.more\.term: nothing is called `bill` here/)]);
  });

  it('leave the hash of a scenario without them as it was', async () => {
    const { scenario } = unwrap(parseScenario(text('start: here'), 'x.yaml'));
    expect(Object.keys(scenario.population)).toEqual(['size', 'start', 'traits', 'correlated']);
    const { scenario: more } = unwrap(parseScenario(text('arrivals: { perDay: 0 }'), 'x.yaml'));
    expect(await scenarioHash(more)).not.toBe(await scenarioHash(scenario));
  });

  it('reach stages that nobody else does', () => {
    const warned = (population: string) => {
      const there = text(population).replace(
        'gone: { terminal',
        'there: { terminal: true }, gone: { terminal',
      );
      const parsed = parseScenario(there, 'x.yaml');
      return parsed.ok ? parsed.warnings.map(({ code }) => code) : ['broken'];
    };
    expect(warned('start: here')).toEqual(['scenario/unreachable']);
    expect(warned('arrivals: { perDay: 1, start: there }')).toEqual([]);
    expect(warned('referrals: { perDay: 1, start: there }')).toEqual([]);
  });

  it.each([
    ['arrivals: { perDay: -1 }', ['population.arrivals.perDay: got -1, wanted a number >= 0']],
    ['arrivals: { perDay: "bill" }', ['population.arrivals.perDay: nothing is called `bill` here']],
    [
      'arrivals: { perday: 1 }',
      [
        'population.arrivals.perDay: got nothing, wanted a formula or a number',
        'population.arrivals.perday: got the key `perday`, wanted one of `perDay`, `start`. Did you mean `perDay`?',
      ],
    ],
    [
      'arrivals: { perDay: 1, start: her }',
      ['population.arrivals.start.her: got "her", wanted the name of a stage. Did you mean `here`?'],
    ],
    [
      'arrivals: { perDay: 1, start: { here: 0.5 } }',
      ['population.arrivals.start: got shares that sum to 0.5, wanted 1'],
    ],
    ['referrals: { perDay: 0.1, most: 0 }', ['population.referrals.most: got 0, wanted a number > 0']],
    [
      'referrals: { perDay: "0.1 * vist" }',
      ['population.referrals.perDay: nothing is called `vist` here. Did you mean `visit`?'],
    ],
  ])('refuse %s', async (population, expected) => {
    const got = await told(population);
    expect(got.length).toBe(expected.length);
    for (const [k, one] of expected.entries()) expect(got[k]).toContain(one);
  });

  it('are no place for a term where there are none', async () => {
    expect(await told('start: here', 'add: { more: { to: population.referrals, term: 1 } }')).toEqual([
      expect.stringContaining(
        'add.more.to: got "population.referrals", wanted `population.arrivals` or `population.referrals` of a population that has them.',
      ),
    ]);
  });
});

it('the scenario of scenarios/newcomers.md is read without a word', async () => {
  const page = readFileSync(new URL('../../scenarios/newcomers.md', import.meta.url), 'utf8');
  const [, shown] = /```yaml\n([\s\S]*?)```/.exec(page)!;
  const whole = tinyScenario(`${shown}
signals: { evening: { perDay: 0.15 }, mishap: { perDay: 0.03 } }
interventions: { hello: { channels: [email], in: [visitor] } }
stages:
  visitor: { exits: { member: { logit: -3 }, left: { logit: -4, loss: true } } }
  member: { exits: { left: { logit: -5, loss: true } } }
  left: { terminal: true }
`);
  const parsed = parseScenario(whole, 'newcomers.md');
  expect((parsed.ok ? parsed.warnings : parsed.issues).map(formatIssue)).toEqual([]);
  const { arrivals, referrals } = unwrap(await compileWorld(unwrap(parsed)));
  expect(arrivals!.graph.leaves.map(({ key }) => key)).toEqual(['weekday', 'dayOfYear']);
  expect(referrals!.most).toBe(2);
});
