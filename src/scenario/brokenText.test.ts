import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatIssue } from '../core/issue.ts';
import { parseScenario } from './parse.ts';

const example = readFileSync(new URL('./example.yaml', import.meta.url), 'utf8');

/** What is said of the example after replacing texts, each by the one behind it. */
function told(edits: readonly string[]): string[] {
  let text = example;
  for (let i = 0; i < edits.length; i += 2) {
    expect(text).toContain(edits[i]);
    text = text.replace(edits[i]!, () => edits[i + 1]!);
  }
  const result = parseScenario(text, 'x.yaml');
  return (result.ok ? result.warnings : result.issues).map((issue) =>
    formatIssue(issue).replace(/^x\.yaml:/, ''),
  );
}

type Row = readonly [title: string, edits: readonly string[], expected: readonly string[]];

const broken: readonly Row[] = [
  [
    'a misspelt key',
    ['cost: 0.002', 'cots: 0.002'],
    [
      '25:25 channels.email.cots: got the key `cots`, wanted one of `reach`, `cost`, `optOut`, `consent`, `capacity`. Did you mean `cost`?',
    ],
  ],
  [
    'an unknown key at the top',
    ['currency: EUR', 'currency: EUR\ncolour: red'],
    ['5:1 colour: got the key `colour`, wanted a key of the format'],
  ],
  [
    'a missing key',
    ['horizon: 365d, ', ''],
    ['3:1 clock.horizon: missing, wanted a duration with its unit, such as 365d'],
  ],
  [
    'a missing section',
    ['reward: {', 'rewards: {'],
    [
      '1:1 reward: missing, wanted a mapping with `of`, `window`',
      '44:1 rewards: got the key `rewards`, wanted a key of the format. Did you mean `reward`?',
    ],
  ],
  [
    'a negative cost',
    ['cost: 4.50', 'cost: -4.50'],
    ['26:31 channels.call.cost: got -4.5, wanted a number >= 0'],
  ],
  [
    'a number as text',
    ['size: 20000', 'size: 20_000'],
    [
      '9:9 population.size: got "20_000", wanted a whole number >= 1. Write `20000`, without quotes or separators.',
    ],
  ],
  [
    'a share in percent',
    ['holdout: 0.05', 'holdout: 5 %'],
    ['49:12 guardrails.holdout: got "5 %", wanted a number from 0 to 1. Write `0.05`.'],
  ],
  [
    'a share above 1',
    ['rolling: 0.4, fixed: 0.6', 'rolling: 0.4, fixed: 1.6'],
    ['12:61 population.traits.contract.oneOf.fixed: got 1.6, wanted a number from 0 to 1'],
  ],
  [
    'shares that miss 1',
    ['fixed: 0.6', 'fixed: 0.5'],
    ['12:31 population.traits.contract.oneOf: got shares that sum to 0.9, wanted 1'],
  ],
  [
    'a standard deviation of 0',
    ['sigma: 0.35', 'sigma: 0'],
    ['11:63 population.traits.bill.logNormal.sigma: got 0, wanted a number > 0'],
  ],
  [
    'a probability above 1',
    ['reach: 0.55', 'reach: 55'],
    ['26:19 channels.call.reach: got 55, wanted a number from 0 to 1'],
  ],
  [
    'a duration without unit',
    ['cooldown: 14d', 'cooldown: 14'],
    [
      '28:58 interventions.tips.cooldown: got 14, wanted a duration with its unit, such as 14d. Write `14d` for days.',
    ],
  ],
  [
    'a duration in words',
    ['cooldown: 14d', 'cooldown: 2 weeks'],
    [
      '28:58 interventions.tips.cooldown: got "2 weeks", wanted a duration with its unit, such as 14d. Write `2w`.',
    ],
  ],
  [
    'a duration finer than the tick',
    ['window: 28d', 'window: 12h'],
    [
      '44:79 reward.window: got 12h, finer than the tick, wanted a whole number of ticks of 1d. Write at least `1d`, or choose a finer `clock.tick`.',
    ],
  ],
  [
    'a duration between ticks',
    ['per: 30d, rolling', 'per: 36h, rolling'],
    ['47:31 guardrails.caps[0].per: got 36h, wanted a whole number of ticks of 1d. Write `1d` or `2d`.'],
  ],
  [
    'quiet hours',
    ['holdout: 0.05', 'quiet: { hours: 20-8 }'],
    [
      '49:12 guardrails.quiet.hours: got quiet hours, finer than the tick of 1d, wanted quiet days. Use `quiet.days`, and keep quiet hours in the tool that sends.',
    ],
  ],
  [
    'a cap by the calendar',
    ['rolling: true', 'calendar: true'],
    [
      '47:46 guardrails.caps[0].calendar: got `calendar: true`, wanted a cap that looks back. Write `rolling: true` or nothing.',
    ],
  ],
  [
    'a date that is none',
    ['2025-01-06', '2025-02-30'],
    ['3:17 clock.start: got "2025-02-30", wanted a day of the calendar'],
  ],
  [
    'a zone that is none',
    ['Europe/London', 'Europe/Londn'],
    ['3:62 clock.zone: got "Europe/Londn", wanted an IANA time zone. For example `Europe/London`.'],
  ],
  [
    'a window beyond the horizon',
    ['window: 28d', 'window: 400d'],
    ['44:79 reward.window: got a window of 400d, wanted at most the horizon of 365d'],
  ],
  [
    'an unquoted formula in braces',
    ['"count(call_in, 7d) > 0"', 'count(call_in, 7d) > 0'],
    [
      '51:13 today[0].when: got a formula cut at its comma, wanted it in quotes. Quote this formula: "count(call_in, 7d) > 0"',
    ],
  ],
  [
    'an unquoted table in braces',
    [
      '"-5 + 3 * reactance * reached(any, 7d) - table(inStage, 0d: 0, 60d: 1.2)"',
      '-5 - table(inStage, 0d: 0, 60d: 1.2)',
    ],
    [
      '42:24 stages.slipping.exits.gone.logit: got a formula cut at its comma, wanted it in quotes. Quote this formula: "-5 - table(inStage, 0d: 0, 60d: 1.2)"',
    ],
  ],
  [
    'an unquoted formula after a key',
    ['"count(login, 7d)"', "by(contract, 'rolling': 1, else: 2)"],
    [
      '22:17 features.logins_week: got a formula with `: ` in it, wanted it in quotes. Quote this formula: "by(contract, \'rolling\': 1, else: 2)"',
    ],
  ],
  [
    'a tab',
    ['state:\n  fatigue', 'state:\n\tfatigue'],
    ['15:1: this is no YAML: tabs are not allowed as indentation. Indent with spaces.'],
  ],
  [
    'a key twice',
    ['currency: EUR', 'currency: EUR\ncurrency: GBP'],
    ['5:1 currency: got the key `currency` twice, wanted it once'],
  ],
  [
    'a bracket that is never closed',
    ['channels: [call]', 'channels: [call'],
    [
      '31:60: this is no YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ],
  [
    'a range without value',
    ['cost: 4.50', 'cost: { low: 3, high: 6 }'],
    ['26:25 channels.call.cost.value: missing, wanted a number >= 0'],
  ],
  [
    'an anchor that is not there',
    ['in: [active], cooldown: 60d', 'in: *live, cooldown: 60d'],
    ['31:37: got the alias `*live`, wanted one whose anchor `&live` ends before it'],
  ],
  [
    'an @ at the start',
    ['name: Telecom retention', 'name: @home'],
    [
      '2:7 name: this is no YAML: plain value cannot start with reserved character @. Put the text into double quotes.',
    ],
  ],
  [
    'a list for a number',
    ['cost: 4.50', 'cost: [4, 5]'],
    ['26:31 channels.call.cost: got a list of 2, wanted a number >= 0'],
  ],
  [
    'two flaws in one entry',
    ['email: { reach: 0.35, cost: 0.002', 'email: { reach: 35, cots: 0.002'],
    [
      '25:19 channels.email.reach: got 35, wanted a number from 0 to 1',
      '25:23 channels.email.cots: got the key `cots`, wanted one of `reach`, `cost`, `optOut`, `consent`, `capacity`. Did you mean `cost`?',
    ],
  ],
  [
    'nothing for a formula',
    ['next: "0.9 * fatigue + reached(any)"', 'next:'],
    ['15:32 state.fatigue.next: got nothing, wanted a formula or a number'],
  ],
  [
    'beta of three',
    ['[2, 5]', '[2, 5, 7]'],
    ['13:37 population.traits.reactance.beta: got a list of 3, wanted a list of two numbers'],
  ],
  [
    'beta of one',
    ['[2, 5]', '[2]'],
    ['13:37 population.traits.reactance.beta: got a list of 1, wanted a list of two numbers'],
  ],
  [
    'a number for a section',
    ['population:\n', 'population: 5\npopulatio:\n'],
    [
      '8:13 population: got 5, wanted a mapping with `size`',
      '9:1 populatio: got the key `populatio`, wanted a key of the format. Did you mean `population`?',
    ],
  ],
  [
    'a misspelt key that had to be there',
    ['do: rescue@call }', 'doo: rescue@call }'],
    [
      '51:5 today[0].do: missing, wanted the name of an action',
      '51:39 today[0].doo: got the key `doo`, wanted one of `when`, `do`, `every`, `on enter`, `once`. Did you mean `do`?',
    ],
  ],
];

it.each(broken)('refuses %s', (_, edits, expected) => {
  expect(told(edits)).toEqual(expected);
});
