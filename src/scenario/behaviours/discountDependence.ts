import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const discountDependence: Behaviour = {
  kind: 'discountDependence',
  title: 'Dependence on discounts',
  description:
    'Whoever gets discounts learns to wait for them: each one moves the column a step towards 1, and years without any lead back. Put it on orders at full price with a negative weight, on what a discount does with a positive one.',
  source:
    'Mela, Gupta and Lehmann (1997), The long-term impact of promotion and advertising on consumer brand choice, Journal of Marketing Research 34(2), 248-261: promotions make customers more sensitive to price in the long run.',
  parameters: {
    gain: {
      description: 'Share of the way to full dependence that one discount goes.',
      unit: 'share',
      default: 0.15,
      range: ranges.share,
    },
    halfLifeDays: {
      description: 'Time without discounts after which half of it is unlearned.',
      unit: 'days',
      default: 180,
      range: ranges.positive,
    },
  },
  refers: { discount: { kind: 'contact', description: 'The discount.' } },
  state: {
    self: {
      start: '0',
      next: 'pow(0.5, tickDays / halfLifeDays) * self + gain * min(reached(discount), 1) * (1 - self)',
    },
  },
  effect: 'self',
  example: { discount: 'discount' },
};
