import type { Issue } from '../core/issue.ts';
import type { GraphBuilder } from '../language/builder.ts';
import { buildFormula, type Want } from '../language/parse/check.ts';
import type { Scope } from '../language/scope.ts';
import type { Formula, SourceMap } from './scenario.ts';

export type Path = readonly (string | number)[];

/** Turns formulas of one scenario into nodes, collecting every issue with its place in the file. */
export type Lowering = {
  readonly issues: Issue[];
  /** Node of the formula, or 0 where it has issues: compile ends in failure then. */
  formula(
    text: Formula,
    path: Path,
    scope: Scope,
    into: { readonly builder: GraphBuilder; readonly want: Want },
  ): number;
  /** The same with its comparisons' constants kept apart, so that they may be tuned. */
  tunable(
    text: Formula,
    path: Path,
    scope: Scope,
    builder: GraphBuilder,
  ): { node: number; thresholds: readonly number[] };
};

export function makeLowering(source: SourceMap): Lowering {
  const issues: Issue[] = [];
  const build = (
    text: Formula,
    path: Path,
    scope: Scope,
    into: { builder: GraphBuilder; want: Want; tunable: boolean },
  ) => {
    const { line, column } = source.at(path);
    const where = {
      file: source.file,
      line,
      column: column + (source.quoted(path) ? 1 : 0),
      path: path.join('.'),
    };
    return buildFormula({ text, scope, ...into, issues, where });
  };
  return {
    issues,
    formula: (text, path, scope, into) => build(text, path, scope, { ...into, tunable: false })?.node ?? 0,
    tunable(text, path, scope, builder) {
      const built = build(text, path, scope, { builder, want: 'bool', tunable: true });
      return { node: built?.node ?? 0, thresholds: built?.thresholds ?? [] };
    },
  };
}
