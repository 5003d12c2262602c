import { z } from 'zod';
import {
  choice,
  duration,
  expecting,
  formula,
  list,
  mapping,
  number,
  ranges,
  reference,
  text,
} from './leaves.ts';

export const arbitrate = expecting(
  z
    .union([
      z.string().min(1),
      mapping(
        {
          by: choice(['policy'], 'The scores of the policy.'),
          fallback: choice(['random', 'priority'], 'Where a policy has no scores.'),
        },
        'The scores of the policy, and what counts where it has none.',
      ),
    ])
    .meta({
      description:
        'Who goes first when more is proposed than fits: random, priority, policy or a seen formula.',
      examples: ['random'],
    }),
  'random, priority, policy or a formula',
  'random',
);

export const channel = mapping(
  {
    reach: formula('Probability that a send arrives; 1 where left out.', '0.35').optional(),
    cost: number(ranges.amount, 'Cost of a send; 0 where left out.').optional(),
    optOut: formula(
      'Probability of opting out at a contact that arrived; never where left out.',
      '0.002',
    ).optional(),
    consent: number(
      ranges.share,
      'Share of customers who may be contacted at the start; 1 where left out.',
    ).optional(),
    capacity: mapping(
      {
        amount: number(ranges.amount, 'Sends a period.'),
        per: duration('The period.', '1d'),
        arbitrate: arbitrate.optional(),
      },
      'How many sends there is room for: customers then compete, and the world is coupled.',
    ).optional(),
  },
  'A way to reach customers.',
);

const offer = mapping(
  {
    cost: formula('What a redeemed offer costs.', '0.1 * bill'),
    within: duration('How long it stands open.', '14d'),
    chance: formula('Probability of being redeemed at all, on some day of its time.', '0.3').optional(),
    on: reference(
      'a signal or a stage',
      'Redeemed when this signal happens or this stage is entered.',
      'order',
    ).optional(),
  },
  'Something of value that the customer may redeem. Either `chance` or `on`.',
);

export const intervention = mapping(
  {
    channels: list(reference('a channel', 'A channel.', 'email'), 'Channels that may carry it.'),
    in: list(
      reference('a stage', 'A stage as the business sees it.', 'active'),
      'Seen stages in which it may be made.',
    ),
    eligible: formula('Seen formula that must hold.', "contract == 'rolling'").optional(),
    cooldown: duration('Not again within this time of a send.', '14d').optional(),
    cost: number(ranges.amount, 'Further cost of a send, beside that of the channel.').optional(),
    offer: offer.optional(),
    priority: number(
      ranges.any,
      'Larger goes first under `arbitrate: priority`; 0 where left out.',
    ).optional(),
    description: text('What it is, for people.', 'A call from the success team.').optional(),
  },
  'Something that the business can do for a customer.',
);
