import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const messageWear: Behaviour = {
  kind: 'messageWear',
  title: 'Wear-in and wear-out of a message',
  description:
    'A message must be met a few times before it works, and tires when it is met too often. The main column counts the exposures that are remembered, a second one how fresh the last of them is. The effect is the freshness, times a strength that rises to 1 at the best number of exposures and falls beyond it; in a pause the exposures are forgotten, and a worn-out message can work again.',
  source:
    'Pechmann and Stewart (1988), Advertising repetition: a critical review of wearin and wearout, Current Issues and Research in Advertising 11(1-2), 285-329; recovery in pauses: Naik, Mantrala and Sawyer (1998), Marketing Science 17(3), 214-235. The curve x exp(1 - x) is the simplest with both sides.',
  parameters: {
    bestAt: {
      description: 'Exposures in memory at which it works best.',
      unit: 'contacts',
      default: 3,
      range: ranges.positive,
    },
    halfLifeDays: {
      description: 'Time after which half of the exposures are forgotten.',
      unit: 'days',
      default: 30,
      range: ranges.positive,
    },
    freshHalfLifeDays: {
      description: 'Time after which half of what the last exposure does is gone.',
      unit: 'days',
      default: 7,
      range: ranges.positive,
    },
  },
  refers: { of: { kind: 'contact', description: 'The message that is met.' } },
  state: {
    self: { start: '0', next: 'pow(0.5, tickDays / halfLifeDays) * self + reached(of)' },
    self_fresh: {
      start: '0',
      next: 'max(pow(0.5, tickDays / freshHalfLifeDays) * self_fresh, min(reached(of), 1))',
    },
  },
  effect: 'self_fresh * self / bestAt * exp(1 - self / bestAt)',
  example: { of: 'message' },
};
