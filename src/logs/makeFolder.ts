import { existsSync } from 'node:fs';
import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder with those above it. What is given takes those away again that were not there, as far as they are empty.
 * One by one, since Node's own recursive way never returns where the system says ENOENT to all of them, as below /proc.
 */
export async function makeFolder(path: string): Promise<() => Promise<void>> {
  const missing: string[] = [];
  for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at);
  if (missing.length === 0 && !(await stat(path)).isDirectory()) await mkdir(path);
  for (const folder of missing) await mkdir(folder).catch(unlessThere);
  return async () => {
    for (const folder of missing.reverse()) {
      const refusal = await rmdir(folder).catch((error: NodeJS.ErrnoException) => error.code);
      if (refusal !== undefined && refusal !== 'ENOENT') return;
    }
  };
}

/** Somebody else may have made it meanwhile. */
async function unlessThere(error: NodeJS.ErrnoException): Promise<void> {
  if (error.code !== 'EEXIST' || !(await stat(error.path ?? '')).isDirectory()) throw error;
}
