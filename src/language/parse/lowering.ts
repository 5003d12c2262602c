import type { GraphBuilder } from '../builder.ts';
import type { Scope } from '../scope.ts';
import type { Ast, Span } from './ast.ts';

/** What the checks of one formula share. Every check gives the index of the node it built, or null after complaining. */
export type Lowering = {
  readonly text: string;
  readonly scope: Scope;
  readonly builder: GraphBuilder;
  /** Whether numbers and durations that a column is compared with become constants of their own. */
  readonly tunable: boolean;
  /** Those constants. */
  readonly thresholds: number[];
  /** Records an issue at a part of the formula. */
  complain(span: Span, code: FormulaCode, message: string, hint?: string): null;
  warn(span: Span, code: FormulaCode, message: string, hint?: string): void;
  /** Errors so far. */
  issueCount(): number;
  lower(ast: Ast): number | null;
};

export type FormulaCode =
  | 'formula/syntax'
  | 'formula/unknown-name'
  | 'formula/hidden'
  | 'formula/time'
  | 'formula/type'
  | 'formula/category'
  | 'formula/arguments'
  | 'formula/value';

/** The part of the formula's text, for messages. */
export function quote({ text }: Pick<Lowering, 'text'>, { start, end }: Span): string {
  return `\`${text.slice(start, end)}\``;
}

/** Lowers all of them, so that each complains; null where one did. */
export function lowerAll(c: Lowering, asts: readonly Ast[]): number[] | null {
  const nodes = asts.map((ast) => c.lower(ast));
  return nodes.includes(null) ? null : (nodes as number[]);
}

/** The node, once it is sure that it is no constant expression without a finite value, such as 1 / 0. */
export function finite(c: Lowering, ast: Ast, node: number): number | null {
  const value = c.builder.foldedValue(node);
  if (value === null || Number.isFinite(value)) return node;
  return c.complain(
    ast,
    'formula/value',
    `${quote(c, ast)} is ${Number.isNaN(value) ? 'no number' : 'infinite'}`,
    'It holds constants alone, so correct them.',
  );
}
