import { report as reportVerb } from '../../verbs/run/report.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const report = command({
  command: 'report <runs..>',
  describe: 'Make the page of run folders again, from the folders alone',
  example: ['$0 report runs/* --out report.html', 'every run on one page'],
  flags: (argv) =>
    argv
      .positional('runs', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Run folders of compare, train and evaluate',
      })
      .options({ out: { ...shared.out('The page'), default: 'report.html' }, force: shared.force }),
  async run({ runs, out, force }) {
    const { path, leftOut } = await reportVerb({ runs, out, force });
    const rest = leftOut.map((one) => `Left out: ${one.path}, ${one.why}`);
    return { lines: [`Written: ${path}`, ...rest], json: { path, leftOut } };
  },
});
