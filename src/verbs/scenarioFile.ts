import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Issue, unwrap } from '../core/issue.ts';
import { loadScenario } from '../scenario/load.ts';
import { type ParsedScenario, parseScenario } from '../scenario/parse.ts';

/** Values to use instead of a scenario's own, by parameter. */
export type Settings = { readonly [parameter: string]: number };

/** A scenario with the text it was read from, so that it can be kept with a run and read again with other numbers. */
export type ScenarioFile = {
  readonly file: string;
  readonly text: string;
  readonly set: Settings;
  readonly parsed: ParsedScenario;
  readonly warnings: readonly Issue[];
};

/** Reads a scenario file, or one of the library by its name alone. Throws NextmoveError with all that is wrong. */
export async function openScenario(path: string, set: Settings = {}): Promise<ScenarioFile> {
  const file = libraryFile(path) ?? path;
  unwrap(await loadScenario(file, { set }));
  return scenarioFromText(await readFile(file, 'utf8'), file, set);
}

/** The same from text, such as the copy that a run folder keeps. */
export function scenarioFromText(text: string, file: string, set: Settings = {}): ScenarioFile {
  const result = parseScenario(text, file, { set });
  const parsed = unwrap(result);
  return { file, text, set, parsed, warnings: result.ok ? result.warnings : [] };
}

/** The scenario with some parameters set, the others as they are. */
export function withSettings({ text, file, set }: ScenarioFile, other: Settings): ParsedScenario {
  return unwrap(parseScenario(text, file, { set: { ...set, ...other } }));
}

/** `telecom-retention` names scenarios/telecom-retention.yaml of this package, unless a file is called so. */
function libraryFile(name: string): string | null {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(name) || existsSync(name)) return null;
  const file = fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url));
  return existsSync(file) ? file : null;
}
