import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, issue, ok, type Result } from '../../core/issue.ts';
import { collectLog } from '../../journey/blocks.ts';
import type { JourneyLog } from '../../journey/records.ts';
import { openCsvLog } from '../../logs/csvLog.ts';
import type { Mapping } from '../../logs/mapping.ts';
import { openParquetLog } from '../../logs/parquet.ts';
import { readMapping } from '../../logs/readMapping.ts';
import { readSegments, SEGMENT_ENDING } from '../../logs/segments.ts';
import { noFolder } from '../run/noFolder.ts';

export type OpenLogOptions = {
  /** For a CSV file: its mapping, or the path of one. */
  readonly mapping?: string | Mapping;
  /** Logs of up to about this many bytes are held in memory (512 MiB by default); others are read again each pass. */
  readonly memoryBytes?: number;
};

const MEMORY_BYTES = 512 * 1024 * 1024;
/** What packed files come to in columns, at most, as seen with wide and sparse logs. */
const UNPACKED = 10;

/**
 * Opens a log, whatever it lies in: the folder of an import or a run (Parquet), that of a service (JSON lines), or a CSV
 * file with its mapping.
 */
export async function openLog(path: string, options: OpenLogOptions = {}): Promise<Result<JourneyLog>> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    const { hint = WHAT_IS_A_LOG } = noFolder(path);
    return failed(issue('log/none', 'no such file or folder', { at: { file: path }, hint }));
  }
  const opened = found.isDirectory() ? await openFolder(path) : await openFile(path, options);
  if (!opened.ok) return opened;
  const packed = found.isDirectory() || path.endsWith('.gz');
  const bytes = (found.isDirectory() ? await folderBytes(path) : found.size) * (packed ? UNPACKED : 1);
  if (bytes > (options.memoryBytes ?? MEMORY_BYTES)) return opened;
  return ok(await collectLog(opened.value), opened.warnings);
}

const WHAT_IS_A_LOG = 'Give the folder of an import, a run or a service, or a CSV file with --mapping.';

async function openFolder(path: string): Promise<Result<JourneyLog>> {
  const names = await readdir(path);
  if (names.includes('decisions.parquet')) return openParquetLog(path);
  const segments = names.some((name) => name.endsWith(SEGMENT_ENDING)) || names.includes('schema.json');
  if (!segments)
    return failed(issue('log/none', 'no log lies here', { at: { file: path }, hint: WHAT_IS_A_LOG }));
  const read = await readSegments(path);
  return read.ok ? ok(read.value.log, read.warnings) : read;
}

async function openFile(path: string, { mapping: given }: OpenLogOptions): Promise<Result<JourneyLog>> {
  if (given === undefined) {
    const hint = `\`nextmove import ${path}\` drafts one; then give it with --mapping.`;
    return failed(issue('log/no-mapping', 'a CSV file needs a mapping', { at: { file: path }, hint }));
  }
  const mapping = typeof given === 'string' ? await readMapping(given) : ok(given);
  if (!mapping.ok) return mapping;
  const opened = await openCsvLog(path, mapping.value);
  return opened.ok ? ok(opened.value.log, opened.warnings) : opened;
}

async function folderBytes(path: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(path)) bytes += (await stat(join(path, name))).size;
  return bytes;
}
