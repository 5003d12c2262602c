import yargs, { type CommandModule } from 'yargs';
import { version } from '../../verbs/provenance.ts';
import { EXIT, EXIT_TEXT } from './exitCodes.ts';
import { commands } from './index.ts';
import type { CommonFlags } from './session.ts';

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
  const parser = yargs([...args])
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
    .recommendCommands()
    .completion('completion', 'Print a script that completes commands in your shell')
    .example('$0 init mine.yaml', 'write a scenario to start from')
    .epilogue(EXIT_TEXT)
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .check(everyNumberIsOne)
    .fail((message, error) => {
      throw new Usage(message ?? error.message);
    });
  for (const command of commands) parser.command(command as unknown as CommandModule<object, CommonFlags>);
  return parser;
}

/** yargs makes NaN of a number that is none. */
function everyNumberIsOne(args: { readonly [name: string]: unknown }): true {
  const wrong = Object.keys(args).find((name) => Number.isNaN(args[name]));
  if (wrong !== undefined) throw new Error(`--${wrong}: wanted a number`);
  return true;
}
