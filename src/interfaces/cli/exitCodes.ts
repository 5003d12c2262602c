/** What the process ends with; also said under every `--help`. */
export const EXIT = {
  ok: 0,
  /** The work failed: a mistake in a file or argument, named on stderr. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /**
   * The result is refused or withheld, such as a target without support. `evaluate` ends with 0 as long as one
   * estimator that looks at the target gives a number, and with 3 where all of them are withheld.
   */
  withheld: 3,
  /** Stopped by Ctrl-C; what is kept is said. */
  stopped: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_TEXT =
  'Exit codes: 0 done; 1 the work failed; 2 the command line was not understood; 3 the result is refused or withheld (evaluate: no estimator gives a number; with some withheld it is 0); 130 stopped.';
