import type { Result } from '../core/issue.ts';

/** A table of text: the rows of a CSV file below its header, with the lines they begin on, or those of a Parquet file. */
export type SourceTable = {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line?: number; readonly fields: readonly string[] }[];
};

/** What a scenario may ask for beside its own text. Paths are given as they stand in `from`, a file's path. */
export type ScenarioSources = {
  /** The scenario that `extends` names. Its `file` is the same for the same file, however it is named. */
  readonly scenario?: (
    name: string,
    from: string,
  ) => Result<{ readonly file: string; readonly text: string }>;
  /** The table that `population.rows` names. */
  readonly table?: (name: string, from: string) => Result<SourceTable>;
};
