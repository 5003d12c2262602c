import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const channelPreference: Behaviour = {
  kind: 'channelPreference',
  title: 'Channel preference',
  description:
    'Some people like to be reached by a channel, others do not. The column is a hidden trait between 0 and 1, to be read by the reach of the channel or by an opt-out; the effect is what contacts by that channel still do, more than nothing for those who like it better than most, less for the others.',
  source:
    'Ansari, Mela and Neslin (2008), Customer channel migration, Journal of Marketing Research 45(1), 60-76: people differ in how they answer to a channel.',
  parameters: {
    a: {
      description: 'First shape of the beta distribution of the preference.',
      unit: '',
      default: 2,
      range: ranges.positive,
    },
    b: {
      description: 'Second shape; the mean is a / (a + b).',
      unit: '',
      default: 2,
      range: ranges.positive,
    },
    halfLifeDays: {
      description: 'Time after which half of what a contact does is gone.',
      unit: 'days',
      default: 10,
      range: ranges.positive,
    },
  },
  refers: { channel: { kind: 'channel', description: 'The channel.' } },
  traits: { self: { seen: false, beta: ['a', 'b'] } },
  effect: '(self - a / (a + b)) * adstock(channel, halfLifeDays * 1d)',
  example: { channel: 'email' },
};
