import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { failed, issue, ok, type Result } from '../../core/issue.ts';
import type { JourneyLog } from '../../journey/records.ts';
import { type ImportReport, openCsvLog } from '../../logs/csvLog.ts';
import { draftMapping, type MappingDraft } from '../../logs/draftMapping.ts';
import type { Mapping } from '../../logs/mapping.ts';
import { openParquetLog, writeParquetLog } from '../../logs/parquet.ts';
import { readMapping } from '../../logs/readMapping.ts';
import { writeWholeFile } from '../../logs/wholeFile.ts';

export type ImportOptions = {
  /** CSV, plain or gzip. */
  readonly file: string;
  /** Path of a mapping file, or the mapping itself; absent: a draft is made instead of a log. */
  readonly mapping?: string | Mapping;
  /** Folder that the log is written to; absent: the log reads the CSV each time. */
  readonly out?: string;
  /** Where rejected rows are written; beside `out` by default. */
  readonly rejects?: string;
  /** Where a draft is written; beside nothing that is there: `NAME.mapping.yaml` in the current folder by default. */
  readonly draft?: string;
  /** One character, for drafts. */
  readonly delimiter?: string;
};

export type Imported =
  | {
      readonly kind: 'log';
      readonly log: JourneyLog;
      readonly report: ImportReport;
      /** Folder of the written log, or null. */
      readonly folder: string | null;
    }
  | {
      readonly kind: 'draft';
      readonly draft: MappingDraft;
      /** The written draft, and the command that uses it. */
      readonly file: string;
      readonly next: string;
    };

/** Reads logged decisions from CSV by a mapping; without one, drafts a mapping and says how to go on. */
export async function importLog(options: ImportOptions): Promise<Result<Imported>> {
  const { mapping: given, file, out } = options;
  if (given === undefined) return writeDraft(options);
  const mapping = typeof given === 'string' ? await readMapping(given) : ok(given);
  if (!mapping.ok) return mapping;
  const rejects = options.rejects ?? (out === undefined ? null : `${out}.rejects.csv`);
  const opened = await openCsvLog(file, mapping.value, { rejects });
  if (!opened.ok) return opened;
  const { log, report } = opened.value;
  if (out === undefined) return ok({ kind: 'log', log, report, folder: null }, opened.warnings);
  await writeParquetLog(out, log);
  const written = await openParquetLog(out);
  if (!written.ok) return written;
  return ok({ kind: 'log', log: written.value, report, folder: out }, opened.warnings);
}

async function writeDraft({ file, draft: path, delimiter, out }: ImportOptions): Promise<Result<Imported>> {
  const name = basename(file).replace(/\.csv(\.gz)?$/i, '');
  const target = path ?? `${name}.mapping.yaml`;
  if (existsSync(target)) {
    const hint = `Use it (\`nextmove import ${file} --mapping ${target}\`), or remove it for a new draft.`;
    return failed(
      issue('import/draft-exists', 'a mapping lies here already', { at: { file: target }, hint }),
    );
  }
  const draft = await draftMapping(file, delimiter);
  await writeWholeFile(target, draft.yaml);
  const next = `nextmove import ${file} --mapping ${target} --out ${out ?? `logs/${name}`}`;
  return ok({ kind: 'draft', draft, file: target, next });
}
