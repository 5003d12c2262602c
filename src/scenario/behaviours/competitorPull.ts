import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

/** Days since the last campaign began. */
const intoCampaign = 'elapsed / 1d - from - everyDays * floor((elapsed / 1d - from) / everyDays)';

export const competitorPull: Behaviour = {
  kind: 'competitorPull',
  title: 'Pull of a competitor',
  description:
    'A competitor campaigns from a date on, again and again, and pulls at everybody, at some more than at others: the column is the hidden susceptibility, which switching costs lower. The effect is the susceptibility while a campaign runs, a share of it between campaigns, and nothing before the first.',
  source:
    'Klemperer (1995), Competition when consumers have switching costs, Review of Economic Studies 62(4), 515-539; campaigns as pulses: Steenkamp, Nijs, Hanssens and Dekimpe (2005), Competitive reactions to advertising and promotion attacks, Marketing Science 24(1), 35-54.',
  parameters: {
    sigma: {
      description: 'Standard deviation of the logarithm of susceptibility, whose median is 1.',
      unit: '',
      default: 0.5,
      range: ranges.positive,
    },
    everyDays: {
      description: 'Time from the start of a campaign to that of the next.',
      unit: 'days',
      default: 90,
      range: ranges.positive,
    },
    lengthDays: {
      description: 'How long a campaign runs.',
      unit: 'days',
      default: 21,
      range: ranges.positive,
    },
    between: {
      description: 'Share of the pull that is left between campaigns.',
      unit: 'share',
      default: 0.1,
      range: ranges.share,
    },
  },
  refers: { from: { kind: 'date', description: 'Start of the first campaign.' } },
  traits: { self: { seen: false, logNormal: { median: 1, sigma: 'sigma' } } },
  effect: `self * if(elapsed / 1d < from, 0, if(${intoCampaign} < lengthDays, 1, between))`,
  example: { from: '2025-03-01' },
};
