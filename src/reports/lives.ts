import type { StoryDay } from '../evaluation/comparison.ts';

/** Days spent in one stage without a break: from the start of day `from` to the start of day `to`. */
export type Stay = { readonly stage: string; readonly from: number; readonly to: number };

/**
 * The stays of a life, up to the horizon. Days may be missing, where nothing happened: a stage holds until another is
 * named, and also before the first day named, unless that is the day on which it began.
 */
export function staysOf(days: readonly StoryDay[], horizon: number): Stay[] {
  const changes = days.filter((day, i) => day.stage !== '' && day.stage !== lastNamed(days, i));
  return changes.map(({ stage, day, happened }, i) => ({
    stage,
    from: i === 0 && !happened.includes(arrival(stage)) ? 0 : day,
    to: changes[i + 1]?.day ?? Math.max(horizon, day + 1),
  }));
}

function lastNamed(days: readonly StoryDay[], before: number): string | undefined {
  return days.slice(0, before).findLast((day) => day.stage !== '')?.stage;
}

/** How a life's days say that a stage began. */
const arrival = (stage: string) => `now ${stage}`;

/** `login x 3` is `login`: what kind of thing happened, without how often. */
export const kindOf = (happening: string): string => happening.replace(/ x \d+$/, '');

/**
 * The kinds of happenings worth a row, in the order in which they first happened: the rarest `most`, since what happens
 * all the time would drown them. Arrivals in a stage are left out, which the stays show.
 */
export function tellingKinds(days: readonly StoryDay[], most: number): string[] {
  const arrivals = new Set(days.map((day) => arrival(day.stage)));
  const happened = days.flatMap((day) => day.happened.map(kindOf)).filter((kind) => !arrivals.has(kind));
  const times = (kind: string) => happened.filter((other) => other === kind).length;
  const rare = [...new Set(happened)].sort((a, b) => times(a) - times(b)).slice(0, most);
  return rare.sort((a, b) => happened.indexOf(a) - happened.indexOf(b));
}
