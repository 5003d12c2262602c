import { arbitrate } from './actionSchema.ts';
import {
  choice,
  duration,
  flag,
  formula,
  list,
  mapping,
  NAME,
  number,
  pattern,
  plainNumber,
  ranges,
  reference,
  text,
} from './leaves.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** `every 7d`, `on SIGNAL`, `on enter STAGE`, `after cooldown of INTERVENTION`. */
export const TRIGGER =
  /^(?:every (?<every>\S.*)|on enter (?<stage>\w+)|on (?<signal>\w+)|after cooldown of (?<intervention>\w+))$/;

export const decide = list(
  pattern(
    TRIGGER,
    '`every 7d`, `on SIGNAL`, `on enter STAGE` or `after cooldown of INTERVENTION`',
    'A moment at which a customer is up for a decision.',
    'every 7d',
  ),
  'When a customer is up for a decision; several moments at once make one decision.',
);

export const reward = mapping(
  {
    name: pattern(NAME, 'a name', 'Its name.', 'margin_28d').optional(),
    of: list(
      pattern(
        /^[-+]? ?[A-Za-z][A-Za-z0-9_]*$/,
        'an outcome, or -outcome',
        'An outcome, with - to subtract it.',
        'margin',
      ),
      'Outcomes that it sums.',
    ),
    window: duration('How long after a decision outcomes count.', '28d'),
    discountPerYear: number(ranges.amount, 'Yearly discount rate; 0 where left out.').optional(),
  },
  'What a decision is judged by.',
);

const target = reference(
  'an intervention, a channel or `any`',
  'What it counts; any contact where left out.',
  'email',
);

const cap = mapping(
  {
    of: target.optional(),
    amount: plainNumber(ranges.count, 'Contacts at most.'),
    per: duration('Time that it looks back.', '30d'),
    rolling: flag('A cap always looks back; may be written for clarity.').optional(),
    calendar: flag('Not for caps.').optional(),
  },
  'At most so many contacts of one customer within a time.',
);

const budget = mapping(
  {
    of: target.optional(),
    amount: number(ranges.amount, 'Money a period.'),
    per: duration('The period.', '30d'),
    calendar: flag('Periods follow one another from the start (the default).').optional(),
    rolling: flag('Looks back over the period.').optional(),
    charge: choice(
      ['send', 'redeem'],
      'What is charged: the cost of the contact, or of the offer.',
    ).optional(),
    arbitrate: arbitrate.optional(),
  },
  'Money for all customers together: they then compete, and the world is coupled.',
);

export const guardrails = mapping(
  {
    caps: list(cap, 'Contact caps.').optional(),
    budgets: list(budget, 'Budgets.').optional(),
    quiet: mapping(
      {
        days: list(choice(WEEKDAYS, 'A weekday.'), 'Weekdays without contacts.').optional(),
        hours: text('Hours without contacts: only where the tick is an hour or less.', '20-8').optional(),
      },
      'When nobody is contacted.',
    ).optional(),
    holdout: number(ranges.share, 'Share of customers who never get anything: the control group.').optional(),
  },
  'Limits that hold for every policy.',
);

export const rule = mapping(
  {
    when: formula('Seen formula that must hold; always where left out.', 'count(call_in, 7d) > 0').optional(),
    do: reference('an action', 'The action, intervention@channel.', 'tips@email'),
    every: duration('Only if the intervention was not sent within this time.', '30d').optional(),
    'on enter': reference(
      'a stage',
      'Only at the decision made on entering this seen stage.',
      'onboarding',
    ).optional(),
    once: flag('Only if the intervention was never sent.').optional(),
  },
  'One of the rules in use today.',
);
