import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean, type Issue, NextmoveError, unwrap } from '../core/issue.ts';
import { loadScenario } from '../scenario/load.ts';
import { type ParsedScenario, parseScenario } from '../scenario/parse.ts';
import { type Catalogue, catalogue } from './catalogue.ts';

/** Values to use instead of a scenario's own, by parameter. */
export type Settings = { readonly [parameter: string]: number };

/** A scenario with the text it was read from, so that it can be kept with a run and read again with other numbers. */
export type ScenarioFile = {
  readonly file: string;
  readonly text: string;
  readonly set: Settings;
  /** Those that it may use. */
  readonly behaviours: Catalogue['behaviours'];
  readonly parsed: ParsedScenario;
  readonly warnings: readonly Issue[];
};

/**
 * Reads a scenario file, or one of the library by its name alone; it may use the behaviours of the catalogue. Throws
 * NextmoveError with all that is wrong.
 */
export async function openScenario(
  path: string,
  set: Settings = {},
  { behaviours }: Pick<Catalogue, 'behaviours'> = catalogue,
): Promise<ScenarioFile> {
  const file = libraryFile(path) ?? path;
  const loaded = await loadScenario(file, { set, behaviours });
  if (!loaded.ok && isName(path) && !existsSync(file)) {
    const names = await libraryNames();
    const hint = didYouMean(path, names) ?? `Known: ${names.join(', ')}.`;
    throw new NextmoveError(
      loaded.issues.map((one) => ({ ...one, hint: `${hint} ${one.hint ?? ''}`.trim() })),
    );
  }
  unwrap(loaded);
  return scenarioFromText(await readFile(file, 'utf8'), file, set, { behaviours });
}

/** The same from text, such as the copy that a run folder keeps. */
export function scenarioFromText(
  text: string,
  file: string,
  set: Settings = {},
  { behaviours }: Pick<Catalogue, 'behaviours'> = catalogue,
): ScenarioFile {
  const result = parseScenario(text, file, { set, behaviours });
  const parsed = unwrap(result);
  return { file, text, set, behaviours, parsed, warnings: result.ok ? result.warnings : [] };
}

/** The scenario with some parameters set, the others as they are. */
export function withSettings({ text, file, set, behaviours }: ScenarioFile, other: Settings): ParsedScenario {
  return unwrap(parseScenario(text, file, { set: { ...set, ...other }, behaviours }));
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
