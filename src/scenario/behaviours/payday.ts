import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

/** Day of the year on which the month before ended; 0 in January. */
const ended = 'dayOfYear - dayOfMonth';
const lengthBefore = `if(${ended} == 59, 28, if(${ended} == 60, 29, if(${ended} in [120, 121, 181, 182, 273, 274, 334, 335], 30, 31)))`;
const since = `dayOfMonth - day + if(dayOfMonth < day, ${lengthBefore}, 0)`;

export const payday: Behaviour = {
  kind: 'payday',
  title: 'Payday on a day of the month',
  description:
    'Wages come on the same day of every month, and people spend more in the days after it, into the next month where the payday is late. The effect is 1 from the payday on for as many days as it lasts, and 0 until the next. It owns no column. Paydays in even spaces are part of `seasonality`.',
  source:
    'Stephens (2006), Paycheque receipt and the timing of consumption, Economic Journal 116(513), 680-701.',
  parameters: {
    day: {
      description: 'Day of the month.',
      unit: 'day of the month',
      default: 25,
      range: { min: 1, max: 28, whole: true },
    },
    lengthDays: { description: 'How long it lasts.', unit: 'days', default: 4, range: ranges.amount },
  },
  refers: {},
  effect: `if(${since} < lengthDays, 1, 0)`,
  example: {},
};
