import { init as initVerb } from '../../verbs/init.ts';
import { command } from './command.ts';

export const init = command({
  command: 'init [path]',
  describe: 'Write a commented scenario to start from; never overwrites',
  example: ['$0 init mine.yaml', 'then: nextmove simulate mine.yaml'],
  flags: (argv) =>
    argv.positional('path', { type: 'string', default: 'scenario.yaml', describe: 'The file to write' }),
  async run({ path }) {
    const written = await initVerb(path);
    return {
      lines: [`Written: ${written}`, `Next: nextmove simulate ${written} --customers 1000`],
      json: { path: written },
    };
  },
});
