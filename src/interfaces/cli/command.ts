import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import { EXIT_TEXT } from './exitCodes.ts';
import { type CommonFlags, inSession, type Outcome, type Session } from './session.ts';

/** A command: its words, its flags, and the verb that it calls. */
export type CommandDefinition<A> = {
  /** As yargs has it: `train <scenario>`. */
  readonly command: string;
  readonly describe: string;
  /** A command line with what it does. */
  readonly example: readonly [string, string];
  readonly flags: (argv: Argv<CommonFlags>) => Argv<A & CommonFlags>;
  readonly run: (args: ArgumentsCamelCase<A & CommonFlags>, session: Session) => Promise<Outcome>;
};

export function command<A>(definition: CommandDefinition<A>): CommandModule<CommonFlags, A & CommonFlags> {
  const { command: words, describe, example, flags, run } = definition;
  return {
    command: words,
    describe,
    builder: (argv) => flags(argv.example(...example).epilogue(EXIT_TEXT)),
    handler: (args) => inSession(args, (session) => run(args, session)),
  };
}
