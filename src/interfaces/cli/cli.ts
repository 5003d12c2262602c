import yargs, { type Argv, type CommandModule } from 'yargs';
import { version } from '../../verbs/provenance.ts';
import { EXIT, EXIT_TEXT } from './exitCodes.ts';
import { commands } from './index.ts';
import type { CommonFlags } from './session.ts';
import { explainUsage } from './usage.ts';

/** Runs one command line; the process's exit code says how it went. */
export async function runCli(args: readonly string[]): Promise<void> {
  try {
    await makeParser(args).parseAsync();
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(`${error.message}\nRun \`nextmove --help\`, or \`nextmove COMMAND --help\`.`);
    process.exitCode = EXIT.usage;
  }
}

/** The command line was not understood. */
class Usage extends Error {}

function makeParser(args: readonly string[]) {
  const parser: Argv<CommonFlags> = yargs([...args])
    .scriptName('nextmove')
    .locale('en')
    .usage(
      '$0 COMMAND\n\nSimulate customer journeys, learn which intervention to make, prove it, and serve it.',
    )
    .options({
      json: { type: 'boolean', default: false, describe: 'The result as JSON on standard output' },
      quiet: { type: 'boolean', default: false, describe: 'No progress, remarks or warnings' },
      progress: { type: 'boolean', default: false, describe: 'Progress also where there is no terminal' },
    })
    .version(version)
    .alias({ help: 'h' })
    .demandCommand(1, 'got no command')
    .strict()
    .completion('completion', 'Print a script that completes commands in your shell')
    .example('$0 init mine.yaml', 'write a scenario to start from')
    .epilogue(EXIT_TEXT)
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw new Usage(
        explainUsage(message ?? error.message, args, { commands: names, flags: flagsOf(parser) }),
      );
    });
  for (const command of commands) parser.command(command as unknown as CommandModule<object, CommonFlags>);
  return parser;
}

const names = [...commands.map(({ command: words }) => String(words).split(' ')[0]), 'completion'];

/** The flags that are known where yargs gave up, as they are typed. */
function flagsOf(parser: Argv<CommonFlags>): string[] {
  const { key } = (parser as unknown as { getOptions(): { readonly key: object } }).getOptions();
  return Object.keys(key).filter((name) => name.length > 1 && !/[A-Z]/.test(name));
}
