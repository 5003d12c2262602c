import { z } from 'zod';
import type { Behaviour } from './behaviour.ts';
import { behaviours as builtIn } from './behaviours/index.ts';
import { channel, intervention } from './reading/actionSchema.ts';
import { behaviourUse } from './reading/behaviourSchema.ts';
import { addedTerm, population, signal, stage, state } from './reading/customerSchema.ts';
import {
  assumption,
  duration,
  expecting,
  formula,
  list,
  mapping,
  named,
  pattern,
  ranges,
  text,
} from './reading/leaves.ts';
import { decide, guardrails, reward, rule } from './reading/policySchema.ts';

const clock = mapping(
  {
    start: pattern(
      /^\d{4}-\d{2}-\d{2}$/,
      'a date such as 2025-01-06',
      'Local date of the first tick.',
      '2025-01-06',
    ),
    tick: duration('The step of the simulation.', '1d'),
    horizon: duration('How long customers are followed: a whole number of ticks.', '365d'),
    zone: text('IANA time zone of the calendar.', 'Europe/London').optional(),
  },
  'Calendar of the simulation.',
);

const parameters = named(
  expecting(
    z.union([z.number(), assumption(ranges.any)]),
    'a number or { value, low, high, unit, why, source }',
    0,
  ),
  'Named numbers, with the range that is still believable, for formulas and numeric keys.',
);

/** The format of scenario files, version 1, before defaults and shorthands are spelled out, with these behaviours. */
export function makeScenarioSchema(behaviours: readonly Behaviour[]) {
  return expecting(
    z
      .strictObject({
        nextmove: expecting(
          z.literal(1).meta({ description: 'Version of the format.' }),
          '1, the version of the format',
          1,
        ),
        extends: text(
          'A scenario, by file or by its name in the library, that this one changes in parts: mappings merge by key, null takes a key away, all else replaces.',
          'telecom-retention',
        ).optional(),
        name: text('Title.', 'Telecom retention'),
        description: text('What it is about, for people.', 'Customers who slip away unseen.').optional(),
        clock,
        currency: pattern(/^[A-Z]{3}$/, 'a currency code such as EUR', 'Currency of all money.', 'EUR'),
        decide,
        parameters: parameters.optional(),
        population,
        state: named(state, 'Hidden numbers that move.').optional(),
        signals: named(signal, 'What the business sees happen.').optional(),
        features: named(
          formula('Seen formula.', 'count(login, 7d)'),
          'What policies see, beside stage, seen traits and contact counts.',
        ).optional(),
        behaviours: named(
          behaviourUse(behaviours),
          'Behaviours of the library, each under the name that its main column gets.',
        ).optional(),
        channels: named(channel, 'Ways to reach customers.'),
        interventions: named(intervention, 'What the business can do.'),
        stages: named(stage, 'The journey; the first is the start where `population.start` is left out.'),
        add: named(
          addedTerm,
          'Terms that are added to logits and rates of the file, summed in the order of their names.',
        ).optional(),
        reward,
        terminalValue: formula(
          'Worth of a customer who is still there at the horizon.',
          '60 * bill',
        ).optional(),
        guardrails: guardrails.optional(),
        today: list(
          rule,
          'The rules in use today: the first that applies acts, else nobody does.',
        ).optional(),
      })
      .meta({
        title: 'nextmove scenario',
        description: 'Customers, what they do, and what can be done for them.',
      }),
    'a scenario: a mapping that starts with `nextmove: 1`',
    {},
  );
}

/** The same with the behaviours of this package. */
export const scenarioSchema = makeScenarioSchema(builtIn);

export type ScenarioSchema = typeof scenarioSchema;
export type ScenarioInput = z.output<typeof scenarioSchema>;
