import { show as showVerb } from '../../verbs/show/show.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const show = command({
  command: 'show <thing>',
  describe: 'Say what a scenario, log, mapping, CSV file, run folder, bundle or agent holds',
  example: ['$0 show telecom-retention', 'its stages, columns, formulas, rules and parameters'],
  flags: (argv) =>
    argv
      .positional('thing', {
        type: 'string',
        demandOption: true,
        describe: 'A file or folder; the kind of an agent; or agents, for all of them',
      })
      .options({
        kernel: {
          type: 'boolean',
          default: false,
          describe: 'Of a scenario: the WebAssembly text that its ticks run as',
        },
        out: shared.out('Of a scenario: folder for a page with its stages drawn'),
        force: shared.force,
        set: shared.set,
      }),
  async run({ thing, ...options }, session) {
    const { kind, lines, data, warnings = [] } = await showVerb(thing, options);
    session.warn(warnings);
    return { lines, json: { kind, ...data } };
  },
});
