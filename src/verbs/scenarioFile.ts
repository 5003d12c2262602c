import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean, type Issue, NextmoveError, unwrap } from '../core/issue.ts';
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
  const loaded = await loadScenario(file, { set });
  if (!loaded.ok && isName(path) && !existsSync(file)) {
    const names = await libraryNames();
    const hint = didYouMean(path, names) ?? `Known: ${names.join(', ')}.`;
    throw new NextmoveError(
      loaded.issues.map((one) => ({ ...one, hint: `${hint} ${one.hint ?? ''}`.trim() })),
    );
  }
  unwrap(loaded);
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

/** Scenarios of this package, as they are named on the command line. */
export async function libraryNames(): Promise<string[]> {
  const files = await readdir(LIBRARY, { recursive: true });
  return files.flatMap((file) => /^(.*)\.yaml$/.exec(file.replaceAll('\\', '/'))?.[1] ?? []).sort();
}

const LIBRARY = fileURLToPath(new URL('../../scenarios', import.meta.url));
const isName = (name: string) => /^[A-Za-z0-9-]+(\/[A-Za-z0-9-]+)?$/.test(name);

/** `telecom-retention` names scenarios/telecom-retention.yaml of this package, unless a file is called so. */
function libraryFile(name: string): string | null {
  if (!isName(name) || existsSync(name)) return null;
  const file = join(LIBRARY, `${name}.yaml`);
  return existsSync(file) ? file : null;
}
