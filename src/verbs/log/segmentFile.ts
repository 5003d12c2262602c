import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { SEGMENT_ENDING } from '../../logs/segments.ts';

/** A segment that only grows. */
export type SegmentFile = {
  readonly name: string;
  /** Bytes that were handed to the system. */
  readonly length: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Returns when the system says that all of it is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

/**
 * A new segment, named after a UTC time in milliseconds and a number, so that names sort as they were begun. A name
 * that is taken gets the next number.
 */
export async function beginSegment(folder: string, time: number): Promise<SegmentFile> {
  const stem = new Date(time).toISOString().replace(/[-:.]/g, '');
  for (let k = 0; ; k++) {
    const name = `${stem}-${String(k).padStart(4, '0')}${SEGMENT_ENDING}`;
    const file = await openNew(join(folder, name));
    if (file !== null) return segment(name, file);
  }
}

/** null where the path is taken. */
async function openNew(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}

function segment(name: string, file: FileHandle): SegmentFile {
  let length = 0;
  return {
    name,
    get length() {
      return length;
    },
    async append(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at);
        at += bytesWritten;
      }
      length += bytes.length;
    },
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}
