import { type Issue, issue, NextmoveError } from '../core/issue.ts';

export { didYouMean, formatIssue, type Issue, nearest } from '../core/issue.ts';

/**
 * What went wrong, for whoever stands between a verb and people: `stopped` as asked; `refused`, a result that is not
 * given, such as an estimate without support; `failed`, a mistake of the caller or of their files; `unexpected`, a
 * mistake of ours.
 */
export type Failure = {
  readonly kind: 'stopped' | 'refused' | 'failed' | 'unexpected';
  readonly issues: readonly Issue[];
};

/** Explains anything that a verb may throw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NextmoveError) {
    const has = (start: string) => error.issues.some(({ code }) => code.startsWith(start));
    const kind = has('run/stopped') ? 'stopped' : has('evaluation/refused') ? 'refused' : 'failed';
    return { kind, issues: error.issues };
  }
  const { code, path, syscall, message } = error as NodeJS.ErrnoException;
  if (syscall !== undefined && code !== undefined) {
    const text = `the system says ${code} to ${syscall}`;
    return { kind: 'failed', issues: [issue(`system/${code}`, text, { at: { file: path } })] };
  }
  const hint =
    'This is a mistake of nextmove, not yours: please report it. NEXTMOVE_DEBUG=1 shows where it arose.';
  return { kind: 'unexpected', issues: [issue('unexpected', String(message ?? error), { hint })] };
}
