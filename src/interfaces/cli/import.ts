import { importFile } from '../../verbs/log/importFile.ts';
import { showImport } from '../../verbs/show/showImport.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const importCommand = command({
  command: 'import <csv>',
  describe: 'Read logged decisions from CSV by a mapping; without one, draft it and say how to go on',
  example: ['$0 import decisions.csv', 'drafts decisions.mapping.yaml'],
  flags: (argv) =>
    argv
      .positional('csv', { type: 'string', demandOption: true, describe: 'CSV file, plain or gzip' })
      .options({
        mapping: shared.mapping,
        out: shared.out('Folder of the log; logs/NAME by default'),
        rejects: { type: 'string', requiresArg: true, describe: 'CSV for the rows that are left out' },
        draft: { type: 'string', requiresArg: true, describe: 'Where the draft is written' },
        force: shared.force,
        delimiter: { type: 'string', requiresArg: true, describe: 'For drafts; a comma by default' },
      }),
  async run({ csv, ...args }, session) {
    const { imported, warnings } = await importFile({ ...args, file: csv });
    session.warn(warnings);
    const { lines, data } = showImport(imported);
    return { lines, json: data };
  },
});
