import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const wordOfMouth: Behaviour = {
  kind: 'wordOfMouth',
  title: 'Word of mouth',
  description:
    'People talk while there is news, and recommend where they are content. The column is what they have to tell, between 0 and 1: news leads it towards 1, and it fades by halves. The effect is that, times how far their mood lies above the point from which they recommend: 0 for those who are not content, however much there is to tell. Added to `population.referrals`, its weight is the number of others that a customer brings a day who is full of it.',
  source:
    'Berger and Schwartz (2011), What drives immediate and ongoing word of mouth?, Journal of Marketing Research 48(5), 869-880: what is fresh is talked about; Anderson (1998), Customer satisfaction and word of mouth, Journal of Service Research 1(1), 5-17: the content recommend, and the more the more.',
  parameters: {
    gain: {
      description: 'Share of the way to 1 that a tick with news goes.',
      unit: 'share',
      default: 0.5,
      range: ranges.share,
    },
    halfLifeDays: {
      description: 'Time after which half of it has been told.',
      unit: 'days',
      default: 14,
      range: ranges.positive,
    },
    threshold: {
      description: 'Mood from which they recommend.',
      unit: 'share',
      default: 0.5,
      range: { min: 0, max: 0.99 },
    },
  },
  refers: {
    mood: {
      kind: 'number',
      description: 'How content they are, from 0 to 1: the column of satisfaction or trust.',
    },
    news: { kind: 'signal', description: 'What gives them something to tell.' },
  },
  state: {
    self: {
      start: '0',
      next: 'pow(0.5, tickDays / halfLifeDays) * self + gain * min(count(news), 1) * (1 - pow(0.5, tickDays / halfLifeDays) * self)',
    },
  },
  effect: 'self * clamp((mood - threshold) / (1 - threshold), 0, 1)',
  example: { mood: 'price', news: 'praise' },
};
