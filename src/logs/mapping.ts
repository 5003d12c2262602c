/**
 * How the columns of a CSV file of logged decisions become a JourneyLog: one row, one decision with what came of it.
 * It lies in a small YAML or JSON file; docs and drafts are made from this type.
 */
export type Mapping = {
  /** Format of the mapping file. */
  readonly mapping: 1;
  /** Name of the log, for people; the file's name where absent. */
  readonly title?: string | undefined;
  readonly currency?: string | undefined;
  /** One character; a comma where absent. */
  readonly delimiter?: string | undefined;
  /** Column, or pattern with `*`, to what it holds. In this order they are the features. */
  readonly context: { readonly [column: string]: ContextColumn };
  readonly action: ActionColumn;
  /** Absent: not logged, and estimators that weight by it cannot run. */
  readonly propensity?: PropensitySource | undefined;
  /** By the outcome's name. */
  readonly outcomes: { readonly [name: string]: OutcomeColumn };
  /** Column of the customer's id: the unit of intervals. Absent: each row stands alone. */
  readonly customer?: string | undefined;
  readonly time?: TimeColumn | undefined;
  /** Position within a page or message; `first` is the number that the file gives to the first one. */
  readonly slot?: { readonly column: string; readonly first: number } | undefined;
  /** Column of the stage as the business sees it. */
  readonly stage?: string | undefined;
  /** Further numbers by name, such as a target policy's probability of the logged action. */
  readonly extra?: { readonly [name: string]: string } | undefined;
  /** Which actions could have been taken: every one, nobody knows, or the declared ones alone. */
  readonly legality: 'all' | 'unknown' | { readonly declared: readonly string[] };
  /** Turns times into ticks, so that rewards can be summed over windows. Absent: outcomes stay with their row. */
  readonly clock?: { readonly tickDays: number } | undefined;
};

export type ContextColumn =
  | 'number'
  | 'count'
  | 'bool'
  | 'category'
  | {
      readonly kind: 'number' | 'count' | 'bool' | 'category';
      /** Name of the feature; the column's with other characters than letters, digits and `_` replaced, where absent. */
      readonly name?: string | undefined;
      /** Values of a category, in order; a row with another is rejected. Absent: the values found, sorted. */
      readonly levels?: readonly string[] | undefined;
    };

export type ActionColumn = {
  readonly column: string;
  /** The file's value to the action's name; a row with another value is rejected. */
  readonly labels?: { readonly [value: string]: string } | undefined;
  /** The actions in order; a row with another is rejected. Absent: the values found, sorted. */
  readonly names?: readonly string[] | undefined;
};

export type PropensitySource =
  | { readonly column: string }
  /** By design: every row drew its action with these shares, which sum to 1. */
  | { readonly randomised: { readonly [action: string]: number } };

export type OutcomeColumn = {
  readonly column: string;
  /** `money` is in the currency and rounded to 1/10,000. */
  readonly unit: 'money' | 'count';
  /** -1 for a cost. */
  readonly sign: 1 | -1;
  /** The file's words to numbers, such as { yes: 1, no: 0 }. */
  readonly values?: { readonly [word: string]: number } | undefined;
};

export type TimeColumn = {
  readonly column: string;
  /** `iso`: ISO 8601, UTC where it names no zone; or a number since 1970-01-01 UTC. */
  readonly unit: 'iso' | 'seconds' | 'milliseconds';
};
