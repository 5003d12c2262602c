/**
 * What went wrong, as a value: every check of input returns issues, and only the outermost caller prints or throws them.
 */

export { didYouMean, nearest } from './nearest.ts';

/** Where an issue stands: a file with line and column (both from 1), and the path inside the document. */
export type Place = {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly path?: string | undefined;
};

export type Severity = 'error' | 'warning';

/** `code` is stable and for programs (`scenario/unknown-name`); `message` says what was got and what was wanted. */
export type Issue = {
  readonly code: string;
  readonly message: string;
  readonly at?: Place;
  readonly hint?: string;
  readonly severity: Severity;
};

export type IssueOptions = {
  readonly at?: Place | undefined;
  readonly hint?: string | undefined;
  readonly severity?: Severity | undefined;
};

/** What a check returns: a value with its warnings, or every issue that was found, never the first alone. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function issue(code: string, message: string, options: IssueOptions = {}): Issue {
  const { at, hint, severity = 'error' } = options;
  return { code, message, ...(at && { at }), ...(hint && { hint }), severity };
}

export function ok<T>(value: T, warnings: readonly Issue[] = []): Result<T> {
  return { ok: true, value, warnings };
}

export function failed(issues: Issue | readonly Issue[]): Result<never> {
  return { ok: false, issues: listOf(issues) };
}

/** The value of a result, or a thrown {@link NextmoveError} with all its issues. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new NextmoveError(result.issues);
  return result.value;
}

/**
 * The one exception for mistakes of the caller or of their files. Its message is the formatted issues, one a line;
 * its stack is the message alone, so that bad input never shows a stack trace, even where nobody catches it.
 */
export class NextmoveError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: Issue | readonly Issue[]) {
    const all = listOf(issues);
    super(all.map(formatIssue).join('\n'));
    this.name = 'NextmoveError';
    this.issues = all;
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * One line for people: `scenarios/x.yaml:14:7 channels.email.cost: got -1, wanted a number >= 0. Did you mean 1?`
 * Parts that are not known are left out; a warning says so in front of its message.
 */
export function formatIssue({ message, at = {}, hint, severity }: Issue): string {
  const position = [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
  const where = [position, at.path].filter((part) => part !== undefined && part !== '').join(' ');
  const text = `${where === '' ? '' : `${where}: `}${severity === 'warning' ? 'warning: ' : ''}${message}`;
  if (hint === undefined) return text;
  return `${text}${/[.?!]$/.test(text) ? '' : '.'} ${hint}`;
}

function listOf(issues: Issue | readonly Issue[]): readonly Issue[] {
  return 'code' in issues ? [issues] : issues;
}
