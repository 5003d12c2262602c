import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

const paid = 'price * (1 - depth * (self_open > 0))';
/** Share by which the price stands above the reference. */
const gap = `${paid} / self - 1`;

export const priceSensitivity: Behaviour = {
  kind: 'priceSensitivity',
  title: 'Price sensitivity with a reference price',
  description:
    'Customers judge a price by the one that they have come to expect. The column is that reference price: it moves towards what is paid, so that an open discount lowers it and the full price then looks dear. The effect is the share by which the price stands above the reference, times the hidden sensitivity; dearer weighs more than cheaper. Put it on losses with a positive weight, on orders with a negative one.',
  source:
    'Winer (1986), A reference price model of brand choice for frequently purchased products, Journal of Consumer Research 13(2), 250-256; Hardie, Johnson and Fader (1993), Modeling loss aversion and reference dependence effects on brand choice, Marketing Science 12(4), 378-394.',
  parameters: {
    median: {
      description: 'Median of the sensitivity: effect of a price that is wholly above the reference.',
      unit: '',
      default: 4,
      range: ranges.positive,
    },
    sigma: {
      description: 'Standard deviation of its logarithm.',
      unit: '',
      default: 0.5,
      range: ranges.positive,
    },
    lossAversion: {
      description: 'How much more a dearer price weighs than a cheaper one.',
      unit: 'times',
      default: 1.5,
      range: ranges.amount,
    },
    halfLifeDays: {
      description: 'Time after which the reference has gone half of the way to the price paid.',
      unit: 'days',
      default: 45,
      range: ranges.positive,
    },
    depth: {
      description: 'Share of the price that the discount takes away.',
      unit: 'share',
      default: 0.2,
      range: ranges.share,
    },
    offerDays: {
      description: 'How long the discount is open.',
      unit: 'days',
      default: 14,
      range: ranges.positive,
    },
  },
  refers: {
    price: { kind: 'number', description: 'What is paid without a discount.' },
    discount: { kind: 'contact', description: 'What lowers it.' },
  },
  traits: { self_sensitivity: { seen: false, logNormal: { median: 'median', sigma: 'sigma' } } },
  state: {
    // Days that the discount is still open.
    self_open: { start: '0', next: 'if(reached(discount) > 0, offerDays, max(self_open - tickDays, 0))' },
    // 0 until the first price has been paid: a start may not read a price that moves.
    self: {
      start: '0',
      next: `if(self == 0, price, self + (1 - pow(0.5, tickDays / halfLifeDays)) * (${paid} - self))`,
    },
  },
  effect: `if(self == 0, 0, self_sensitivity * (lossAversion * max(${gap}, 0) + min(${gap}, 0)))`,
  example: { price: 'price', discount: 'discount' },
};
