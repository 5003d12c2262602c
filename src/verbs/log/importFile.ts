import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Issue, issue, NextmoveError, unwrap } from '../../core/issue.ts';
import { type Imported, type ImportOptions, importLog } from './import.ts';

export type ImportFileOptions = ImportOptions & { readonly force?: boolean };

export type ImportedFile = { readonly imported: Imported; readonly warnings: readonly Issue[] };

/** Imports into a folder, `logs/NAME` where nobody says; drafts a mapping where there is none. Throws NextmoveError. */
export async function importFile({ force = false, ...options }: ImportFileOptions): Promise<ImportedFile> {
  const name = basename(options.file).replace(/\.[ct]sv(\.gz)?$/i, '');
  const out = options.mapping === undefined ? options.out : (options.out ?? join('logs', name));
  if (out !== undefined && options.mapping !== undefined && !force && existsSync(join(out, 'schema.json'))) {
    const hint = 'Name another with --out, or replace it with --force.';
    throw new NextmoveError(issue('import/exists', 'a log lies here already', { at: { file: out }, hint }));
  }
  const result = await importLog({ ...options, ...(out !== undefined && { out }) });
  return { imported: unwrap(result), warnings: result.ok ? result.warnings : [] };
}
