import { type Issue, issue, NextmoveError } from '../core/issue.ts';

/** A refusal of a bundle: which file, what is wrong, what to do. */
export function bundleError(code: string, file: string, message: string, hint: string): NextmoveError {
  return new NextmoveError(issue(`bundle/${code}`, message, { at: { file }, hint }));
}

/** What a check of a file gives; whatever it throws becomes a refusal that names the file and says what to do. */
export function inFile<T>(file: string, hint: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new NextmoveError(
      issuesOf(error).map((one) => ({ ...one, at: { ...one.at, file }, hint: one.hint ?? hint })),
    );
  }
}

function issuesOf(error: unknown): readonly Issue[] {
  if (error instanceof NextmoveError) return error.issues;
  return [issue('bundle/broken', error instanceof Error ? error.message : String(error))];
}
