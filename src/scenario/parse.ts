import { didYouMean, failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import { checkParameters } from './checks/parameters.ts';
import { checkScenario } from './checks.ts';
import { type Finding, type Path, toIssue, within } from './reading/finding.ts';
import { checkStructure } from './reading/structure.ts';
import { readYamlText } from './reading/yamlText.ts';
import { resolveScenario } from './resolve.ts';
import type { Scenario, SourceMap } from './scenario.ts';

export type ParsedScenario = { readonly scenario: Scenario; readonly source: SourceMap };

export type ParseOptions = {
  /** Values to use instead of the file's, by parameter; one that stands in a numeric key is named by its path. */
  readonly set?: { readonly [parameter: string]: number };
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
  const { input, findings, broken } = checkStructure(yaml.value, yaml.broken);
  const structure = [...yaml.issues, ...findings.map((finding) => toIssue(finding, yaml.source))];
  if (input === null) return failed(inOrder(structure));
  const { set = {} } = options;
  const resolved = resolveScenario(input, set);
  const { scenario, places, used } = resolved;
  const further = [
    ...resolved.findings,
    ...checkScenario(scenario),
    ...checkParameters(scenario, places, used),
  ];
  const issues = inOrder([
    ...structure,
    ...further.filter((finding) => isSure(finding, broken)).map((finding) => toIssue(finding, yaml.source)),
    ...unknownSettings(set, places),
  ]);
  if (issues.some(({ severity }) => severity === 'error')) return failed(issues);
  return ok({ scenario, source: yaml.source }, issues);
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
