import { decide as decideVerb } from '../../verbs/serve/decide.ts';
import { exampleRequests } from '../../verbs/serve/exampleRequest.ts';
import { readRequest } from '../../verbs/serve/requestFile.ts';
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
          requiresArg: true,
          describe: 'JSON file with a request or a list of them; - for standard input',
        },
        example: { type: 'boolean', default: false, describe: 'Print a request to start from' },
      })
      .check(({ request, example }) => {
        if (request === undefined && !example)
          throw new Error('got no --request; --example prints one to start from');
        return true;
      }),
  async run({ bundle, request }) {
    if (request === undefined) {
      const [json] = await exampleRequests(bundle);
      return { lines: [JSON.stringify(json, null, 2)], json };
    }
    const decisions = await decideVerb(bundle, await readRequest(request));
    return {
      lines: decisions.map(({ customer, why }) => `${customer}: ${why}`),
      json: decisions,
    };
  },
});
