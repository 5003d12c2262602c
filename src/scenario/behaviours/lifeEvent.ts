import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const lifeEvent: Behaviour = {
  kind: 'lifeEvent',
  title: 'Life events',
  description:
    'A move, a birth, a new job: something happens in a life on a day that nobody else knows, and for a while everything is open. The day is a hidden trait, exponential; the column jumps to 1 on it and falls by halves.',
  source:
    'Andreasen (1984), Life status changes and changes in consumer preferences and satisfaction, Journal of Consumer Research 11(3), 784-794.',
  parameters: {
    meanDays: {
      description: 'Mean time until it happens.',
      unit: 'days',
      default: 730,
      range: ranges.positive,
    },
    halfLifeDays: {
      description: 'Time after which half of the unrest is gone.',
      unit: 'days',
      default: 45,
      range: ranges.positive,
    },
  },
  refers: {},
  traits: { self_day: { seen: false, gamma: { shape: 1, scale: 'meanDays' } } },
  state: {
    self: {
      start: '0',
      next: 'pow(0.5, tickDays / halfLifeDays) * self + (elapsed / 1d <= self_day and self_day < elapsed / 1d + tickDays)',
    },
  },
  effect: 'self',
  example: { meanDays: 150 },
};
