import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const satisfaction: Behaviour = {
  kind: 'satisfaction',
  title: 'Satisfaction',
  description:
    'Satisfaction is experience against expectation. The main column sums experiences up: good ones lead it towards 1, bad ones, which weigh more, towards 0. Expectation follows it slowly. The effect is the one less the other: above zero while things are better than they used to be, back at zero once that has become normal.',
  source:
    'Oliver (1980), A cognitive model of the antecedents and consequences of satisfaction decisions, Journal of Marketing Research 17(4), 460-469: disconfirmation; Bolton (1998), Marketing Science 17(1), 45-65: cumulative satisfaction that new experience updates.',
  parameters: {
    start: {
      description: 'Satisfaction and expectation at the start.',
      unit: 'share',
      default: 0.5,
      range: ranges.share,
    },
    gain: {
      description: 'Share of the way left that one good experience goes.',
      unit: 'share',
      default: 0.05,
      range: ranges.share,
    },
    negativity: {
      description: 'How much more a bad experience weighs.',
      unit: 'times',
      default: 2,
      range: ranges.amount,
    },
    halfLifeDays: {
      description: 'Time after which expectation has gone half of the way to satisfaction.',
      unit: 'days',
      default: 60,
      range: ranges.positive,
    },
  },
  refers: {
    good: { kind: 'signal', description: 'A good experience.' },
    bad: { kind: 'signal', description: 'A bad experience.' },
  },
  state: {
    self: {
      start: 'start',
      next: 'clamp(self + gain * (count(good) * (1 - self) - negativity * count(bad) * self), 0, 1)',
    },
    self_expectation: {
      start: 'start',
      next: 'self_expectation + (1 - pow(0.5, tickDays / halfLifeDays)) * (self - self_expectation)',
    },
  },
  effect: 'self - self_expectation',
  example: { good: 'praise', bad: 'trouble' },
};
