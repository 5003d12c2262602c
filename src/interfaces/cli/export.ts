import { exportPolicy } from '../../verbs/serve/export.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const exportCommand = command({
  command: 'export <run>',
  describe: 'Write the policy of a training run as a bundle that proves itself when it is opened',
  example: ['$0 export runs/telecom-retention-lin-thompson-1', 'models/NAME, for decide and serve'],
  flags: (argv) =>
    argv.positional('run', { type: 'string', demandOption: true, describe: 'Run folder of train' }).options({
      name: { type: 'string', requiresArg: true, describe: 'Name of the bundle' },
      description: { type: 'string', requiresArg: true, describe: 'What it decides, in a sentence' },
      greedy: {
        type: 'boolean',
        default: false,
        describe: 'Without exploration: its log will tell little about other actions',
      },
      out: shared.out('Folder of the bundle; models/NAME by default'),
      force: shared.force,
    }),
  async run({ run, ...args }) {
    const { path, bundle } = await exportPolicy(run, args);
    const { id, manifest } = bundle;
    return {
      lines: [
        `Written: ${path}`,
        `bundle ${id}, policy ${manifest.policyId}; opened once, its golden decisions agree`,
      ],
      json: { path, manifest },
    };
  },
});
