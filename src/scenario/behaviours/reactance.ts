import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const reactance: Behaviour = {
  kind: 'reactance',
  title: 'Reactance',
  description:
    'Some people take being pressed as a threat to their freedom, and do the opposite. The column is the pressure of recent contacts; the effect is what of it is above the tolerated amount, times a hidden trait: zero for most people most of the time, and harm for the prone where contacts pile up.',
  source:
    'Brehm (1966), A Theory of Psychological Reactance, Academic Press; contacts beyond an ideal point: Godfrey, Seiders and Voss (2011), Enough is enough!, Journal of Marketing 75(4), 94-109.',
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
      default: 5,
      range: ranges.positive,
    },
    tolerated: {
      description: 'Pressure that nobody minds.',
      unit: 'contacts',
      default: 1.5,
      range: ranges.amount,
    },
    halfLifeDays: {
      description: 'Time after which half of the pressure is gone.',
      unit: 'days',
      default: 14,
      range: ranges.positive,
    },
  },
  refers: { of: { kind: 'contact', description: 'What presses.', default: 'any' } },
  traits: { self_prone: { seen: false, beta: ['a', 'b'] } },
  state: { self: { start: '0', next: 'pow(0.5, tickDays / halfLifeDays) * self + reached(of)' } },
  effect: 'self_prone * max(self - tolerated, 0)',
  example: {},
};
