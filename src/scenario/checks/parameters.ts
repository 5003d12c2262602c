import type { Finding, Path } from '../reading/finding.ts';
import type { Scenario } from '../scenario.ts';

/** A named parameter that nothing uses moves nothing: most often its name is misspelt where it was meant. */
export function checkParameters(
  scenario: Scenario,
  places: ReadonlyMap<string, Path>,
  numeric: ReadonlySet<string>,
): Finding[] {
  const words = wordsOf(scenario);
  return Object.keys(scenario.parameters)
    .filter((name) => places.get(name)?.[0] === 'parameters' && !words.has(name) && !numeric.has(name))
    .map((name) => ({
      code: 'scenario/unused',
      path: ['parameters', name],
      at: 'key',
      message: `got the parameter \`${name}\`, which nothing uses`,
      severity: 'warning',
    }));
}

/** Every word of the scenario outside its prose: names are unique, so a parameter's is found in formulas alone. */
function wordsOf(scenario: Scenario): Set<string> {
  const text = JSON.stringify({ ...scenario, name: '', parameters: {} }, (key, value) =>
    key === 'description' ? '' : value,
  );
  return new Set(text.match(/[A-Za-z]\w*/g));
}
