import type { Formula, Scenario } from './scenario.ts';

/** Where terms for how many customers come are added. */
export const NEWCOMERS = { arrivals: 'population.arrivals', referrals: 'population.referrals' } as const;

/** Everything that terms may be added to: exits by logit or rate, signals by rate, and how many customers come. */
export function targetsOf({ stages, signals, population }: Scenario): string[] {
  return [
    ...Object.entries(stages).flatMap(([name, { exits }]) =>
      Object.keys(exits).map((to) => `stages.${name}.exits.${to}`),
    ),
    ...Object.entries(signals).flatMap(([name, { form }]) => (form === 'perDay' ? [`signals.${name}`] : [])),
    ...(population.arrivals === undefined ? [] : [NEWCOMERS.arrivals]),
    ...(population.referrals === undefined ? [] : [NEWCOMERS.referrals]),
  ];
}

/** The terms added to a target, in name order. */
export function termsOf({ add }: Scenario, to: string): (readonly [name: string, term: Formula])[] {
  return Object.entries(add)
    .filter(([, added]) => added.to === to)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { term }]) => [name, term]);
}
