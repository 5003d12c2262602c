import { type Issue, issue, type Place } from '../../core/issue.ts';
import type { GraphBuilder } from '../builder.ts';
import { digits32 } from '../digits.ts';
import type { ValueType } from '../graph.ts';
import type { Scope } from '../scope.ts';
import { describeType, isNumeric, levelsOf, sameType } from '../types.ts';
import type { Ast, Span } from './ast.ts';
import { lowerIn } from './categories.ts';
import { lowerCall } from './functions.ts';
import { parseFormula } from './grammar.ts';
import type { FormulaCode, Lowering } from './lowering.ts';
import { lowerName } from './names.ts';
import { lowerBinary, lowerUnary } from './operators.ts';

/**
 * What the place of a formula takes. A probability is a real, refused where it is a constant outside 0 to 1;
 * nonNegative one refused where it is a negative constant; `any` takes every type.
 */
export type Want = ValueType | 'probability' | 'nonNegative' | 'any';

export type FormulaRequest = {
  readonly text: string;
  readonly scope: Scope;
  readonly builder: GraphBuilder;
  readonly want: Want;
  /** Errors and warnings are added here, all of the formula's where possible. */
  readonly issues: Issue[];
  /** Where the formula's first character stands. */
  readonly where: Place;
  /** Line and column of an offset into the text; without it the text is taken to stand on one line, unescaped. */
  readonly positionOf?: (offset: number) => { readonly line: number; readonly column: number };
  /** Makes every number or duration that is an operand of `<`, `<=`, `>` or `>=` a constant of its own. */
  readonly tunable?: boolean;
};

export type BuiltFormula = {
  readonly node: number;
  readonly type: ValueType;
  /** Nodes of the constants that `tunable` set apart, in the order of the text. */
  readonly thresholds: readonly number[];
};

/** Parses a formula, checks its names and types, and lowers it into the builder's graph; null where it has errors. */
export function buildFormula(request: FormulaRequest): BuiltFormula | null {
  const { text, scope, builder, issues, tunable = false } = request;
  const parsed = parseFormula(text);
  const report = (span: Span, code: FormulaCode, message: string, hint?: string, severity?: 'warning') =>
    issues.push(issue(code, message, { at: placeOf(request, span.start), hint, severity }));
  if (!parsed.ok) {
    report({ start: parsed.offset, end: parsed.offset }, 'formula/syntax', parsed.message, parsed.hint);
    return null;
  }
  const c: Lowering = {
    text,
    scope,
    builder,
    tunable,
    thresholds: [],
    complain: (...issueParts) => {
      report(...issueParts);
      return null;
    },
    warn: (span, code, message, hint) => report(span, code, message, hint, 'warning'),
    issueCount: () => issues.filter(({ severity }) => severity === 'error').length,
    lower: (ast) => lower(c, ast),
  };
  const node = c.lower(parsed.ast);
  if (node === null || !suits(c, parsed.ast, node, request.want)) return null;
  return { node, type: builder.type(node), thresholds: c.thresholds };
}

function placeOf({ text, where, positionOf }: FormulaRequest, offset: number): Place {
  if (positionOf) return { ...where, ...positionOf(offset) };
  const column = where.column === undefined || text.includes('\n') ? where.column : where.column + offset;
  return { ...where, column };
}

function lower(c: Lowering, ast: Ast): number | null {
  switch (ast.kind) {
    case 'number':
      if (Number.isFinite(Math.fround(ast.value)))
        return c.builder.constant(ast.value, ast.whole ? 'count' : 'real');
      return c.complain(ast, 'formula/value', 'a number too large for 32 bits');
    case 'duration':
      if (Number.isFinite(Math.fround(ast.days))) return c.builder.constant(ast.days, 'duration');
      return c.complain(ast, 'formula/value', 'a duration too large for 32 bits');
    case 'flag':
      return c.builder.constant(ast.value ? 1 : 0, 'bool');
    case 'text': {
      const hint = 'It stands beside `==`, `!=`, `in`, or before a `:` in `by(..)`.';
      return c.complain(
        ast,
        'formula/category',
        `the category value \`'${ast.value}'\` cannot stand here`,
        hint,
      );
    }
    case 'name':
      return lowerName(c, ast);
    case 'unary':
      return lowerUnary(c, ast);
    case 'binary':
      return lowerBinary(c, ast);
    case 'in':
      return lowerIn(c, ast);
    case 'call':
      return lowerCall(c, ast);
  }
}

/** Whether the formula's type and, for constants, its value suit its place. */
function suits(c: Lowering, ast: Ast, node: number, want: Want): boolean {
  const type = c.builder.type(node);
  if (!fits(type, want)) {
    c.complain(
      ast,
      'formula/type',
      `this place takes ${describeWant(want)}, and the formula is ${describeType(type)}`,
      wantHint(type, want),
    );
    return false;
  }
  const value = c.builder.constantValue(node);
  if (value === null) return true;
  const low = value < 0 && (want === 'probability' || want === 'nonNegative');
  if (!low && !(want === 'probability' && value > 1)) return true;
  const rule = want === 'probability' ? 'a probability lies from 0 to 1' : 'this may not be negative';
  c.complain(
    ast,
    'formula/value',
    `got ${digits32(value)}, and ${rule}`,
    value > 1 ? '35 % is written `0.35`.' : undefined,
  );
  return false;
}

function fits(type: ValueType, want: Want): boolean {
  if (want === 'any') return true;
  if (want === 'probability' || want === 'nonNegative' || want === 'real') return isNumeric(type);
  return want === 'count' ? type === 'count' || type === 'bool' : sameType(type, want);
}

function describeWant(want: Want): string {
  if (want === 'probability') return 'a probability';
  return want === 'nonNegative' || want === 'any' ? 'a number' : describeType(want);
}

function wantHint(type: ValueType, want: Want): string | undefined {
  if (want === 'bool')
    return levelsOf(type) ? "Compare it: `contract == 'rolling'`." : 'Compare it, such as `x > 0`.';
  if (want === 'count' && type === 'real') return 'Round it down with `floor(..)`.';
  if (want === 'duration' && isNumeric(type)) return 'Give it a unit: `7d`, or `x * 1d`.';
  if (type === 'duration') return 'Divide it by `1d` to have a number of days.';
  return levelsOf(type) ? "Give each level its number: `by(contract, 'rolling': 1, else: 0)`." : undefined;
}
