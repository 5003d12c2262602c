import type { Named, Population, StateColumn } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import { resolveCorrelated } from './resolveCorrelated.ts';
import { resolveRows } from './resolveRows.ts';
import { resolveTrait, sharesAt } from './resolveTrait.ts';
import { formulaAt, mapNamed, type Resolving } from './resolving.ts';

export function resolvePopulation(to: Resolving, input: ScenarioInput): Population {
  const path = ['population'];
  const { size, start, rows, correlated } = input.population;
  const drawn = mapNamed(input.population.traits, [...path, 'traits'], resolveTrait(to));
  // Those of a row come first: every formula may read them.
  const traits = { ...resolveRows(to, rows, drawn), ...drawn };
  return {
    size,
    start: startShares(to, start, input.stages),
    traits,
    correlated: resolveCorrelated(to, correlated, traits),
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
) {
  const path = ['population', 'start'];
  if (typeof input === 'string') return { [input]: 1 };
  if (input !== undefined) return sharesAt(to, input, path);
  const first = Object.keys(stages)[0];
  return first === undefined ? {} : { [first]: 1 };
}
