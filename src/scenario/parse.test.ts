import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { loadScenario } from './load.ts';
import { parseScenario } from './parse.ts';
import { scenarioHash } from './scenarioHash.ts';

const example = readFileSync(new URL('./example.yaml', import.meta.url), 'utf8');
const parse = (text: string, set = {}) => unwrap(parseScenario(text, 'x.yaml', { set }));
const told = (text: string, set = {}) => {
  const result = parseScenario(text, 'x.yaml', { set });
  return (result.ok ? result.warnings : result.issues).map(formatIssue);
};

describe('parseScenario', () => {
  it('reads the example without a word', () => {
    expect(told(example)).toEqual([]);
  });

  it('spells out defaults and shorthands', () => {
    const { scenario } = parse(example);
    expect(scenario.clock).toEqual({
      start: '2025-01-06',
      tickDays: 1,
      horizonDays: 365,
      zone: 'Europe/London',
    });
    expect(scenario.decide).toEqual([
      { kind: 'every', days: 7 },
      { kind: 'signal', signal: 'call_in' },
    ]);
    expect(scenario.population.start).toEqual({ active: 1 });
    expect(scenario.population.traits.reactance).toEqual({
      seen: false,
      unit: null,
      kind: 'beta',
      a: 2,
      b: 5,
    });
    expect(scenario.channels.email).toEqual({
      reach: '0.35',
      cost: 0.002,
      optOut: 'logistic(-7 + fatigue + 2 * reactance)',
      consent: 1,
      capacity: null,
    });
    expect(scenario.channels.call!.capacity).toEqual({
      amount: 120,
      perDays: 1,
      arbitrate: { kind: 'formula', formula: 'bill' },
    });
    expect(scenario.interventions.discount!.offer).toEqual({
      cost: '0.1 * bill',
      withinDays: 14,
      redeemed: { kind: 'chance', chance: 'logistic(-1 + trust)' },
    });
    expect(scenario.stages.gone).toEqual({
      seenAs: 'active',
      terminal: true,
      seenAfterDays: 45,
      conversion: false,
      pays: {},
      form: null,
      exits: {},
      description: '',
    });
    expect(scenario.reward.of.map(({ outcome, sign }) => [outcome, sign])).toEqual([
      ['margin', 1],
      ['contact_cost', -1],
      ['offer_cost', -1],
    ]);
    expect(scenario.guardrails.budgets[0]).toMatchObject({ period: 'calendar', charge: 'send', of: 'any' });
  });

  it('reads the other spellings', () => {
    const text = example
      .replace('every 7d, on call_in', 'every 1w, on enter active, after cooldown of tips')
      .replace('channels: [call], in: [active]', 'channels: call, in: active')
      .replace('arbitrate: "bill"', 'arbitrate: { by: policy, fallback: priority }')
      .replace('do: tips@email', 'do: tips, on enter: active, once: true, every: 30d')
      .replace('chance: "logistic(-1 + trust)"', 'on: call_in')
      .replace('holdout: 0.05', 'quiet: { days: [sunday, saturday] }');
    const { scenario } = parse(text);
    expect(scenario.decide).toEqual([
      { kind: 'every', days: 7 },
      { kind: 'enter', stage: 'active' },
      { kind: 'cooldown', intervention: 'tips' },
    ]);
    expect(scenario.interventions.rescue).toMatchObject({ channels: ['call'], in: ['active'] });
    expect(scenario.channels.call!.capacity!.arbitrate).toEqual({ kind: 'policy', fallback: 'priority' });
    expect(scenario.today[1]).toEqual({
      when: 'inStage > 180d',
      action: 'tips@email',
      everyDays: 30,
      onEnter: 'active',
      once: true,
    });
    expect(scenario.interventions.discount!.offer!.redeemed).toEqual({ kind: 'on', event: 'call_in' });
    expect(scenario.guardrails).toMatchObject({ quietDays: [6, 7], holdout: 0 });
  });

  it('takes numbers from parameters, named or in place, and lets others be set', () => {
    const text = example
      .replace('cost: 4.50', 'cost: rescue_effect')
      .replace(
        'cost: 0.002',
        'cost: { value: 0.002, low: 0.001, high: 0.004, unit: EUR, why: "two tariffs" }',
      )
      .replace('reach: 0.35', 'reach: { value: 0.35, low: 0.2, high: 0.5 }');
    const { scenario } = parse(text, { rescue_effect: 2, 'channels.email.reach': 0.2 });
    expect(scenario.channels).toMatchObject({ call: { cost: 2 }, email: { cost: 0.002, reach: '0.2' } });
    expect(scenario.parameters).toEqual({
      rescue_effect: {
        value: 2,
        low: 0.6,
        high: 2.2,
        unit: null,
        why: 'saves reported by call centres vary widely',
        source: null,
      },
      'channels.email.reach': { value: 0.2, low: 0.2, high: 0.5, unit: null, why: null, source: null },
      'channels.email.cost': {
        ...{ value: 0.002, low: 0.001, high: 0.004 },
        ...{ unit: 'EUR', why: 'two tariffs', source: null },
      },
    });
    expect(told(text, { rescu_effect: 2 })).toEqual([
      'got a value for `rescu_effect`, wanted the name of a parameter or the path of a number. Did you mean `rescue_effect`?',
    ]);
  });

  it('tells every flaw of a file at once, in its order', () => {
    const text = example
      .replace('horizon: 365d', 'horizon: 365')
      .replace('"count(login, 7d)"', "by(contract, 'rolling': 1, else: 2)")
      .replace('reach: 0.35', 'reach: 3.5')
      .replace('channels: [call]', 'channels: [cal]')
      .replace('terminal: true', 'terminal: yes')
      .replace('"count(call_in, 7d) > 0"', 'count(call_in, 7d) > 0')
      .replace('do: tips@email', 'do: tip@email');
    expect(told(text).map((line) => line.split(': ')[0])).toEqual([
      'x.yaml:3:50 clock.horizon',
      'x.yaml:22:17 features.logins_week',
      'x.yaml:25:19 channels.email.reach',
      'x.yaml:31:26 interventions.rescue.channels[0]',
      'x.yaml:43:21 stages.gone.terminal',
      'x.yaml:51:13 today[0].when',
      'x.yaml:52:35 today[1].do',
    ]);
  });

  it('refuses what is no scenario at all', () => {
    const wanted = 'wanted a scenario: a mapping that starts with `nextmove: 1`';
    expect(told('')).toEqual([`x.yaml:1:1: got nothing, ${wanted}`]);
    expect(told('- a\n- b\n')).toEqual([`x.yaml:1:1: got a list of 2, ${wanted}`]);
    expect(told('{}')).toHaveLength(10);
  });

  it('does not take names of JavaScript for names of the file', () => {
    const text = example.replace('in: [active], cooldown: 14d', 'in: [constructor], cooldown: 14d');
    expect(told(text)).toEqual([
      'x.yaml:28:39 interventions.tips.in[0]: got "constructor", wanted the name of a stage. Known: `active`, `slipping`, `gone`.',
    ]);
  });
});

describe('the source map', () => {
  const { source } = parse(example);

  it('finds values, and the nearest parent of what is not there', () => {
    expect(source.at(['channels', 'email', 'cost'])).toEqual({ line: 25, column: 31 });
    expect(source.at(['channels', 'email', 'consent'])).toEqual({ line: 25, column: 10 });
    expect(source.at(['today', 1, 'when'])).toEqual({ line: 52, column: 13 });
  });

  it('finds characters of texts, behind their quotes', () => {
    const path = ['channels', 'email', 'optOut'];
    const { line, column } = source.at(path);
    expect(source.inside(path, 0)).toEqual({ line, column: column + 1 });
    expect(source.inside(path, 9)).toEqual({ line, column: column + 10 });
    expect(source.inside(['channels', 'email', 'reach'], 0)).toBeNull();
  });
});

describe('scenarioHash', () => {
  const hash = (text: string) => scenarioHash(parse(text).scenario);

  it('is of the meaning, not of the text', async () => {
    const first = await hash(example);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash(example.replace('reach: 0.35, cost: 0.002', 'cost: 2.0e-3, reach: 0.350'))).toBe(first);
    expect(await hash(`# a comment\n${example.replace('every 7d', 'every 1w')}`)).toBe(first);
    expect(await hash(example.replace('high: 2.2, why', 'high: 2.2, unit: log-odds, why'))).toBe(first);
    expect(await hash(example.replace('high: 2.2, why', 'high: 2.3, why'))).not.toBe(first);
    expect(await hash(example.replace('cost: 0.002', 'cost: 0.003'))).not.toBe(first);
    expect(await hash(example.replace('rolling: 0.4, fixed: 0.6', 'fixed: 0.6, rolling: 0.4'))).not.toBe(
      first,
    );
  });
});

describe('loadScenario', () => {
  it('says what is wrong with a file that cannot be read', async () => {
    const result = await loadScenario('no/such.yaml');
    expect(result.ok ? [] : result.issues.map(formatIssue)).toEqual([
      'no/such.yaml: got no such file, wanted a scenario. `nextmove init` writes one to start from.',
    ]);
  });
});
