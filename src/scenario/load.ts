import { readFile } from 'node:fs/promises';
import { failed, issue, type Result } from '../core/issue.ts';
import { type ParsedScenario, type ParseOptions, parseScenario } from './parse.ts';

/** Reads and parses a scenario file; a file that cannot be read is an issue as well. */
export async function loadScenario(
  path: string,
  options: ParseOptions = {},
): Promise<Result<ParsedScenario>> {
  try {
    return parseScenario(await readFile(path, 'utf8'), path, options);
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
