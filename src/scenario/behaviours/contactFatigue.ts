import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const contactFatigue: Behaviour = {
  kind: 'contactFatigue',
  title: 'Contact fatigue and recovery',
  description:
    'Every contact that arrives tires, and rest restores: the column is a stock that each contact adds to and of which half is gone after its half-life. Put it on losses with a positive weight, on visits and orders with a negative one.',
  source:
    'Campbell and others (2001), Optimizing customer mail streams at Fingerhut, Interfaces 31(1), 77-90: mailings too close to one another take from one another; a stock with depreciation: Nerlove and Arrow (1962), Optimal advertising policy under dynamic conditions, Economica 29(114), 129-142.',
  parameters: {
    halfLifeDays: {
      description: 'Time of rest after which half of it is gone.',
      unit: 'days',
      default: 7,
      range: ranges.positive,
    },
    perContact: {
      description: 'What one contact adds.',
      unit: 'contacts',
      default: 1,
      range: ranges.amount,
    },
  },
  refers: { of: { kind: 'contact', description: 'What tires.', default: 'any' } },
  state: {
    self: { start: '0', next: 'pow(0.5, tickDays / halfLifeDays) * self + perContact * reached(of)' },
  },
  effect: 'self',
  example: {},
};
