import { type Failure, failureOf, formatIssue, type Issue } from '../../verbs/failure.ts';
import type { Watch } from '../../verbs/progress.ts';
import { plainJson } from '../../verbs/run/plainJson.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { progressLine } from './progressLine.ts';

/** Flags of every command. */
export type CommonFlags = { readonly json: boolean; readonly quiet: boolean; readonly progress: boolean };

/** What a command hands its verb, and how it says something before the end. */
export type Session = Required<Watch> & {
  /** A line of the result as it comes; not with --json or --quiet. */
  say(line: string): void;
  /** Warnings, on stderr at once; not with --quiet. */
  warn(issues: readonly Issue[]): void;
};

/** What a command came to: for people, and for machines. */
export type Outcome = {
  readonly lines: readonly string[];
  readonly json: unknown;
  readonly code?: ExitCode;
};

const CODES: { readonly [K in Failure['kind']]: ExitCode } = {
  stopped: EXIT.stopped,
  refused: EXIT.withheld,
  failed: EXIT.failed,
  unexpected: EXIT.failed,
};

/** Runs a command's job: progress on stderr, the result on stdout, Ctrl-C as a polite stop, errors as lines. */
export async function inSession(
  flags: CommonFlags,
  job: (session: Session) => Promise<Outcome>,
): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.stopped);
    line.clear();
    if (!flags.quiet) console.error('Stopping; once more stops at once.');
    stop.abort();
  };
  const line = progressLine(process.stderr, { quiet: flags.quiet, forced: flags.progress });
  const say = (text: string) => {
    if (flags.json || flags.quiet) return;
    line.clear();
    console.log(text);
  };
  const warn = (issues: readonly Issue[]) => {
    if (flags.quiet) return;
    line.clear();
    for (const one of issues) console.error(formatIssue(one));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const outcome = await job({ signal: stop.signal, onProgress: line.report, say, warn });
    line.clear();
    conclude(flags, outcome);
  } catch (error) {
    line.clear();
    complain(flags, error);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function conclude({ json }: CommonFlags, outcome: Outcome): void {
  if (json) process.stdout.write(plainJson(outcome.json));
  else if (outcome.lines.length > 0) console.log(outcome.lines.join('\n'));
  process.exitCode = outcome.code ?? EXIT.ok;
}

function complain({ json }: CommonFlags, error: unknown): void {
  const { kind, issues } = failureOf(error);
  for (const one of issues) console.error(formatIssue(one));
  if (process.env.NEXTMOVE_DEBUG === '1') console.error(error);
  if (json) process.stdout.write(plainJson({ issues }));
  process.exitCode = CODES[kind];
}
