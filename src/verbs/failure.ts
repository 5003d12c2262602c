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

const ELSEWHERE = 'Name another place.';
const SPACE = 'Make room, or name another place. What stood there before still stands.';

/** What a system refuses, in words, with the remedy. */
const systemWords: { readonly [code: string]: { readonly text: string; readonly hint?: string } } = {
  ENOSPC: { text: 'the disk is full', hint: SPACE },
  EDQUOT: { text: 'your share of the disk is used up', hint: SPACE },
  EFBIG: { text: 'the file would be larger than the system allows here', hint: SPACE },
  EACCES: { text: 'the system does not permit it', hint: `Change its permissions, or: ${ELSEWHERE}` },
  EPERM: { text: 'the system does not permit it', hint: ELSEWHERE },
  EROFS: { text: 'the disk can only be read', hint: ELSEWHERE },
  EIO: { text: 'the disk cannot be read or written', hint: 'It may be damaged, or gone.' },
  ENOTDIR: { text: 'a file is in the way, wanted a folder', hint: ELSEWHERE },
  EEXIST: { text: 'a file is in the way, wanted a folder', hint: ELSEWHERE },
  EISDIR: { text: 'got a folder, wanted a file' },
  ENOENT: { text: 'there is no such file or folder' },
  ENAMETOOLONG: { text: 'the name is too long' },
  EMFILE: { text: 'too many files are open', hint: 'Raise the limit: ulimit -n 4096.' },
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
    const { text, hint } = systemWords[code] ?? { text: `the system says ${code} to ${syscall}` };
    return { kind: 'failed', issues: [issue(`system/${code}`, text, { at: { file: path }, hint })] };
  }
  const hint =
    'This is a mistake of nextmove, not yours: please report it. NEXTMOVE_DEBUG=1 shows where it arose.';
  return { kind: 'unexpected', issues: [issue('unexpected', String(message ?? error), { hint })] };
}
