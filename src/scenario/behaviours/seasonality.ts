import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

const FULL_TURN = 6.2831853;
const QUARTER_TURN = 1.5707963;
/** Days since the last payday. */
const sincePayday = 'dayOfYear - 1 - paydayEveryDays * floor((dayOfYear - 1) / paydayEveryDays)';

export const seasonality: Behaviour = {
  kind: 'seasonality',
  title: 'Seasonality: week, year, payday',
  description:
    'The calendar moves everybody alike: a wave over the year with its crest on the peak day, a step on Saturdays and Sundays, and a step in the days after payday, which comes in even spaces from 1 January. The effect is their sum; a height of 0 leaves one out. It owns no column.',
  source:
    'Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, Cambridge University Press, chapter 2: trigonometric and dummy seasonals; payday: Stephens (2006), Paycheque receipt and the timing of consumption, Economic Journal 116(513), 680-701.',
  parameters: {
    yearly: { description: 'Height of the wave over the year.', unit: '', default: 0.3, range: ranges.any },
    peakDay: {
      description: 'Day of the year of its crest.',
      unit: 'day of the year',
      default: 350,
      range: ranges.amount,
    },
    weekend: { description: 'Height of the step at the weekend.', unit: '', default: 0.2, range: ranges.any },
    payday: { description: 'Height of the step after payday.', unit: '', default: 0.2, range: ranges.any },
    paydayEveryDays: {
      description: 'Time from one payday to the next.',
      unit: 'days',
      default: 30.4375,
      range: ranges.positive,
    },
    paydayLengthDays: {
      description: 'How long the step lasts.',
      unit: 'days',
      default: 4,
      range: ranges.amount,
    },
  },
  refers: {},
  effect: `yearly * sin(${QUARTER_TURN} + ${FULL_TURN} * (dayOfYear - peakDay) / 365.25) + weekend * (weekday >= 6) + payday * (${sincePayday} < paydayLengthDays)`,
  example: {},
};
