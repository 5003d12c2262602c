import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean, failed, type Issue, issue, NextmoveError, unwrap } from '../core/issue.ts';
import { readTable } from '../logs/readTable.ts';
import { loadScenario, nearbyFiles } from '../scenario/load.ts';
import { type ParsedScenario, type ParseOptions, parseScenario } from '../scenario/parse.ts';
import type { ScenarioSources } from '../scenario/sources.ts';
import { standaloneText } from '../scenario/standalone.ts';
import { type Catalogue, catalogue } from './catalogue.ts';
import { withParquet } from './parquetRows.ts';

/** Values to use instead of a scenario's own: of parameters by name, of other numbers and durations by path. */
export type Settings = NonNullable<ParseOptions['set']>;

/** A scenario with its text, so that it can be kept with a run and read again with other numbers. */
export type ScenarioFile = {
  readonly file: string;
  /** As it was read; where it names other files, all of them in one. */
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
  const { sources, readAsked } = withParquet(files);
  let loaded = await loadScenario(file, { set, behaviours, sources });
  while (await readAsked()) loaded = await loadScenario(file, { set, behaviours, sources });
  if (!loaded.ok && isName(path) && !existsSync(file)) {
    const hint = nearName(path);
    throw new NextmoveError(
      loaded.issues.map((one) => ({ ...one, hint: `${hint} ${one.hint ?? ''}`.trim() })),
    );
  }
  const parsed = unwrap(loaded);
  const text = standaloneText(await readFile(file, 'utf8'), file, sources);
  return { file, text, set, behaviours, parsed, warnings: loaded.ok ? loaded.warnings : [] };
}

function nearName(name: string): string {
  const names = namesInLibrary();
  return didYouMean(name, names) ?? `Known: ${names.join(', ')}.`;
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
  return namesInLibrary();
}

function namesInLibrary(): string[] {
  const files = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' });
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

/** Files beside the one that names them, and scenarios of the library by name. */
const files: ScenarioSources = {
  table: (name, from) => readTable(join(dirname(from), name)),
  scenario(name, from) {
    if (!isName(name) || existsSync(join(dirname(from), name))) return nearbyFiles.scenario(name, from);
    const file = join(LIBRARY, `${name}.yaml`);
    if (existsSync(file)) return nearbyFiles.scenario(`${name}.yaml`, join(LIBRARY, 'x'));
    const hint = nearName(name);
    return failed(
      issue('scenario/file', 'got no such scenario, wanted a file or one of the library', { hint }),
    );
  },
};
