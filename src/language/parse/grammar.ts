import { grammar, type Node } from 'ohm-js';
import { type DurationUnit, toDays } from '../durations.ts';
import type { Argument, Ast, AstOf, Span } from './ast.ts';
import { explainFailure, type SyntaxFailure } from './slips.ts';

const FORMULA = grammar(String.raw`
  Formula {
    Formula = Or
    Or      = And (or And)*
    And     = Not (and Not)*
    Not     = not Compare                -- not
            | Compare
    Compare = Sum comparison Sum         -- order
            | Sum not? in List           -- in
            | Sum
    List    = "[" ListOf<Or, ","> "]"
    Sum     = Product (sumSign Product)*
    Product = Signed (productSign Signed)*
    Signed  = "-" Primary                -- minus
            | Primary
    Primary = "(" Or ")"                 -- group
            | Call | duration | number | flag | text | name
    Call    = word "(" ListOf<Argument, ","> ")"
    Argument = Or ":" Or                 -- labelled
             | Or                        -- plain

    comparison  = "==" | "!=" | "<=" | ">=" | "<" | ">"
    sumSign     = "+" | "-"
    productSign = "*" | "/"
    and  = "and" ~wordPart
    or   = "or" ~wordPart
    not  = "not" ~wordPart
    in   = "in" ~wordPart
    flag = ("true" | "false") ~wordPart
    duration = number ("d" | "h" | "m" | "w") ~wordPart
    number (a number) = digits exponent?
    digits   = digit+ "." digit+  -- point
             | "." digit+         -- bare
             | digit+             -- whole
    exponent = ("e" | "E") ("+" | "-")? digit+
    text (a category value) = "'" (~"'" any)* "'"  -- single
                            | "\"" (~"\"" any)* "\""  -- double
    name (a name) = word ("@" word)?
    word     = ~keyword wordStart wordPart*
    wordStart = letter | "_"
    wordPart  = letter | digit | "_"
    keyword  = ("and" | "or" | "not" | "in" | "true" | "false") ~wordPart
  }
`);

/** Larger formulas are refused, so that none can exhaust the stack here or where it is checked and printed. */
const MAX = { length: 20_000, brackets: 32, depth: 400 };

export type Parsed = { readonly ok: true; readonly ast: Ast } | ({ readonly ok: false } & SyntaxFailure);

/** Reads a formula; the first thing that is no formula comes back with its offset, in plain words. */
export function parseFormula(text: string): Parsed {
  const refusal = sizeProblem(text);
  if (refusal !== null) return { ok: false, ...refusal };
  const match = FORMULA.match(text);
  if (!match.failed()) return checkDepth(semantics(match).ast() as Ast);
  return { ok: false, ...explainFailure(text, match.getRightmostFailurePosition(), match.getExpectedText()) };
}

function sizeProblem(text: string): SyntaxFailure | null {
  if (text.length > MAX.length)
    return {
      offset: MAX.length,
      message: `the formula is over ${MAX.length} characters long`,
      hint: undefined,
    };
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    if ('(['.includes(text[offset]) && ++depth > MAX.brackets)
      return { offset, message: `parentheses nest over ${MAX.brackets} deep`, hint: undefined };
    if (')]'.includes(text[offset])) depth--;
  }
  return null;
}

/** Refuses what is nested too deep; also `1 + 1 + 1 ..` is, by one level a sign. */
function checkDepth(ast: Ast): Parsed {
  let level: readonly Ast[] = [ast];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX.depth)
      return {
        ok: false,
        offset: ast.start,
        message: `the formula is over ${MAX.depth} operations deep`,
        hint: undefined,
      };
    level = level.flatMap(partsOf);
  }
  return { ok: true, ast };
}

function partsOf(ast: Ast): readonly Ast[] {
  if (ast.kind === 'unary') return [ast.a];
  if (ast.kind === 'binary') return [ast.a, ast.b];
  if (ast.kind === 'in') return [ast.a, ...ast.list];
  return ast.kind === 'call' ? ast.args.map((arg) => arg.value) : [];
}

const spanOf = ({ source }: Node): Span => {
  const { startIdx, endIdx } = source.trimmed();
  return { start: startIdx, end: endIdx };
};

const asts = (nodes: Node): Ast[] => nodes.children.map((node) => node.ast() as Ast);

/** `a - b - c` is (a - b) - c. */
function leftToRight(first: Node, signs: Node, rest: Node): Ast {
  const ops = signs.children.map((sign) => sign.sourceString as AstOf<'binary'>['op']);
  return asts(rest).reduce<Ast>(
    (a, b, k) => ({ kind: 'binary', op: ops[k], a, b, start: a.start, end: b.end }),
    first.ast(),
  );
}

const semantics = FORMULA.createSemantics().addOperation<Ast | Argument>('ast', {
  Or: leftToRight,
  And: leftToRight,
  Sum: leftToRight,
  Product: leftToRight,
  Not_not(_not, a) {
    return { kind: 'unary', op: 'not', a: a.ast(), ...spanOf(this) };
  },
  Compare_order(a, op, b) {
    return {
      kind: 'binary',
      op: op.sourceString as AstOf<'binary'>['op'],
      a: a.ast(),
      b: b.ast(),
      ...spanOf(this),
    };
  },
  Compare_in(a, not, _in, list) {
    const items = asts(list.children[1].asIteration());
    return { kind: 'in', negated: not.children.length > 0, a: a.ast(), list: items, ...spanOf(this) };
  },
  Signed_minus(_sign, a) {
    return { kind: 'unary', op: '-', a: a.ast(), ...spanOf(this) };
  },
  Primary_group(_open, inner, _close) {
    return inner.ast();
  },
  Call(name, _open, args, _close) {
    const list = args.asIteration().children.map((arg) => arg.ast() as Argument);
    return { kind: 'call', name: name.sourceString, args: list, ...spanOf(this) };
  },
  Argument_labelled(label, _colon, value) {
    return { label: label.ast(), value: value.ast(), ...spanOf(this) };
  },
  Argument_plain(value) {
    return { label: null, value: value.ast(), ...spanOf(this) };
  },
  duration(amount, unit) {
    const days = toDays(Number(amount.sourceString), unit.sourceString as DurationUnit);
    return { kind: 'duration', days, ...spanOf(this) };
  },
  number(_digits, _exponent) {
    const text = this.sourceString;
    return { kind: 'number', value: Number(text), whole: /^\d+$/.test(text), ...spanOf(this) };
  },
  flag(word) {
    return { kind: 'flag', value: word.sourceString === 'true', ...spanOf(this) };
  },
  text(_quoted) {
    return { kind: 'text', value: this.sourceString.slice(1, -1), ...spanOf(this) };
  },
  name(_word, _at, _channel) {
    return { kind: 'name', name: this.sourceString, ...spanOf(this) };
  },
});
