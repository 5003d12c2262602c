import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const carryOver: Behaviour = {
  kind: 'carryOver',
  title: 'Carry-over of contacts (adstock)',
  description:
    'A contact works on after its day: the column is an adstock, to which each contact that arrives adds 1 and of which half is gone after its half-life. The effect saturates: it is half of its greatest where the stock is the half-effect, so that the second contact of a week adds less than the first.',
  source:
    'Broadbent (1979), One way TV advertisements work, Journal of the Market Research Society 21(3), 139-166: adstock; Jin, Wang, Sun, Chan and Koehler (2017), Bayesian methods for media mix modeling with carryover and shape effects, Google, section 2: saturation, here with slope 1.',
  parameters: {
    halfLifeDays: {
      description: 'Time after which half of it is gone.',
      unit: 'days',
      default: 7,
      range: ranges.positive,
    },
    halfEffect: {
      description: 'Stock at which the effect is half of its greatest.',
      unit: 'contacts',
      default: 1,
      range: ranges.positive,
    },
  },
  refers: { of: { kind: 'contact', description: 'What works on.' } },
  state: { self: { start: '0', next: 'pow(0.5, tickDays / halfLifeDays) * self + reached(of)' } },
  effect: 'self / (self + halfEffect)',
  example: { of: 'message' },
};
