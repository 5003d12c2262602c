import { didYouMean, nearest } from '../../verbs/failure.ts';

/** What a command line may hold: names of commands, and flags of the command that it names. */
export type Known = { readonly commands: readonly string[]; readonly flags: readonly string[] };

/** What yargs says of a command line that it does not understand, with the nearest name of whatever is unknown. */
export function explainUsage(message: string, args: readonly string[], { commands, flags }: Known): string {
  const word = args.find((arg) => !arg.startsWith('-'));
  if (word !== undefined && !commands.includes(word))
    return `there is no command \`${word}\`. ${didYouMean(word, commands) ?? `Known: ${commands.join(', ')}.`}`;
  const [, list] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (list === undefined) return message;
  const names = list.split(', ');
  return names
    .filter((name) => !names.some((other) => other !== name && camel(other) === name))
    .map((name) => (isFlag(name, args) ? unknownFlag(name, flags) : `got "${name}" beside what is wanted`))
    .join('\n');
}

function unknownFlag(name: string, flags: readonly string[]): string {
  const near = nearest(name, flags);
  return `there is no flag \`--${name}\` here${near === undefined ? '' : `. Did you mean \`--${near}\`?`}`;
}

const isFlag = (name: string, args: readonly string[]) =>
  args.some((arg) => /^--?[^-]/.test(arg) && arg.replace(/^--?(no-)?/, '').split('=')[0] === name);

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
