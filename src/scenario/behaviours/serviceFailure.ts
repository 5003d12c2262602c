import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const serviceFailure: Behaviour = {
  kind: 'serviceFailure',
  title: 'Service failure and recovery',
  description:
    'Things go wrong now and then: the behaviour owns the signal of failures, which the business sees. Each one hurts; the hurt fades by halves, and a recovery that arrives heals most of it at once, but only what is there already, so that an early answer to a failure is worth most. The column is the hurt.',
  source:
    'Smith, Bolton and Wagner (1999), A model of customer satisfaction with service encounters involving failure and recovery, Journal of Marketing Research 36(3), 356-372; Tax, Brown and Chandrashekaran (1998), Journal of Marketing 62(2), 60-76.',
  parameters: {
    failuresPerDay: {
      description: 'Failures a customer.',
      unit: 'a day',
      default: 0.01,
      range: ranges.amount,
    },
    severity: { description: 'Hurt of one failure.', unit: '', default: 1, range: ranges.amount },
    healed: {
      description: 'Share of the hurt that a recovery takes away.',
      unit: 'share',
      default: 0.7,
      range: ranges.share,
    },
    halfLifeDays: {
      description: 'Time after which half of the hurt is forgotten.',
      unit: 'days',
      default: 45,
      range: ranges.positive,
    },
  },
  refers: { recovery: { kind: 'contact', description: 'What makes good.' } },
  state: {
    self: {
      start: '0',
      next: 'pow(0.5, tickDays / halfLifeDays) * self * (1 - healed * min(reached(recovery), 1)) + severity * count(self_failure)',
    },
  },
  signals: { self_failure: { perDay: 'failuresPerDay' } },
  effect: 'self',
  example: { recovery: 'help', failuresPerDay: 0.02 },
};
