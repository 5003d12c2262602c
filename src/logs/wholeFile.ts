import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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
  await mkdir(dirname(path), { recursive: true });
  let file: FileHandle | null = await open(partial, 'w');
  const close = async () => {
    await file?.close();
    file = null;
  };
  return {
    async write(text) {
      await file?.write(text);
    },
    async commit() {
      await file?.sync();
      await close();
      await rename(partial, path);
    },
    async discard() {
      await close();
      await rm(partial, { force: true });
    },
  };
}
