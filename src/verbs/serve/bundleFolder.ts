import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { issue, NextmoveError } from '../../core/issue.ts';
import { atPath } from '../../logs/atPath.ts';
import { makeFolder } from '../../logs/makeFolder.ts';
import { MANIFEST, type PolicyBundle } from '../../policies/bundle.ts';
import { policyForms } from '../../policies/index.ts';
import { openBundle } from '../../policies/openBundle.ts';
import type { PolicyForm } from '../../policies/policy.ts';
import { noFolder } from '../run/noFolder.ts';

/**
 * Writes a bundle's files as a folder, whole or not at all: beside its place, every file synced, then renamed. Throws
 * NextmoveError where the folder is there already, unless it is to be replaced.
 */
export async function writeBundle(
  files: ReadonlyMap<string, Uint8Array>,
  path: string,
  { force = false }: { readonly force?: boolean } = {},
): Promise<void> {
  if (existsSync(path) && !force) throw taken(path);
  const partial = `${path.replace(/[\\/]+$/, '')}.partial`;
  await rm(partial, { recursive: true, force: true });
  const takeAway = await makeFolder(partial);
  try {
    for (const [name, bytes] of files) await writeWhole(join(partial, name), bytes);
    if (force) await rm(path, { recursive: true, force: true });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    await takeAway();
    throw error;
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await atPath(path, async () => {
      await file.writeFile(bytes);
      await file.sync();
    });
  } finally {
    await file.close();
  }
}

function taken(path: string): NextmoveError {
  const hint = 'Name another with --out, or replace it with --force.';
  return new NextmoveError(issue('bundle/exists', 'got a path that is taken', { at: { file: path }, hint }));
}

/** The bytes of a folder's files, by name. Throws NextmoveError where there is no such folder. */
export async function readBundleFiles(path: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    const hint = 'Give the folder that `nextmove export` wrote.';
    if (error.code === 'ENOENT') throw new NextmoveError(noFolder(path, hint));
    const what = error.code === 'ENOTDIR' ? 'got a file, wanted a folder' : `cannot be read (${error.code})`;
    throw new NextmoveError(issue('bundle/none', what, { at: { file: path }, hint }));
  });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
  );
}

/** Whether a folder holds a bundle, not a run. */
export async function isBundle(path: string): Promise<boolean> {
  const text = await readFile(join(path, MANIFEST), 'utf8').catch(() => '');
  return /"policyId":/.test(text) && /"files":/.test(text);
}

/** Opens the bundle of a folder, which must prove itself. Throws NextmoveError, each issue with the file's path. */
export async function openBundleFolder(
  path: string,
  forms: readonly PolicyForm[] = policyForms,
): Promise<PolicyBundle> {
  const opened = await openBundle(await readBundleFiles(path), forms);
  if (opened.ok) return opened.value;
  throw new NextmoveError(
    opened.issues.map((one) => ({
      ...one,
      at: { ...one.at, file: one.at?.file ? join(path, one.at.file) : path },
    })),
  );
}
