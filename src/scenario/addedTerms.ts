import type { Formula, Scenario } from './scenario.ts';

/** Everything that terms may be added to: exits by logit or rate, and signals by rate. */
export function targetsOf({ stages, signals }: Scenario): string[] {
  return [
    ...Object.entries(stages).flatMap(([name, { exits }]) =>
      Object.keys(exits).map((to) => `stages.${name}.exits.${to}`),
    ),
    ...Object.entries(signals).flatMap(([name, { form }]) => (form === 'perDay' ? [`signals.${name}`] : [])),
  ];
}

/** The terms added to a target, in name order. */
export function termsOf({ add }: Scenario, to: string): (readonly [name: string, term: Formula])[] {
  return Object.entries(add)
    .filter(([, added]) => added.to === to)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { term }]) => [name, term]);
}
