import { issue, NextmoveError } from '../core/issue.ts';
import type { JourneyLog } from '../journey/records.ts';

/** Where long work stands; `done` of `total` in the unit named. */
export type Progress = {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  /** A line worth reading, such as a validation result; null most of the time. */
  readonly note: string | null;
};

/** How a verb reports and is stopped. */
export type Watch = {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

/** Lets timers, signals and the terminal have their turn, then stops the work if it was asked to stop. */
export async function breathe({ signal }: Watch): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  stopIfAsked(signal);
}

/** The same log, with a breath before each block. */
export function breathing({ schema, blocks }: JourneyLog, watch: Watch): JourneyLog {
  return {
    schema,
    async *blocks() {
      for await (const block of blocks()) {
        await breathe(watch);
        yield block;
      }
    },
  };
}

export function stopIfAsked(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new NextmoveError(issue('run/stopped', 'stopped before the end, as asked'));
}

/** The error to throw on, which says what is kept where the work was stopped as asked. */
export function keeping(error: unknown, kept: string): unknown {
  if (!(error instanceof NextmoveError)) return error;
  const told = error.issues.map((one) =>
    one.code === 'run/stopped' ? issue(one.code, one.message, { hint: kept }) : one,
  );
  return new NextmoveError(told);
}

export function report(watch: Watch, progress: Omit<Progress, 'note'>, note: string | null = null): void {
  watch.onProgress?.({ ...progress, note });
}
