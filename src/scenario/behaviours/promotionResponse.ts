import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const promotionResponse: Behaviour = {
  kind: 'promotionResponse',
  title: 'Promotion proneness and pull-forward',
  description:
    'A promotion brings purchases now, in part by taking them from the weeks behind it. The main column is the lift that fades after a promotion, a second one the debt of what was only pulled forward, which lasts longer; the effect is their difference times the hidden proneness, above zero at first and below it later. All told, the share that was pulled forward is paid back.',
  source:
    'Neslin, Henderson and Quelch (1985), Consumer promotions and the acceleration of product purchases, Marketing Science 4(2), 147-165; proneness as a trait: Lichtenstein, Netemeyer and Burton (1990), Journal of Marketing 54(3), 54-67.',
  parameters: {
    a: {
      description: 'First shape of the beta distribution of proneness.',
      unit: '',
      default: 2,
      range: ranges.positive,
    },
    b: {
      description: 'Second shape; the mean is a / (a + b).',
      unit: '',
      default: 3,
      range: ranges.positive,
    },
    liftHalfLifeDays: {
      description: 'Time after which half of the lift is gone.',
      unit: 'days',
      default: 5,
      range: ranges.positive,
    },
    debtHalfLifeDays: {
      description: 'Time after which half of the debt is paid.',
      unit: 'days',
      default: 20,
      range: ranges.positive,
    },
    pulled: {
      description: 'Share of the lift that is only pulled forward.',
      unit: 'share',
      default: 0.6,
      range: ranges.share,
    },
  },
  refers: { promotion: { kind: 'contact', description: 'The promotion.' } },
  traits: { self_prone: { seen: false, beta: ['a', 'b'] } },
  state: {
    self: { start: '0', next: 'pow(0.5, tickDays / liftHalfLifeDays) * self + reached(promotion)' },
    // Enters so small that, summed over its longer life, it comes to the share of the lift.
    self_debt: {
      start: '0',
      next: 'pow(0.5, tickDays / debtHalfLifeDays) * self_debt + pulled * (1 - pow(0.5, tickDays / debtHalfLifeDays)) / (1 - pow(0.5, tickDays / liftHalfLifeDays)) * reached(promotion)',
    },
  },
  effect: 'self_prone * (self - self_debt)',
  example: { promotion: 'discount' },
};
