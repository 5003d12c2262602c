/** What the process ends with; also said under every `--help`. */
export const EXIT = {
  ok: 0,
  /** The work failed: a mistake in a file or argument, named on stderr. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** The work was done, but a result is refused or withheld, such as an estimate without support. */
  withheld: 3,
  /** Stopped by Ctrl-C; what is kept is said. */
  stopped: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_TEXT =
  'Exit codes: 0 done; 1 the work failed; 2 the command line was not understood; 3 a result is refused or withheld; 130 stopped.';
