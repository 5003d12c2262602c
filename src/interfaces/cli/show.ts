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
      .options({ set: shared.set }),
  async run({ thing, set }, session) {
    const { kind, lines, data, warnings = [] } = await showVerb(thing, { set });
    session.warn(warnings);
    return { lines, json: { kind, ...data } };
  },
});
