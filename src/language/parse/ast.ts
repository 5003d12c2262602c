/** Offsets into the formula's text: of the first character, and of the one after the last. */
export type Span = { readonly start: number; readonly end: number };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/';

/** A formula as it was written. */
export type Ast = Span &
  (
    | { readonly kind: 'number'; readonly value: number; readonly whole: boolean }
    | { readonly kind: 'duration'; readonly days: number }
    | { readonly kind: 'flag'; readonly value: boolean }
    /** A category value, without its quotes. */
    | { readonly kind: 'text'; readonly value: string }
    /** Also `intervention@channel`. */
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'unary'; readonly op: '-' | 'not'; readonly a: Ast }
    | {
        readonly kind: 'binary';
        readonly op: Arithmetic | Comparison | 'and' | 'or';
        readonly a: Ast;
        readonly b: Ast;
      }
    | { readonly kind: 'in'; readonly negated: boolean; readonly a: Ast; readonly list: readonly Ast[] }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Argument[] }
  );

export type AstOf<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;

/** `value`, or `label: value` as in tables, `by` and `never:`. */
export type Argument = Span & { readonly label: Ast | null; readonly value: Ast };
