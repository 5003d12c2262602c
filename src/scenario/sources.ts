import type { Result } from '../core/issue.ts';

/** What a scenario may ask for beside its own text. Paths are given as they stand in `from`, a file's path. */
export type ScenarioSources = {
  /** The scenario that `extends` names. Its `file` is the same for the same file, however it is named. */
  readonly scenario?: (
    name: string,
    from: string,
  ) => Result<{ readonly file: string; readonly text: string }>;
};
