import type { Binary, ValueType } from '../graph.ts';
import { binaryType, describeType, isNumeric, levelsOf, unaryType } from '../types.ts';
import type { Ast, AstOf } from './ast.ts';
import { lowerEquality } from './categories.ts';
import { finite, type Lowering, lowerAll, quote } from './lowering.ts';

type Operator = AstOf<'binary'>['op'];

const OPERATIONS: { readonly [op in Exclude<Operator, '>' | '>=' | '==' | '!='>]: Binary } = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '<': 'lt',
  '<=': 'le',
  and: 'and',
  or: 'or',
};

export function lowerUnary(c: Lowering, ast: AstOf<'unary'>): number | null {
  const a = c.lower(ast.a);
  if (a === null) return null;
  const op = ast.op === '-' ? 'neg' : 'not';
  if (unaryType(op, c.builder.type(a)) !== null) return c.builder.unary(op, a);
  const got = describeType(c.builder.type(a));
  if (op === 'not')
    return c.complain(
      ast.a,
      'formula/type',
      `\`not\` takes a condition, and ${quote(c, ast.a)} is ${got}`,
      COMPARE,
    );
  return c.complain(
    ast.a,
    'formula/type',
    `\`-\` takes a number or a duration, and ${quote(c, ast.a)} is ${got}`,
  );
}

const COMPARE = 'Compare it, such as `x > 0`.';

export function lowerBinary(c: Lowering, ast: AstOf<'binary'>): number | null {
  if (ast.op === '==' || ast.op === '!=') return lowerEquality(c, ast, ast.op === '==' ? 'eq' : 'ne');
  const operands = isOrder(ast.op) ? [operand(c, ast.a), operand(c, ast.b)] : lowerAll(c, [ast.a, ast.b]);
  if (operands === null || operands[0] === null || operands[1] === null) return null;
  const [a, b] = operands as [number, number];
  const types = [c.builder.type(a), c.builder.type(b)] as const;
  const op = ast.op === '>' ? 'lt' : ast.op === '>=' ? 'le' : OPERATIONS[ast.op];
  if (binaryType(op, ...types) === null) return misfit(c, ast, types);
  const turned = ast.op === '>' || ast.op === '>=';
  return finite(c, ast, turned ? c.builder.binary(op, b, a) : c.builder.binary(op, a, b));
}

const isOrder = (op: Operator) => op === '<' || op === '<=' || op === '>' || op === '>=';

/** An operand of a comparison: a number or duration that was written out is a threshold. */
function operand(c: Lowering, ast: Ast): number | null {
  const node = c.lower(ast);
  const written = ast.kind === 'unary' && ast.op === '-' ? ast.a.kind : ast.kind;
  if (!c.tunable || node === null || (written !== 'number' && written !== 'duration')) return node;
  const value = c.builder.constantValue(node);
  if (value === null) return node;
  const threshold = c.builder.constant(value, c.builder.type(node), { distinct: true });
  c.thresholds.push(threshold);
  return threshold;
}

/** Says why an operator does not take its operands, and what to write. */
function misfit(c: Lowering, ast: AstOf<'binary'>, [a, b]: readonly [ValueType, ValueType]): null {
  const { op } = ast;
  if (op === 'and' || op === 'or') {
    const [wrong, type] = a === 'bool' ? [ast.b, b] : [ast.a, a];
    const message = `\`${op}\` takes conditions, and ${quote(c, wrong)} is ${describeType(type)}`;
    return c.complain(wrong, 'formula/type', message, COMPARE);
  }
  const verb = isOrder(op) ? 'cannot compare' : 'does not take';
  const message = `\`${op}\` ${verb} ${describeType(a)} and ${describeType(b)}: ${quote(c, ast)}`;
  return c.complain(ast, 'formula/type', message, misfitHint(ast, a, b));
}

function misfitHint({ op, a, b }: AstOf<'binary'>, first: ValueType, second: ValueType): string {
  if (levelsOf(first) !== null || levelsOf(second) !== null)
    return 'A category stands beside `==`, `!=` and `in`, or first in `by(..)`, alone.';
  if (op === '*') return 'Divide one of them by `1d` first, to have a number of days.';
  const written = a.kind === 'number' ? a : b.kind === 'number' ? b : null;
  if (op !== '/' && written !== null) return `Give the number a unit: \`${written.value}d\`.`;
  return `Divide the duration by \`1d\` to have a number of days${isNumeric(first) && op === '/' ? ': `1 / (x / 1d)`' : ''}.`;
}
