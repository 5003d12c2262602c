import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const drift: Behaviour = {
  kind: 'drift',
  title: 'Drift',
  description:
    'Something changes slowly for everybody: the effect is 0 until a date, then rises evenly to 1 and stays there. Its weight on a logit or a rate is how far that moves in the end. It owns no column.',
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
  effect: 'clamp((elapsed / 1d - from) / overDays, 0, 1)',
  example: { from: '2025-03-01' },
};
