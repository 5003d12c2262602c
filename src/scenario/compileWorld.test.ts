import { describe, expect, it } from 'vitest';
import { formatIssue } from '../core/issue.ts';
import { purposeOf } from '../core/luck.ts';
import { Legality } from '../journey/records.ts';
import { compileWorld } from './compileWorld.ts';
import { collidingDraws } from './drawNames.ts';
import { parseScenario } from './parse.ts';

const HEAD = `nextmove: 1
name: Tiny
clock: { start: "2025-01-06", tick: 1d, horizon: 20d }
currency: EUR
decide: [every 1d]
reward: { of: [-contact_cost], window: 5d }
`;
const REST: { readonly [section: string]: string } = {
  population: '{ size: 4 }',
  channels: '{ email: {} }',
  interventions: '{ hello: { channels: [email], in: [here] } }',
  stages: '{ here: { exits: { there: { logit: -1 } } }, there: { terminal: true } }',
};

async function compiled(sections: string, head = HEAD) {
  const missing = Object.entries(REST).filter(([name]) => !new RegExp(`^${name}:`, 'm').test(sections));
  const text = `${head}${sections}${missing.map(([name, rest]) => `\n${name}: ${rest}`).join('')}`;
  const parsed = parseScenario(text, 'x.yaml');
  return parsed.ok ? compileWorld(parsed.value) : parsed;
}

async function world(sections: string, head = HEAD) {
  const result = await compiled(sections, head);
  if (!result.ok) throw new Error(result.issues.map(formatIssue).join('\n'));
  return result.value;
}

const told = async (sections: string, head = HEAD) => {
  const result = await compiled(sections, head);
  return result.ok ? [] : result.issues.map(formatIssue);
};

describe('an error in a formula', () => {
  it.each([
    ['a plain text', 'features: { f: 1 + bil }', '7:20'],
    ['double quotes', 'features: { f: "1 + bil" }', '7:21'],
    ['double quotes with escapes', String.raw`features: { f: "1 +\tbil" }`, '7:22'],
    ['double quotes with a code of their own', String.raw`features: { f: "\u0031 + bil" }`, '7:26'],
    ['single quotes', "features: { f: '1 + bil' }", '7:21'],
    ['double quotes over lines', 'features:\n  f: "1 +\n    2 +\n    bil"', '10:5'],
    ['a plain text over lines', 'features:\n  f: 1 +\n    2 + bil', '9:9'],
    ['a folded block', 'features:\n  f: >-\n    1 +\n    2 + bil\n', '10:9'],
    ['a folded block with deeper lines', 'features:\n  f: >\n    1 +\n      bil\n', '10:7'],
    ['a literal block', 'features:\n  f: |\n    1 +\n\n    bil\n', '11:5'],
    ['a long line that goes on', 'features:\n  f: "1 + \\\n    bil"', '9:5'],
  ])('is shown where it stands in %s', async (_, sections, at) => {
    expect(await told(sections)).toEqual([
      expect.stringMatching(`^x.yaml:${at} features.f: nothing is called \`bil\` here`),
    ]);
  });

  it('with quotes in its text is shown behind them', async () => {
    const sections = `population: { size: 4, traits: { plan: { seen: true, oneOf: { a: 0.5, b: 0.5 } } } }
features: { f: 'by(plan, ''a'': 1, ''c'': 2)' }`;
    expect(await told(sections)).toEqual([
      expect.stringMatching(/^x\.yaml:8:36 features\.f: no value is called `'c'` here/),
    ]);
  });

  it('at its end is shown at its end', async () => {
    expect(await told('features: { f: "1 +" }')).toEqual([
      expect.stringMatching(/^x\.yaml:7:20 features\.f: /),
    ]);
  });

  it('that is used over several channels is told once', async () => {
    const sections = `channels: { email: {}, call: {} }
interventions: { hello: { channels: [email, call], in: [here], eligible: "bil > 3" } }`;
    expect(await told(sections)).toHaveLength(1);
  });

  it('of a single rule or payment has the place of the formula', async () => {
    expect(await told('today: { when: "bil > 3", do: hello }')).toEqual([
      expect.stringMatching(/^x\.yaml:7:17 today\[0\]\.when: nothing/),
    ]);
    const stages =
      'stages: { here: { pays: { margin: { perDay: "2 * bil" } }, exits: { there: { logit: 1 } } }, there: { terminal: true } }';
    expect(await told(stages)).toEqual([
      expect.stringMatching(/^x\.yaml:7:50 stages\.here\.pays\.margin\.perDay: nothing/),
    ]);
  });
});

describe('a window', () => {
  it('must be whole ticks, and so must a lag, but no half-life and no `never`', async () => {
    const signals = 'signals: { visit: { chance: 0.1 } }\n';
    expect(await told(`${signals}features: { f: "count(visit, 12h)" }`)).toEqual([
      'x.yaml:8:30 features.f: `12h` is no whole number of ticks of 1d, finer than the tick. Write at least `1d`.',
    ]);
    expect(await told(`${signals}features: { f: "lag(visit, 36h) + sent(any, 1.5d)" }`)).toEqual([
      'x.yaml:8:28 features.f: `36h` is no whole number of ticks of 1d. Write `1d` or `2d`.',
      'x.yaml:8:45 features.f: `1.5d` is no whole number of ticks of 1d. Write `1d` or `2d`.',
    ]);
    expect(
      await told(`${signals}features: { f: "adstock(visit, 36h) + since(visit, never: 36h) / 1d" }`),
    ).toEqual([]);
    const hourly = HEAD.replace('tick: 1d', 'tick: 6h').replace('every 1d', 'every 6h');
    expect(await told(`${signals}features: { f: "count(visit, 12h)" }`, hourly)).toEqual([]);
  });
});

describe('names of draws', () => {
  /** Two trait names whose draws have one hash, found among some 100,000. */
  const [first, second] = collision();

  it('may not share a hash', async () => {
    expect(purposeOf(`trait/${first}`)).toBe(purposeOf(`trait/${second}`));
    expect(collidingDraws(['trait/a', `trait/${first}`, 'trait/b', `trait/${second}`])).toEqual([
      [`trait/${first}`, `trait/${second}`],
    ]);
    const traits = `population: { size: 4, traits: { ${first}: { seen: true, chance: 0.5 }, ${second}: { seen: true, chance: 0.5 } } }`;
    expect(await told(traits)).toEqual([
      `x.yaml:1:1: got names whose draws \`trait/${first}\` and \`trait/${second}\` have one hash, so that they would share their luck. Rename one of them.`,
    ]);
  });

  it('of budgets say what they are of, so that others may come and go', async () => {
    const { guardrails } = await world(
      'guardrails: { budgets: [{ amount: 3, per: 2d }, { amount: 5, per: 1w, of: email, rolling: true }, { amount: 9, per: 2d }] }',
    );
    expect(guardrails.ledgers.map(({ name }) => name)).toEqual([
      'budget/any/calendar/2d/send',
      'budget/email/rolling/7d/send',
      'budget/any/calendar/2d/send#1',
    ]);
  });
});

function collision(): [string, string] {
  const seen = new Map<number, string>();
  for (let k = 0; ; k++) {
    const name = `t${k}`;
    const purpose = purposeOf(`trait/${name}`);
    const other = seen.get(purpose);
    if (other !== undefined) return [other, name];
    seen.set(purpose, name);
  }
}

it('guardrails stand in the order of their reasons', async () => {
  const { guardrails } = await world(`channels: { email: { optOut: 0.1 } }
interventions: { hello: { channels: [email], in: [here], eligible: "inStage > 2d", cooldown: 3d } }
guardrails: { quiet: { days: [sunday] }, caps: [{ amount: 2, per: 7d }, { of: email, amount: 1, per: 2d }] }`);
  const [none, hello] = guardrails.actions.map(({ conditions }) => conditions.map(({ reason }) => reason));
  expect(none).toEqual([]);
  expect(hello).toEqual([
    Legality.stage,
    Legality.eligibility,
    Legality.consent,
    Legality.cooldown,
    Legality.cap,
    Legality.cap,
    Legality.quietHours,
  ]);
});

describe('rules', () => {
  it('that act once compare with never, which no run is long enough to reach', async () => {
    const long = HEAD.replace('horizon: 20d', 'horizon: 1200d');
    const { spec } = await world('today: [{ do: hello, once: true }]', long);
    expect(spec.features.features.map(({ name }) => name)).toContain('since(sent(hello), never: 1201d)');
  });

  it.each(['every: 2d', 'once: true', 'on enter: here', 'do: hello'])(
    'with a mistake in `when` are refused for that, whatever stands beside it (%s)',
    async (beside) => {
      const rule = beside.startsWith('do') ? '' : `, ${beside}`;
      const decide = HEAD.replace('decide: [every 1d]', 'decide: [every 1d, on enter here]');
      for (const [when, why] of [
        ["stge == 'here'", 'nothing is called `stge` here'],
        ['count(complant, 2d) > 0', 'no signal or contact is called `complant`'],
      ]) {
        const said = await told(`today: [{ when: "${when}", do: hello${rule} }]`, decide);
        expect(said).toEqual([expect.stringContaining(`today[0].when: ${why}`)]);
      }
    },
  );

  it('add to the context what they read', async () => {
    const { spec } = await world(`signals: { visit: { chance: 0.1 } }
features: { visits: "count(visit, 7d)" }
today: [{ when: "count(visit, 7d) > 2 and weekday == 1 and count(visit, 3d) > 1", do: hello }]`);
    const names = spec.features.features.map(({ name }) => name);
    expect(names.slice(-4)).toEqual(['visits', 'weekday', 'count(visit, 3d)', 'rule 1']);
  });
});

it('outcomes that the reward subtracts are costs', async () => {
  const stages =
    'stages: { here: { pays: { margin: { perDay: 1 }, upkeep: { perDay: 1 } }, exits: { there: { logit: -1 } } }, there: { terminal: true } }';
  const { outcomes } = await world(stages, HEAD.replace('[-contact_cost]', '[margin, -upkeep]'));
  expect(outcomes.map(({ name, unit, sign }) => `${sign} ${name} ${unit}`)).toEqual([
    '1 margin money',
    '-1 upkeep money',
    '-1 contact_cost money',
    '-1 offer_cost money',
    '-1 opt_out count',
    '1 conversion count',
  ]);
});
