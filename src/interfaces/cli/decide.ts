import { decide as decideVerb } from '../../verbs/decide.ts';
import { readRequest } from '../../verbs/requestFile.ts';
import { command } from './command.ts';

export const decide = command({
  command: 'decide <bundle>',
  describe: 'Decide once, without memory or log: for looking at a policy',
  example: ['$0 decide models/mine --request request.json', 'one customer, or a list'],
  flags: (argv) =>
    argv
      .positional('bundle', { type: 'string', demandOption: true, describe: 'Folder of a bundle' })
      .options({
        request: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'JSON file with a request or a list of them; - for standard input',
        },
      }),
  async run({ bundle, request }) {
    const decisions = await decideVerb(bundle, await readRequest(request));
    return {
      lines: decisions.map(({ customer, action, why }) => `${customer}: ${action}. ${why}`),
      json: decisions,
    };
  },
});
