import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const drift: Behaviour = {
  kind: 'drift',
  title: 'Drift',
  description:
    'Something changes slowly for everybody: the effect is 0 until a date, then rises evenly to 1 and stays there. Its weight on a logit or a rate is how far that moves in the end. Any other number drifts where its formula reads the column, which is that number from 0 to 1: `price_effect * (1 - 0.5 * ageing)` ends at half of `price_effect`.',
  source:
    'Gama, Zliobaite, Bifet, Pechenizkiy and Bouchachia (2014), A survey on concept drift adaptation, ACM Computing Surveys 46(4), article 44, section 2: incremental drift.',
  parameters: {
    overDays: {
      description: 'How long the change takes.',
      unit: 'days',
      default: 180,
      range: ranges.positive,
    },
  },
  refers: { from: { kind: 'date', description: 'When it begins.' } },
  state: {
    self: {
      start: 'clamp(-from / overDays, 0, 1)',
      next: 'clamp((elapsed / 1d - from) / overDays, 0, 1)',
    },
  },
  effect: 'clamp((elapsed / 1d - from) / overDays, 0, 1)',
  example: { from: '2025-03-01' },
};
