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
      const text = textOf(readFileSync(file), file);
      return text.ok ? ok({ file, text: text.value }) : text;
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
    const text = textOf(await readFile(path), path);
    return text.ok ? parseScenario(text.value, path, { sources: nearbyFiles, ...options }) : text;
  } catch (error) {
    return failed(unreadable(path, error));
  }
}

/** A file's text, which is UTF-8. */
function textOf(bytes: Uint8Array, path: string): Result<string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return ok(text);
  } catch {
    // Said below.
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const message = `got ${isUtf16 ? 'text in UTF-16' : 'bytes that are no text in UTF-8'}, wanted a scenario in UTF-8`;
  const hint = 'Save it as UTF-8.';
  return failed(issue('scenario/encoding', message, { at: { file: path }, hint }));
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
