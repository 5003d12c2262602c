import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const durationDependence: Behaviour = {
  kind: 'durationDependence',
  title: 'Duration dependence of churn',
  description:
    'Whoever has stayed long leaves less readily, or more so: the logarithm of a Weibull hazard over the time in the stage, less that at the scale, so that the effect is 0 there. A shape below 1 means that risk falls with time, above 1 that it rises, 1 that time does not matter. It owns no column; put it with weight 1 on a logit, which for small chances is the logarithm of a hazard.',
  source:
    'Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, second edition, section 2.2: the Weibull hazard (k / s) (t / s)^(k - 1), here with t at the middle of the tick.',
  parameters: {
    shape: {
      description: 'Shape k of the Weibull distribution.',
      unit: '',
      default: 0.7,
      range: ranges.positive,
    },
    scaleDays: {
      description: 'Time in the stage at which the effect is 0.',
      unit: 'days',
      default: 90,
      range: ranges.positive,
    },
  },
  refers: {},
  effect: '(shape - 1) * log((inStage / 1d + tickDays / 2) / scaleDays)',
  example: {},
};
