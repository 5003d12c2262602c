import { type Issue, NextmoveError } from '../../core/issue.ts';

/** What is left of an error on its way to another thread. */
export function failureOf(error: unknown): unknown {
  return error instanceof NextmoveError ? { issues: error.issues } : error;
}

/** An error as it was thrown in a thread. */
export function errorOf(failure: unknown): unknown {
  const { issues } = (failure ?? {}) as { readonly issues?: readonly Issue[] };
  return issues ? new NextmoveError(issues) : failure;
}
