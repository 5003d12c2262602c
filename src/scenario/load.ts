import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failed, issue, ok, type Result } from '../core/issue.ts';
import { type ParsedScenario, type ParseOptions, parseScenario } from './parse.ts';
import type { ScenarioSources } from './sources.ts';

/** Opens files by their path as seen from the file that names them. */
export const nearbyFiles = {
  scenario(name: string, from: string): Result<{ readonly file: string; readonly text: string }> {
    const file = join(dirname(from), name);
    try {
      return ok({ file, text: readFileSync(file, 'utf8') });
    } catch (error) {
      return failed(unreadable(file, error));
    }
  },
} satisfies ScenarioSources;

/** Reads and parses a scenario file, and those that it extends; a file that cannot be read is an issue as well. */
export async function loadScenario(
  path: string,
  options: ParseOptions = {},
): Promise<Result<ParsedScenario>> {
  try {
    return parseScenario(await readFile(path, 'utf8'), path, { sources: nearbyFiles, ...options });
  } catch (error) {
    return failed(unreadable(path, error));
  }
}

function unreadable(path: string, error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException;
  const at = { file: path };
  if (code === 'ENOENT') {
    const hint = '`nextmove init` writes one to start from.';
    return issue('scenario/file', 'got no such file, wanted a scenario', { at, hint });
  }
  if (code === 'EISDIR') return issue('scenario/file', 'got a folder, wanted a scenario file', { at });
  return issue('scenario/file', `got a file that cannot be read: ${message}`, { at });
}
