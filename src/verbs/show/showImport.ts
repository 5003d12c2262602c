import type { Grouping, ImportReport } from '../../logs/csvLog.ts';
import type { Imported } from '../log/import.ts';
import { showDraft } from './showMapping.ts';
import { section } from './showScenario.ts';
import { figure, number, textTable } from './textTable.ts';

/** What an import came to: the log with what was kept and left out, or the draft with the next command. */
export function showImport(imported: Imported): {
  readonly lines: readonly string[];
  readonly data: { readonly [name: string]: unknown };
} {
  if (imported.kind === 'draft') {
    const { draft, file, next } = imported;
    return {
      lines: [...showDraft(draft), '', `Written: ${file}; check every line of it.`, `Next: ${next}`],
      data: {
        kind: 'draft',
        file,
        next,
        profile: draft.profile,
        candidates: draft.candidates,
        missing: draft.missing,
      },
    };
  }
  const { report, folder } = imported;
  return {
    lines: [...showImported(report), ...(folder === null ? [] : ['', `Written: ${folder}`])],
    data: { kind: 'log', folder, ...report },
  };
}

const WORDS: { readonly [G in Grouping]: string } = {
  alone: 'no customer column: each row stands alone',
  sorted: 'the rows of each customer stand together in the file',
  memory: 'the rows of each customer were brought together',
  disk: 'the rows of each customer were brought together by way of temporary files, since there are many',
};

function showImported({ file, rows, kept, rejects, actions, period, grouping }: ImportReport): string[] {
  const shares = actions.map(({ name, rows: taken }) => [
    name,
    String(taken),
    `${figure((100 * taken) / kept)}%`,
  ]);
  const shown =
    shares.length > 20 ? [...shares.slice(0, 20), [`and ${shares.length - 20} more`, '', '']] : shares;
  return [
    `${file}: ${kept} of ${rows} rows kept${period === null ? '' : `, from ${period[0]} to ${period[1]}`}; ${WORDS[grouping]}`,
    ...section('Actions', textTable([{ title: 'action' }, number('rows'), number('share')], shown)),
    ...section(
      `Left out: ${rejects.count} rows${rejects.file === null ? '' : `, in ${rejects.file}`}`,
      rejects.reasons.map(({ reason, rows: some }) => `${some} x ${reason}`),
    ),
  ];
}
