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
    'an unknown channel',
    ['channels: [call]', 'channels: [cal]'],
    ['31:26 interventions.rescue.channels[0]: got "cal", wanted the name of a channel. Did you mean `call`?'],
  ],
  [
    'an unknown stage',
    ['tips:     { channels: [email], in: [active]', 'tips:     { channels: [email], in: [activ]'],
    ['28:39 interventions.tips.in[0]: got "activ", wanted the name of a stage. Did you mean `active`?'],
  ],
  [
    'a stage that the business cannot see',
    ['tips:     { channels: [email], in: [active]', 'tips:     { channels: [email], in: [slipping]'],
    [
      '28:39 interventions.tips.in[0]: got the stage `slipping`, which the business takes for `active`, wanted a stage that it sees. Write `active`.',
    ],
  ],
  [
    'an exit to nowhere',
    ['active: { logit', 'actve: { logit'],
    ['41:7 stages.slipping.exits.actve: got "actve", wanted the name of a stage. Did you mean `active`?'],
  ],
  [
    'an unknown action',
    ['do: tips@email', 'do: tip@email'],
    ['52:35 today[1].do: got "tip@email", wanted an action. Did you mean `tips@email`?'],
  ],
  [
    'an action whose intervention is misspelt',
    ['do: tips@email', 'do: discont'],
    ['52:35 today[1].do: got "discont", wanted an action. Did you mean `discount@email` or `discount@call`?'],
  ],
  [
    'a misspelt moment of decision',
    ['every 7d', 'evry 7d'],
    [
      '5:10 decide[0]: got "evry 7d", wanted `every 7d`, `on SIGNAL`, `on enter STAGE` or `after cooldown of INTERVENTION`. Did you mean `every 7d`?',
    ],
  ],
  [
    'an action of two channels',
    ['do: tips@email', 'do: discount'],
    ['52:35 today[1].do: got "discount", wanted an action. Write `discount@email` or `discount@call`.'],
  ],
  [
    'an unknown outcome',
    ['[margin, -contact_cost', '[margins, -contact_cost'],
    [
      '44:34 reward.of[0]: got "margins", wanted the name of an outcome that is paid somewhere. Did you mean `margin`?',
    ],
  ],
  [
    'an unknown signal',
    ['on call_in', 'on callin'],
    ['5:20 decide[1]: got "callin", wanted the name of a signal. Did you mean `call_in`?'],
  ],
  [
    'a stage where a signal stands',
    ['on call_in', 'on active'],
    ['5:20 decide[1]: got "active", wanted the name of a signal. Write `on enter active`.'],
  ],
  [
    'a trigger that is none',
    ['every 7d', 'weekly'],
    [
      '5:10 decide[0]: got "weekly", wanted `every 7d`, `on SIGNAL`, `on enter STAGE` or `after cooldown of INTERVENTION`',
    ],
  ],
  [
    'an unknown target of a cap',
    ['{ amount: 2,', '{ of: emial, amount: 2,'],
    [
      '47:19 guardrails.caps[0].of: got "emial", wanted the name of a channel, an intervention or `any`. Did you mean `email`?',
    ],
  ],
  [
    'an unknown parameter',
    ['cost: 4.50', 'cost: cal_cost'],
    [
      '26:31 channels.call.cost: got "cal_cost", wanted a number >= 0 or the name of a parameter. Known: `rescue_effect`.',
    ],
  ],
  [
    'a parameter out of range',
    ['cost: 4.50', 'cost: { value: 4.5, low: -1, high: 6 }'],
    ['26:50 channels.call.cost.low: got -1, wanted a number >= 0'],
  ],
  [
    'low above value',
    ['low: 0.6', 'low: 1.8'],
    ['7:37 parameters.rescue_effect.low: got 1.8, wanted at most the value 1.6'],
  ],
  [
    'a name used twice',
    ['login:   {', 'trust:   {'],
    [
      '18:3 signals.trust: got the name `trust`, already the name of a state at `state`, wanted another',
      '22:24 features.logins_week: no signal or contact is called `login`',
    ],
  ],
  [
    'a name of the language',
    ['login:   {', 'any:   {'],
    [
      '18:3 signals.any: got the name `any`, a word of the language, wanted another',
      '22:24 features.logins_week: no signal or contact is called `login`',
    ],
  ],
  [
    'a name with a hyphen',
    ['call_in: {', 'call-in: {'],
    [
      '5:20 decide[1]: got "call_in", wanted the name of a signal. Known: `login`, `fault`.',
      '19:3 signals.call-in: got the name "call-in", wanted a name of letters, digits and _ that starts with a letter. Write `call_in`.',
    ],
  ],
  [
    'two distributions',
    ['beta: [2, 5]', 'beta: [2, 5], chance: 0.5'],
    [
      '13:45 population.traits.reactance.chance: got `beta` and `chance`, wanted exactly one of `normal`, `logNormal`, `uniform`, `beta`, `gamma`, `poisson`, `mixture`, `chance`, `oneOf`, `formula`',
    ],
  ],
  [
    'no distribution',
    [', beta: [2, 5]', ''],
    [
      '13:5 population.traits.reactance: got none, wanted exactly one of `normal`, `logNormal`, `uniform`, `beta`, `gamma`, `poisson`, `mixture`, `chance`, `oneOf`, `formula`',
    ],
  ],
  [
    'two forms in a stage',
    ['gone:   { logit', 'gone:   { perDay'],
    [
      '42:17 stages.slipping.exits.gone.perDay: got `perDay` beside exits by `logit`, wanted one form for all exits of a stage',
    ],
  ],
  [
    'exits from a terminal stage',
    ['terminal: true,', 'terminal: true, exits: { active: { logit: -4 } },'],
    [
      '43:27 stages.gone.exits: got exits to `active` from a terminal stage, wanted none. Take `terminal` away where customers can come back.',
    ],
  ],
  [
    'seenAfter of a stage that goes on',
    ['    seenAs: active   ', '    seenAfter: 45d\n    seenAs: active   '],
    [
      '38:5 stages.slipping.seenAfter: got `seenAfter` for a stage that is not terminal, wanted a terminal stage with `seenAs`',
    ],
  ],
  [
    'seen as itself',
    ['gone: { terminal: true, seenAs: active', 'gone: { terminal: true, seenAs: gone'],
    [
      '43:35 stages.gone.seenAs: got itself, wanted a stage that the business sees. A stage is seen as it is where `seenAs` is left out.',
    ],
  ],
  [
    'an outcome that is there already',
    [
      'pays: { margin: { perDay: "0.3 * bill / 30" } }\n    exits:\n      slipping',
      'pays: { contact_cost: { perDay: 1 } }\n    exits:\n      slipping',
    ],
    [
      '34:13 stages.active.pays.contact_cost: got the outcome `contact_cost`, which every scenario has by itself, wanted another name',
    ],
  ],
  [
    'a rule without its trigger',
    ['do: tips@email', 'on enter: active, do: tips@email'],
    [
      '52:41 today[1]["on enter"]: got a rule for entering `active`, at which nothing is decided, wanted the trigger in `decide`. Add `on enter active` to `decide`.',
    ],
  ],
  [
    'a list for a mapping',
    ['state:\n', 'state: [1]\nstat:\n'],
    [
      '14:8 state: got a list of 1, wanted a mapping from names to entries',
      '15:1 stat: got the key `stat`, wanted a key of the format. Did you mean `state`?',
    ],
  ],
  [
    'a wrong version',
    ['nextmove: 1', 'nextmove: 2'],
    ['1:11 nextmove: got 2, wanted 1, the version of the format'],
  ],
  [
    'an unknown word of a choice',
    ['charge: send', 'charge: sent'],
    ['48:63 guardrails.budgets[0].charge: got "sent", wanted one of send, redeem. Did you mean `send`?'],
  ],
  [
    'a trigger by a cooldown that is not there',
    ['on call_in]', 'after cooldown of tips, after cooldown of call]'],
    ['5:44 decide[2]: got "call", wanted the name of an intervention. Known: `tips`, `discount`, `rescue`.'],
  ],
  [
    'an exit to itself',
    ['slipping: { logit: "-5', 'active: { logit: "-5'],
    [
      '36:7 stages.active.exits.active: got an exit from `active` to itself, wanted another stage. Staying needs no exit.',
      '37:3 stages.slipping: warning: got the stage `slipping`, which nobody starts in and no exit leads to',
      '43:3 stages.gone: warning: got the stage `gone`, which nobody starts in and no exit leads to',
    ],
  ],
  [
    'a channel that the intervention lacks',
    ['do: tips@email', 'do: tips@call'],
    ['52:35 today[1].do: got "tips@call", wanted an action. Write `tips@email`.'],
  ],
  [
    'an intervention where all is over',
    [
      'gone: { terminal: true, seenAs: active, seenAfter: 45d }',
      'gone: { terminal: true }',
      'in: [active], eligible',
      'in: [active, gone], eligible',
    ],
    [
      '29:53 interventions.discount.in[1]: got the terminal stage `gone`, where nothing happens any more, wanted one that goes on',
    ],
  ],
];

it('tells of formulas beside what is wrong elsewhere, but not of what follows from that', () => {
  const text = [
    'reach: 0.35',
    'reach: 1.35',
    '-5 - 2 * trust',
    '-5 - 2 * trst + tips',
    'do: tips@email',
    'do: tips',
  ];
  expect(told(text)).toEqual([
    '25:19 channels.email.reach: got 1.35, wanted a number from 0 to 1',
    '36:36 stages.active.exits.slipping.logit: nothing is called `trst` here. Did you mean `trust`?',
    '36:43 stages.active.exits.slipping.logit: `tips` alone has no value: it is a contact. Count it: `reached(tips)`.',
  ]);
});

it.each(broken)('refuses %s', (_, edits, expected) => {
  expect(told(edits)).toEqual(expected);
});

const doubtful: readonly Row[] = [
  [
    'a sign that is odd',
    ['-contact_cost', 'contact_cost'],
    [
      '44:42 reward.of[1]: warning: got `contact_cost` added to the reward, wanted it subtracted. Write `-contact_cost`.',
    ],
  ],
  [
    'a stage that nobody reaches',
    ['  gone: {', '  won: { exits: { active: { logit: 0 } } }\n  gone: {'],
    ['43:3 stages.won: warning: got the stage `won`, which nobody starts in and no exit leads to'],
  ],
  [
    'a stage that nobody leaves',
    ['  gone: { terminal: true, seenAs: active, seenAfter: 45d }', '  gone: {}'],
    [
      '43:3 stages.gone: warning: got no exit from `gone`, so that nobody ever leaves it. Write `terminal: true` where behaviour ends here.',
    ],
  ],
  [
    'an intervention that no stage allows',
    ['rescue:   { channels: [call], in: [active]', 'rescue:   { channels: [call], in: []'],
    [
      '31:37 interventions.rescue.in: warning: got no stage, so that `rescue` can never be made',
      '51:43 today[0].do: warning: got `rescue@call`, which no stage allows, so that the rule never acts',
    ],
  ],
  [
    'a channel that nothing uses',
    ['  call:  {', '  push:  { reach: 1 }\n  call:  {'],
    ['26:3 channels.push: warning: got the channel `push`, which no intervention uses'],
  ],
  [
    'a parameter that nothing uses',
    ['rescue_effect: {', 'spare: 3\n  rescue_effect: {'],
    ['7:3 parameters.spare: warning: got the parameter `spare`, which nothing uses'],
  ],
  [
    'a window that most decisions outlive',
    ['window: 28d', 'window: 200d'],
    [
      '44:79 reward.window: warning: got a window of 200d in a horizon of 365d: most decisions are cut off before their reward is known',
    ],
  ],
];

it.each(doubtful)('warns of %s', (_, edits, expected) => {
  expect(told(edits)).toEqual(expected);
});
