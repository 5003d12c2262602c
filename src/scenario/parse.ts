import { failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import type { Behaviour } from './behaviour.ts';
import { behaviours as builtIn } from './behaviours/index.ts';
import { checkParameters } from './checks/parameters.ts';
import { checkScenario } from './checks.ts';
import { lowerScenario } from './lowerScenario.ts';
import { atOrigin, withOrigins } from './origins.ts';
import { type Finding, type Path, pathText, toIssue, within } from './reading/finding.ts';
import { readLayers } from './reading/readLayers.ts';
import { applySettings, type Settings, unknownSettings } from './reading/settings.ts';
import { checkStructure } from './reading/structure.ts';
import { resolveScenario } from './resolve.ts';
import type { Scenario, SourceMap } from './scenario.ts';
import { makeScenarioSchema, scenarioSchema } from './schema.ts';
import type { ScenarioSources, SourceTable } from './sources.ts';

export type ParsedScenario = { readonly scenario: Scenario; readonly source: SourceMap };

export type ParseOptions = {
  /**
   * Values to use instead of the file's: of parameters by name, of any other number or duration by its path, such as
   * `channels.email.cost` or `today[0].every`.
   */
  readonly set?: Settings;
  /** Behaviours that a scenario may use; those of this package by default. */
  readonly behaviours?: readonly Behaviour[];
  /** Opens what the scenario names beside its own text. */
  readonly sources?: ScenarioSources;
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
  const { set = {}, behaviours = builtIn, sources = {} } = options;
  const yaml = readLayers(text, file, sources);
  if (yaml.value === undefined) return failed(yaml.issues);
  const settled = applySettings(yaml.value, set, yaml.source);
  const schema = behaviours === builtIn ? scenarioSchema : makeScenarioSchema(behaviours);
  const { input, findings, broken } = checkStructure(settled.value, yaml.broken, schema);
  const said = (finding: Finding) => toIssue(withSetting(finding, settled.paths), yaml.source);
  const structure = [...yaml.issues, ...settled.issues, ...findings.map(said)];
  if (input === null) return failed(inOrder(structure));
  const resolved = resolveScenario(
    input,
    { set: settled.parameters, table: (name) => openTable(name, yaml.source, sources) },
    behaviours,
  );
  const { scenario, places, used, origins } = resolved;
  const source = withOrigins(yaml.source, origins);
  const further = [
    ...resolved.findings,
    ...checkScenario(scenario),
    ...checkParameters(scenario, places, used),
  ].map((finding) => atOrigin(origins, finding));
  const issues = inOrder([
    ...structure,
    ...further.filter((finding) => isSure(finding, broken)).map(said),
    ...unknownSettings(Object.keys(settled.parameters), new Set([...places.keys(), ...settled.known])),
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

/** The table that a scenario names, as seen from the file in which it is named. */
function openTable(name: string, source: SourceMap, { table }: ScenarioSources): Result<SourceTable> {
  const from = source.at(['population', 'rows', 'file']).file ?? source.file;
  if (table !== undefined) return table(name, from);
  const hint =
    'Open the file with `openScenario`, or give `sources`; `data` in the place of `file` holds rows.';
  return failed(issue('scenario/file', `got \`${name}\`, which a text alone cannot be read with`, { hint }));
}

/** What is wrong with a number that the file does not hold. */
function withSetting(finding: Finding, set: ReadonlySet<string>): Finding {
  if (finding.hint !== undefined || !set.has(pathText(finding.path))) return finding;
  return { ...finding, hint: 'It was set from outside the file.' };
}

/** By line and column; where there are several files, each by itself. */
function inOrder(issues: readonly Issue[]): Issue[] {
  const files = [...new Set(issues.map(({ at }) => at?.file))];
  const place = ({ at }: Issue) => [files.indexOf(at?.file), at?.line ?? 0, at?.column ?? 0] as const;
  return issues.toSorted((a, b) => {
    const [one, other] = [place(a), place(b)];
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
  });
}
