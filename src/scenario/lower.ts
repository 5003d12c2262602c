import { type Issue, type IssueOptions, issue, type Place } from '../core/issue.ts';
import type { GraphBuilder } from '../language/builder.ts';
import { type BuiltFormula, buildFormula, type Want } from '../language/parse/check.ts';
import type { Scope } from '../language/scope.ts';
import { pathText } from './reading/finding.ts';
import type { Formula, SourceMap } from './scenario.ts';

export type Path = readonly (string | number)[];

/** Turns formulas of one scenario into nodes, collecting every issue with its place in the file. */
export type Lowering = {
  /** Each once, however often its formula is lowered. */
  readonly issues: readonly Issue[];
  /** Node of the formula, or of a constant of its type where it has issues: compile ends in failure then. */
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
  /** Adds an issue of no formula in particular. */
  complain(
    code: string,
    path: Path,
    message: string,
    options?: Pick<IssueOptions, 'hint' | 'severity'>,
  ): void;
};

export function makeLowering(source: SourceMap): Lowering {
  const issues = new Map<string, Issue>();
  const keep = (found: readonly Issue[]) => {
    for (const one of found) issues.set(JSON.stringify(one), one);
  };
  const placeOf = (path: Path): Place => ({
    file: source.file,
    ...source.at(path),
    path: pathText(source.origin(path)),
  });
  const build = (
    text: Formula,
    path: Path,
    scope: Scope,
    into: { builder: GraphBuilder; want: Want; tunable: boolean },
  ): BuiltFormula | null => {
    const found: Issue[] = [];
    const positionOf = (offset: number) => source.inside(path, offset) ?? source.at(path);
    const built = buildFormula({ text, scope, ...into, issues: found, where: placeOf(path), positionOf });
    keep(found);
    return built;
  };
  return {
    get issues() {
      return [...issues.values()];
    },
    formula: (text, path, scope, into) =>
      build(text, path, scope, { ...into, tunable: false })?.node ?? standIn(into.builder, into.want),
    tunable(text, path, scope, builder) {
      const built = build(text, path, scope, { builder, want: 'bool', tunable: true });
      return { node: built?.node ?? standIn(builder, 'bool'), thresholds: built?.thresholds ?? [] };
    },
    complain: (code, path, message, options) =>
      keep([issue(code, message, { at: placeOf(path), ...options })]),
  };
}

/** What stands for a formula that is wrong, so that whatever is built on it is of the right type. */
function standIn(builder: GraphBuilder, want: Want): number {
  const real = want === 'any' || want === 'probability' || want === 'nonNegative';
  return builder.constant(0, real ? 'real' : want);
}
