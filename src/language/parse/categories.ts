import { didYouMean } from '../../core/issue.ts';
import type { ValueType } from '../graph.ts';
import { binaryType, describeType, levelsOf } from '../types.ts';
import type { Ast, AstOf } from './ast.ts';
import { type Lowering, quote } from './lowering.ts';

/** `==` and `!=`: the one place, with `in` and `by`, where a quoted category value may stand. */
export function lowerEquality(c: Lowering, ast: AstOf<'binary'>, op: 'eq' | 'ne'): number | null {
  const pair = lowerPair(c, ast.a, ast.b);
  if (pair === null) return null;
  const [a, b] = pair;
  const types = [c.builder.type(a), c.builder.type(b)] as const;
  if (binaryType(op, ...types) !== null) return c.builder.binary(op, a, b);
  return unequal(c, ast, types);
}

function unequal(c: Lowering, ast: Ast, [a, b]: readonly [ValueType, ValueType]): null {
  const message = `cannot compare ${describeType(a)} with ${describeType(b)}: ${quote(c, ast)}`;
  const bothCategories = levelsOf(a) !== null && levelsOf(b) !== null;
  const hint = bothCategories
    ? 'Two categories compare only where they have the same values in the same order.'
    : a === 'duration' || b === 'duration'
      ? 'Give the number a unit, such as `7d`, or divide the duration by `1d`.'
      : undefined;
  return c.complain(ast, 'formula/type', message, hint);
}

/** Both sides of a comparison, a category value by the levels of the other side. */
function lowerPair(c: Lowering, a: Ast, b: Ast): readonly [number, number] | null {
  if (isValue(c, a) && !isValue(c, b)) {
    const pair = lowerPair(c, b, a);
    return pair && [pair[1], pair[0]];
  }
  const left = c.lower(a);
  if (left === null) {
    if (!isValue(c, b)) c.lower(b);
    return null;
  }
  const right = lowerBeside(c, b, c.builder.type(left));
  return right === null ? null : [left, right];
}

/** A quoted value, or a bare word that may be one whose quotes are missing. */
const isValue = (c: Lowering, ast: Ast) =>
  ast.kind === 'text' || (ast.kind === 'name' && c.scope.lookup(ast.name) === undefined);

/** What stands beside something of a known type: a quoted value stands for one of its levels. */
function lowerBeside(c: Lowering, ast: Ast, type: ValueType): number | null {
  const levels = levelsOf(type);
  if (ast.kind === 'text') {
    if (levels !== null) return levelConstant(c, ast, levels);
    const message = `${quote(c, ast)} is a category value, compared with ${describeType(type)}`;
    return c.complain(ast, 'formula/type', message);
  }
  if (ast.kind === 'name' && levels?.includes(ast.name) && isValue(c, ast)) return missingQuotes(c, ast);
  return c.lower(ast);
}

export function missingQuotes(c: Lowering, ast: AstOf<'name'>): null {
  const message = `\`${ast.name}\` is a category value without its quotes`;
  return c.complain(ast, 'formula/category', message, `Write \`'${ast.name}'\`.`);
}

/** The constant of a level, by its index. */
export function levelConstant(c: Lowering, ast: AstOf<'text'>, levels: readonly string[]): number | null {
  const index = levels.indexOf(ast.value);
  if (index >= 0) return c.builder.constant(index, { category: levels });
  return c.complain(
    ast,
    'formula/category',
    `no value is called \`'${ast.value}'\` here`,
    levelHint(ast.value, levels),
  );
}

const levelHint = (value: string, levels: readonly string[]) =>
  didYouMean(value, levels)?.replaceAll(/`([^`]*)`/g, "`'$1'`");

/** `x in [a, b]` is x == a or x == b. */
export function lowerIn(c: Lowering, ast: AstOf<'in'>): number | null {
  const x = c.lower(ast.a);
  if (ast.list.length === 0) return c.complain(ast, 'formula/arguments', 'the list after `in` is empty');
  if (x === null) return null;
  const items = ast.list.map((item) => lowerItem(c, item, x));
  if (items.includes(null)) return null;
  const any = (items as number[]).reduce((a, b) => c.builder.binary('or', a, b));
  return ast.negated ? c.builder.unary('not', any) : any;
}

function lowerItem(c: Lowering, item: Ast, x: number): number | null {
  const type = c.builder.type(x);
  const node = lowerBeside(c, item, type);
  if (node === null) return null;
  const itemType = c.builder.type(node);
  if (binaryType('eq', type, itemType) === null) return unequal(c, item, [type, itemType]);
  return c.builder.binary('eq', x, node);
}
