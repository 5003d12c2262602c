import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { atPath } from './atPath.ts';
import { makeFolder } from './makeFolder.ts';

/** A text file that appears whole or not at all: written beside its place, renamed when it is complete. */
export type WholeFile = {
  write(text: string): Promise<void>;
  /** Makes the file appear. */
  commit(): Promise<void>;
  /** Leaves nothing behind; harmless after commit. */
  discard(): Promise<void>;
};

/** Begins one; the folder that it lies in is made where there is none. */
export async function openWholeFile(path: string): Promise<WholeFile> {
  const partial = `${path}.partial`;
  const takeAway = await makeFolder(dirname(path));
  let file: FileHandle | null = await open(partial, 'w');
  const close = async () => {
    const open = file;
    file = null;
    await open?.close();
  };
  return {
    write: (text) => atPath(path, async () => void (await file?.writeFile(text))),
    commit: () =>
      atPath(path, async () => {
        await file?.sync();
        await close();
        await rename(partial, path);
      }),
    async discard() {
      await close().catch(() => {});
      await rm(partial, { force: true });
      await takeAway();
    },
  };
}

/** A whole file of one text. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const file = await openWholeFile(path);
  try {
    await file.write(text);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
