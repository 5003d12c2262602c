import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A text line and the bucket it belongs to. */
export type Assigned = { readonly bucket: number; readonly text: string };

const FLUSH_CHARACTERS = 1 << 20;

/**
 * Brings lines together by bucket where a stream has them in any order: writes each bucket to a temporary file, then
 * yields the buckets one by one as lists of lines in the order of the stream. One bucket stays in memory alone. The
 * files are removed at the end, also where the reader stops early. Lines hold no line break.
 */
export async function* partitionLines(
  lines: AsyncIterable<readonly Assigned[]>,
  buckets: number,
): AsyncGenerator<readonly string[]> {
  if (buckets === 1) {
    const all: string[] = [];
    for await (const batch of lines) for (const { text } of batch) all.push(text);
    yield all;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'nextmove-'));
  const fileOf = (bucket: number) => join(folder, `${bucket}.lines`);
  try {
    const pending = new Array<string>(buckets).fill('');
    for await (const batch of lines) {
      for (const { bucket, text } of batch) {
        pending[bucket] += `${text}\n`;
        if (pending[bucket].length < FLUSH_CHARACTERS) continue;
        appendFileSync(fileOf(bucket), pending[bucket]);
        pending[bucket] = '';
      }
    }
    pending.forEach((text, bucket) => {
      appendFileSync(fileOf(bucket), text);
    });
    for (let bucket = 0; bucket < buckets; bucket++) {
      const text = await readFile(fileOf(bucket), 'utf8');
      yield text === '' ? [] : text.slice(0, -1).split('\n');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
