import { existsSync } from 'node:fs';
import { issue, NextmoveError } from '../core/issue.ts';
import { writeWholeFile } from '../logs/wholeFile.ts';
import { scenarioTemplate } from '../scenario/template.ts';

/** Writes a commented scenario to start from, and returns its path. Never overwrites: throws NextmoveError. */
export async function init(path: string): Promise<string> {
  if (existsSync(path)) {
    const hint = 'Name another file, or move this one away.';
    throw new NextmoveError(
      issue('init/exists', 'got a file that is there already', { at: { file: path }, hint }),
    );
  }
  await writeWholeFile(path, scenarioTemplate());
  return path;
}
