import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { issue, NextmoveError } from '../core/issue.ts';
import { scenarioTemplate } from '../scenario/template.ts';

/** Writes a commented scenario to start from, and returns its path. Never overwrites: throws NextmoveError. */
export async function init(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, scenarioTemplate(), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const hint = 'Name another file, or move this one away.';
    throw new NextmoveError(
      issue('init/exists', 'got a file that is there already', { at: { file: path }, hint }),
    );
  }
  return path;
}
