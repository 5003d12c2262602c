import { existsSync } from 'node:fs';
import { type Issue, issue } from '../../core/issue.ts';

/** What to say of a path where nothing lies; of a run that was stopped on the way, where its rest lies. */
export function noFolder(path: string, otherwise?: string): Issue {
  const partial = `${path.replace(/[\\/]+$/, '')}.partial`;
  const hint = existsSync(partial)
    ? `${partial} is there: what a run left that was stopped, or that has not ended.`
    : otherwise;
  return issue('run/absent', 'there is no such folder', { at: { file: path }, hint });
}
