import type { Named, Population, StateColumn } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import type { Path } from './finding.ts';
import { ranges } from './leaves.ts';
import { resolveCorrelated } from './resolveCorrelated.ts';
import { resolveRows } from './resolveRows.ts';
import { resolveTrait, sharesAt } from './resolveTrait.ts';
import { formulaAt, mapNamed, type NumberInput, numberAt, type Resolving } from './resolving.ts';

export function resolvePopulation(to: Resolving, input: ScenarioInput): Population {
  const path = ['population'];
  const { size, start, correlated, arrivals, referrals } = input.population;
  const drawn = mapNamed(input.population.traits, [...path, 'traits'], resolveTrait(to));
  // Those of a row come first: every formula may read them.
  const traits = { ...resolveRows(to, input.population, drawn), ...drawn };
  const first = startShares(to, start, input.stages, [...path, 'start']);
  const startOf = (own: typeof start, section: string) =>
    own === undefined ? first : startShares(to, own, input.stages, [...path, section, 'start']);
  const rateOf = (section: 'arrivals' | 'referrals', perDay: NumberInput) =>
    formulaAt(to, perDay, [...path, section, 'perDay']);
  return {
    size,
    start: first,
    traits,
    correlated: resolveCorrelated(to, correlated, traits),
    ...(arrivals && {
      arrivals: { perDay: rateOf('arrivals', arrivals.perDay), start: startOf(arrivals.start, 'arrivals') },
    }),
    ...(referrals && {
      referrals: {
        perDay: rateOf('referrals', referrals.perDay),
        start: startOf(referrals.start, 'referrals'),
        most: numberAt(to, referrals.most ?? 1, [...path, 'referrals', 'most'], ranges.positive),
      },
    }),
  };
}

export function resolveState(to: Resolving, input: ScenarioInput): Named<StateColumn> {
  return mapNamed(input.state, ['state'], ({ start, next }, path) => ({
    start: formulaAt(to, start, [...path, 'start']),
    next: formulaAt(to, next, [...path, 'next']),
  }));
}

function startShares(
  to: Resolving,
  input: ScenarioInput['population']['start'],
  stages: ScenarioInput['stages'],
  path: Path,
) {
  if (typeof input === 'string') return { [input]: 1 };
  if (input !== undefined) return sharesAt(to, input, path);
  const first = Object.keys(stages)[0];
  return first === undefined ? {} : { [first]: 1 };
}
