import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const shock: Behaviour = {
  kind: 'shock',
  title: 'A dated shock for a segment',
  description:
    'On one day everything changes for some customers: the effect jumps from 0 to 1 for the segment, then falls by halves to the share that lasts. The main column is the segment, a hidden trait; a segment that is a number from 0 to 1 is hit by degrees.',
  source:
    'Box and Tiao (1975), Intervention analysis with applications to economic and environmental problems, Journal of the American Statistical Association 70(349), 70-79: a step and a pulse that decays.',
  parameters: {
    lasting: {
      description: 'Share of the jump that stays for good.',
      unit: 'share',
      default: 0.3,
      range: ranges.share,
    },
    halfLifeDays: {
      description: 'Time after which half of the rest is gone.',
      unit: 'days',
      default: 30,
      range: ranges.positive,
    },
  },
  refers: {
    on: { kind: 'date', description: 'The day of the shock.' },
    segment: {
      kind: 'segment',
      description: 'A formula over traits: whom it hits; everybody where left out.',
      default: 'true',
    },
  },
  traits: { self: { seen: false, formula: 'segment' } },
  effect:
    'self * if(elapsed / 1d >= on, lasting + (1 - lasting) * pow(0.5, (elapsed / 1d - on) / halfLifeDays), 0)',
  example: { on: '2025-04-01' },
};
