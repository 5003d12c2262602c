import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failed, formatIssue, issue, ok, unwrap } from '../core/issue.ts';
import { parseScenario } from './parse.ts';
import { scenarioHash } from './scenarioHash.ts';
import type { ScenarioSources } from './sources.ts';
import { standaloneText } from './standalone.ts';

const example = readFileSync(new URL('./example.yaml', import.meta.url), 'utf8');

/** Files by name, as `extends` names them. */
function filesOf(files: { readonly [name: string]: string }): ScenarioSources {
  return {
    scenario: (name) =>
      Object.hasOwn(files, name) ? ok({ file: name, text: files[name] }) : failed(issue('x', `no ${name}`)),
  };
}

const over = (text: string, files: { readonly [name: string]: string } = {}) =>
  parseScenario(text, 'top.yaml', { sources: filesOf({ 'base.yaml': example, ...files }) });

function told(text: string, files = {}): string[] {
  const result = over(text, files);
  return (result.ok ? result.warnings : result.issues).map(formatIssue);
}

const CHANGE = `extends: base.yaml
name: Telecom retention, dearer calls
population:
  traits:
    bill: { logNormal: null, gamma: { shape: 8, scale: 5 } }
channels:
  call: { cost: 6, capacity: null }
  post: { cost: 0.9 }
guardrails: { budgets: null }
today: []
`;

describe('a scenario that extends another', () => {
  it('merges mappings by key, takes keys away by null, and replaces lists and all else', async () => {
    const { scenario } = unwrap(over(CHANGE));
    const edited = example
      .replace('name: Telecom retention', 'name: Telecom retention, dearer calls')
      .replace('logNormal: { median: 38, sigma: 0.35 }', 'gamma: { shape: 8, scale: 5 }')
      .replace(
        /call: {2}\{ reach: 0\.55, cost: 4\.50.*\n/,
        'call: { reach: 0.55, cost: 6 }\n  post: { cost: 0.9 }\n',
      )
      .replace(/ {2}budgets:.*\n/, '')
      .replace(/today:[\s\S]*/, 'today: []\n');
    expect(scenario).toEqual(unwrap(parseScenario(edited, 'edited.yaml')).scenario);
    expect(Object.keys(scenario.channels)).toEqual(['email', 'call', 'post']);
  });

  it('is the other where it changes nothing, to the hash', async () => {
    const same = unwrap(over('extends: base.yaml\n'));
    expect(await scenarioHash(same.scenario)).toBe(
      await scenarioHash(unwrap(parseScenario(example, 'x.yaml')).scenario),
    );
  });

  it('may be extended in turn, and be written as one text', async () => {
    const files = { 'middle.yaml': CHANGE };
    const text = 'extends: middle.yaml\nchannels: { call: { cost: 7 } }\n';
    const { scenario } = unwrap(over(text, files));
    expect(scenario.channels.call).toMatchObject({ cost: 7, capacity: null });
    const alone = standaloneText(text, 'top.yaml', filesOf({ 'base.yaml': example, ...files }));
    const again = unwrap(parseScenario(alone, 'alone.yaml')).scenario;
    expect(await scenarioHash(again)).toBe(await scenarioHash(scenario));
    expect(standaloneText(example, 'x.yaml', {})).toBe(example);
  });

  it('points at the file that a value comes from', () => {
    const base = example.replace('cost: 0.002', 'cost: -1').replace('2 * trust', '2 * trus');
    const text = 'extends: base.yaml\nchannels: { call: { cost: -2 } }\n';
    expect(told(text, { 'base.yaml': base })).toEqual([
      'base.yaml:25:31 channels.email.cost: got -1, wanted a number >= 0',
      'base.yaml:36:36 stages.active.exits.slipping.logit: nothing is called `trus` here. Did you mean `trust`?',
      'top.yaml:2:27 channels.call.cost: got -2, wanted a number >= 0',
    ]);
  });

  it('is told of what its own key lacks at its own file', () => {
    expect(told('extends: base.yaml\nchannels: { sms: { cots: 1 } }\n')).toEqual([
      expect.stringMatching(/^top\.yaml:2:20 channels\.sms\.cots: got the key `cots`/),
    ]);
  });

  it.each([
    [
      'a circle',
      'extends: a.yaml',
      { 'a.yaml': 'extends: b.yaml', 'b.yaml': 'extends: a.yaml' },
      [
        'b.yaml:1:10 extends: got a circle of files, each over the next: `top.yaml` -> `a.yaml` -> `b.yaml` -> `a.yaml`',
      ],
    ],
    ['a file that is not there', 'extends: bas.yaml', {}, ['top.yaml:1:10 extends: no bas.yaml']],
    [
      'something else than a name',
      'extends: [base.yaml]',
      {},
      ['top.yaml:1:10 extends: got a list of 1, wanted the file or the name of a scenario'],
    ],
    [
      'another tick',
      'extends: base.yaml\nclock: { tick: 12h }',
      {},
      ['top.yaml:2:16 clock.tick: got 12h, wanted 1d as it was: `state.fatigue.next` holds for one tick'],
    ],
  ] as const)('is refused with %s', (_, text, files, expected) => {
    expect(told(text, files)).toEqual(expected);
  });

  it('may say the same tick in other words', () => {
    expect(unwrap(over('extends: base.yaml\nclock: { tick: 24h }\n')).scenario.clock.tickDays).toBe(1);
  });

  it('cannot be read as a text alone', () => {
    const result = parseScenario('extends: base.yaml', 'x.yaml');
    expect(result.ok ? [] : result.issues.map(({ message }) => message)).toEqual([
      'got `base.yaml`, which a text alone cannot be read over',
    ]);
  });
});

describe('values set from outside', () => {
  const set = (values: { readonly [place: string]: number | string }, text = example) =>
    parseScenario(text, 'x.yaml', { set: values });
  const complaints = (values: { readonly [place: string]: number | string }) => {
    const result = set(values);
    return (result.ok ? [] : result.issues).map(formatIssue);
  };

  it('reach parameters by name and any number or duration by its path', () => {
    const { scenario } = unwrap(
      set({
        rescue_effect: 2,
        'channels.email.cost': 0.02,
        'population.traits.reactance.beta[1]': 6,
        'guardrails.caps[0].amount': 3,
        'interventions.tips.cooldown': '21d',
        'clock.tick': '24h',
      }),
    );
    expect(scenario.parameters.rescue_effect).toMatchObject({ value: 2, low: 0.6 });
    expect(scenario.channels.email.cost).toBe(0.02);
    expect(scenario.population.traits.reactance).toMatchObject({ a: 2, b: 6 });
    expect(scenario.guardrails.caps[0].amount).toBe(3);
    expect(scenario.interventions.tips.cooldownDays).toBe(21);
  });

  it('reach a number in a formula key, and what an extended file says', () => {
    const text = example.replace(/gone: {3}\{ logit: "[^"]*"/, 'gone:   { logit: -5');
    expect(text).not.toBe(example);
    const path = 'stages.slipping.exits.gone.logit';
    expect(unwrap(set({ [path]: -4 }, text)).scenario.stages.slipping.exits.gone.formula).toBe('-4');
    const top = parseScenario('extends: base.yaml', 'top.yaml', {
      set: { 'channels.call.cost': 9 },
      sources: filesOf({ 'base.yaml': example }),
    });
    expect(unwrap(top).scenario.channels.call.cost).toBe(9);
  });

  it.each([
    [
      { 'channels.email.cots': 1 },
      'got a value for `channels.email.cots`, wanted the name of a parameter or the path of a number. Did you mean `channels.email.cost`?',
    ],
    [
      { 'channels.email.cost': -1 },
      'x.yaml:25:31 channels.email.cost: got -1, wanted a number >= 0. It was set from outside the file.',
    ],
    [{ 'channels.email.cost': '7d' }, 'x.yaml:25:31 channels.email.cost: set to 7d, wanted a number'],
    [{ 'clock.horizon': 7 }, 'x.yaml:3:50 clock.horizon: set to 7, wanted a duration such as 7d'],
    [
      { 'clock.tick': '12h' },
      'x.yaml:3:37 clock.tick: got 12h, wanted 1d as it was: `state.fatigue.next` holds for one tick',
    ],
  ])('%o', (values, expected) => {
    expect(complaints(values as never)).toEqual([expected]);
  });
});
