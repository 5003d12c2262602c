import { didYouMean, failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import type { Behaviour } from './behaviour.ts';
import { behaviours as builtIn } from './behaviours/index.ts';
import { checkParameters } from './checks/parameters.ts';
import { checkScenario } from './checks.ts';
import { lowerScenario } from './lowerScenario.ts';
import { atOrigin, withOrigins } from './origins.ts';
import { type Finding, type Path, pathText, toIssue, within } from './reading/finding.ts';
import { checkStructure } from './reading/structure.ts';
import { readYamlText } from './reading/yamlText.ts';
import { resolveScenario } from './resolve.ts';
import type { Scenario, SourceMap } from './scenario.ts';
import { makeScenarioSchema, scenarioSchema } from './schema.ts';

export type ParsedScenario = { readonly scenario: Scenario; readonly source: SourceMap };

export type ParseOptions = {
  /** Values to use instead of the file's, by parameter; one that stands in a numeric key is named by its path. */
  readonly set?: { readonly [parameter: string]: number };
  /** Behaviours that a scenario may use; those of this package by default. */
  readonly behaviours?: readonly Behaviour[];
};

/**
 * A scenario from the text of its file, YAML 1.2, or all that is wrong with it at once, each issue with line, column
 * and path, in the order of the file. Formulas stay text: compileWorld checks them.
 */
export function parseScenario(
  text: string,
  file: string,
  options: ParseOptions = {},
): Result<ParsedScenario> {
  const yaml = readYamlText(text, file);
  if (yaml.value === undefined) return failed(yaml.issues);
  const { set = {}, behaviours = builtIn } = options;
  const schema = behaviours === builtIn ? scenarioSchema : makeScenarioSchema(behaviours);
  const { input, findings, broken } = checkStructure(yaml.value, yaml.broken, schema);
  const structure = [...yaml.issues, ...findings.map((finding) => toIssue(finding, yaml.source))];
  if (input === null) return failed(inOrder(structure));
  const resolved = resolveScenario(input, set, behaviours);
  const { scenario, places, used, origins } = resolved;
  const source = withOrigins(yaml.source, origins);
  const further = [
    ...resolved.findings,
    ...checkScenario(scenario),
    ...checkParameters(scenario, places, used),
  ].map((finding) => atOrigin(origins, finding));
  const issues = inOrder([
    ...structure,
    ...further.filter((finding) => isSure(finding, broken)).map((finding) => toIssue(finding, yaml.source)),
    ...unknownSettings(set, places),
  ]);
  if (issues.some(({ severity }) => severity === 'error')) {
    const wrong = [
      ...broken,
      ...further.flatMap(({ path, refersTo }) => [path, ...(refersTo ? [refersTo] : [])]),
    ];
    return failed(inOrder([...issues, ...formulaIssues(scenario, source, wrong)]));
  }
  return ok({ scenario, source }, issues);
}

/**
 * What is wrong with formulas of a file that is broken elsewhere: as far as they can be read, and without what follows
 * from a place that is broken.
 */
function formulaIssues(scenario: Scenario, source: SourceMap, broken: readonly Path[]): readonly Issue[] {
  const places = broken.map(pathText);
  // Where a whole section is broken, nobody knows what it would have named.
  const nameless = broken.some((path) => path.length === 1 || pathText(path) === 'population.traits');
  const names = new Set(broken.flat().map((part) => `\`${part}\``));
  const isAbout = (path: string, place: string) =>
    path.startsWith(place) || place.startsWith(path) || [...names].some((name) => path.includes(name));
  const follows = ({ at, code, message, severity }: Issue) =>
    severity === 'warning' ||
    (nameless && code === 'formula/unknown-name') ||
    places.some((place) => isAbout(at?.path ?? '', place)) ||
    [...names].some((name) => message.includes(name));
  return loweredIssues(scenario, source).filter((one) => !follows(one));
}

/** A scenario that is broken elsewhere need not lower: its formulas are then checked once that is mended. */
function loweredIssues(scenario: Scenario, source: SourceMap): readonly Issue[] {
  try {
    return lowerScenario(scenario, source).issues;
  } catch {
    return [];
  }
}

/** Not a consequence of something that is broken already. */
function isSure({ path, refersTo, severity }: Finding, broken: readonly Path[]): boolean {
  if (broken.length > 0 && severity === 'warning') return false;
  const about = refersTo ?? path;
  return !broken.some((place) => within(path, place) || within(place, path) || within(about, place));
}

function unknownSettings(
  set: { readonly [parameter: string]: number },
  places: ReadonlyMap<string, Path>,
): Issue[] {
  return Object.keys(set)
    .filter((name) => !places.has(name))
    .map((name) =>
      issue('scenario/unknown-name', `got a value for \`${name}\`, wanted the name of a parameter`, {
        hint: didYouMean(name, places.keys()),
      }),
    );
}

function inOrder(issues: readonly Issue[]): Issue[] {
  const place = ({ at }: Issue) => [at?.line ?? 0, at?.column ?? 0] as const;
  return issues.toSorted((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
}
