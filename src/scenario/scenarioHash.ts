import { canonicalJson } from '../core/json.ts';
import type { Scenario } from './scenario.ts';

/**
 * sha256 of the scenario's canonical JSON, 64 hexadecimal digits: the same for any spelling of the same scenario. The
 * order of names counts, for it is the order of actions, features and categories: mappings are hashed as lists. Where
 * nothing is added, `add` does not count, nor does `population.correlated` where nothing is correlated, nor do units of
 * parameters, which are words for readers: the hash of a scenario is what it was before the format had them.
 */
export async function scenarioHash(scenario: Scenario): Promise<string> {
  const { correlated, ...people } = scenario.population;
  const population = correlated.length === 0 ? people : scenario.population;
  const whole = { ...scenario, population, parameters: withoutUnits(scenario.parameters) };
  const { add, ...rest } = whole;
  const used = Object.keys(add).length === 0 ? rest : whole;
  const bytes = new TextEncoder().encode(canonicalJson(inOrder(used)));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, inner]) => [key, inOrder(inner)]);
}

function withoutUnits(parameters: Scenario['parameters']): object {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { unit: _, ...parameter }]) => [name, parameter]),
  );
}
