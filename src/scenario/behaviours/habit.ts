import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const habit: Behaviour = {
  kind: 'habit',
  title: 'Habit formation',
  description:
    'What is done again and again needs no decision any more: each tick with the deed goes a fixed share of the way that is left to 1, fast at first and then ever slower, and ticks without it lead back by halves. Put it on use with a positive weight, on losses with a negative one.',
  source:
    'Lally, van Jaarsveld, Potts and Wardle (2010), How are habits formed: modelling habit formation in the real world, European Journal of Social Psychology 40(6), 998-1009: an asymptotic curve, 95 % of it after 66 days of daily repetition in the median, which gives the gain of 0.044.',
  parameters: {
    start: { description: 'What customers begin with.', unit: 'share', default: 0, range: ranges.share },
    gain: {
      description: 'Share of the way left that a tick with the deed goes.',
      unit: 'share',
      default: 0.044,
      range: ranges.share,
    },
    halfLifeDays: {
      description: 'Time without the deed after which half of it is gone.',
      unit: 'days',
      default: 40,
      range: ranges.positive,
    },
  },
  refers: { deed: { kind: 'signal', description: 'What is done.' } },
  state: {
    self: {
      start: 'start',
      next: 'self + if(count(deed) > 0, gain * (1 - self), -(1 - pow(0.5, tickDays / halfLifeDays)) * self)',
    },
  },
  effect: 'self',
  example: { deed: 'visit' },
};
