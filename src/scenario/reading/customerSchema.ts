import { z } from 'zod';
import {
  duration,
  expecting,
  flag,
  formula,
  list,
  mapping,
  NAME,
  named,
  number,
  plainNumber,
  ranges,
  reference,
  text,
} from './leaves.ts';
import { correlated, rows, shares, trait } from './traitSchema.ts';

const start = (description: string) =>
  expecting(
    z
      .union([
        z.string().regex(NAME),
        shares(z.string().regex(NAME), 'Stages with the share that starts there.'),
      ])
      .meta({ description }),
    'a stage, or a mapping from stages to shares',
    {},
  ).optional();

const arrivals = mapping(
  {
    perDay: formula(
      'How many come a day (Poisson), by the calendar: weekday, dayOfYear, dayOfMonth, elapsed and parameters.',
      '20 + 5 * (weekday >= 6)',
    ),
    start: start('Where they start; as `population.start` where left out.'),
  },
  'Customers who come later, by themselves.',
);

const referrals = mapping(
  {
    perDay: formula('How many others a customer brings a day (Poisson).', '0.002 * trust'),
    start: start('Where they start; as `population.start` where left out.'),
    most: number(
      ranges.positive,
      'Room for them: so many for each customer of the start; 1 where left out. A run that needs more stops.',
    ).optional(),
  },
  'Customers whom others bring. Such customers are coupled: policies are compared by whole worlds.',
);

export const population = mapping(
  {
    size: plainNumber(ranges.count, 'Customers at the start.'),
    start: start('Stage at the start, or stages with their shares; the first stage where left out.'),
    arrivals: arrivals.optional(),
    referrals: referrals.optional(),
    traits: named(trait, 'What customers are.').optional(),
    rows: rows.optional(),
    correlated: list(correlated, 'Traits that go together.').optional(),
  },
  'The customers at the start.',
);

export const state = mapping(
  {
    start: formula('Value at the start.', '0'),
    next: formula(
      'Next value, from the old state and the signals and contacts of this tick.',
      '0.9 * fatigue + reached(any)',
    ),
  },
  'A number that moves every tick, hidden from the business.',
);

const once = (what: string) => named(formula('Amount in the currency.', '12.5'), what);

export const signal = mapping(
  {
    perDay: formula('Expected number a day (Poisson).', '0.2').optional(),
    chance: formula('Probability of happening in a tick, at most once.', '0.01').optional(),
    pays: once('Outcomes that it pays, each time.').optional(),
  },
  'Something that the business sees happen. Either `perDay` or `chance`.',
);

const exit = mapping(
  {
    logit: formula('Log-odds against staying, a tick.', '-4 + trust').optional(),
    perDay: formula('Rate a day.', '0.02').optional(),
    loss: flag('Whether it is bad for the business.').optional(),
    pays: once('Outcomes that it pays, once.').optional(),
  },
  'A way out of the stage. Either `logit` or `perDay`, the same for all exits of a stage.',
);

export const stage = mapping(
  {
    description: text('What it is, for people.', 'Pays every month.').optional(),
    seenAs: reference('a stage', 'The stage that the business takes it for.', 'active').optional(),
    terminal: flag('Whether behaviour ends here.').optional(),
    seenAfter: duration(
      'When the business notices a terminal stage that it takes for another.',
      '45d',
    ).optional(),
    conversion: flag('Whether entering it counts as a conversion.').optional(),
    pays: named(
      mapping({ perDay: formula('Amount a day in the currency.', '0.4') }, 'Amount a day while here.'),
      'Outcomes that it pays while a customer is here.',
    ).optional(),
    exits: named(exit, 'Ways out, by the stage that they lead to.').optional(),
  },
  'Where a customer is in the journey.',
);

export const addedTerm = mapping(
  {
    to: reference(
      'an exit or a signal',
      'The logit or rate that it is added to: `stages.STAGE.exits.EXIT`, `signals.SIGNAL` where that has a rate, `population.arrivals` or `population.referrals`.',
      'stages.active.exits.gone',
    ),
    term: formula('What is added, in the words of the place that it is added to.', '0.4 * fatigue'),
  },
  'A term that is added to a logit or a rate.',
);
