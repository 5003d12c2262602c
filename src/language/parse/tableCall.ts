import { tableProblem } from '../table.ts';
import { describeType, isNumeric, tableType } from '../types.ts';
import type { Argument, Ast, AstOf } from './ast.ts';
import { type Lowering, quote } from './lowering.ts';

const EXAMPLE = 'Write `table(inStage, 0d: 0, 60d: 1.2)`.';

/** `table(x, 0: 1, 30: 0.4)`: piecewise linear through constant points, its keys of x's type and rising. */
export function lowerTable(c: Lowering, ast: AstOf<'call'>): number | null {
  const [subject, ...points] = ast.args;
  if (subject === undefined || subject.label !== null || points.length < 2)
    return c.complain(ast, 'formula/arguments', '`table` takes a value and at least two points', EXAMPLE);
  const a = c.lower(subject.value);
  const lowered = points.map((point) => lowerPoint(c, point, a));
  if (a === null || lowered.includes(null)) return null;
  const [xs, ys] = [0, 1].map((k) => (lowered as (readonly [number, number])[]).map((point) => point[k]));
  const late = xs.findIndex((x, k) => k > 0 && !(Math.fround(xs[k - 1]) < Math.fround(x)));
  if (late > 0) {
    const message = `the keys of \`table\` must rise, and ${quote(c, points[late].label!)} comes after ${quote(c, points[late - 1].label!)}`;
    return c.complain(points[late], 'formula/value', message);
  }
  const problem = tableProblem(xs, ys);
  if (problem !== null) return c.complain(ast, 'formula/value', `a table with ${problem}`);
  if (tableType(c.builder.type(a)) !== null) return c.builder.table(a, xs, ys);
  const message = `\`table\` takes a number or a duration, and ${quote(c, subject)} is ${describeType(c.builder.type(a))}`;
  return c.complain(subject, 'formula/type', message, 'Write `by(..)` for a category.');
}

/** Key and value of a point; the key must suit `a`, where that is known. */
function lowerPoint(c: Lowering, point: Argument, a: number | null): readonly [number, number] | null {
  if (point.label === null)
    return c.complain(point, 'formula/arguments', `${quote(c, point)} is no point \`key: value\``, EXAMPLE);
  const x = constantOf(
    c,
    point.label,
    a !== null && c.builder.type(a) === 'duration' ? 'duration' : 'number',
  );
  const y = constantOf(c, point.value, 'number');
  return x === null || y === null ? null : [x, y];
}

function constantOf(c: Lowering, ast: Ast, wanted: 'duration' | 'number' | null): number | null {
  const node = c.lower(ast);
  if (node === null) return null;
  const type = c.builder.type(node);
  if (wanted !== null && (wanted === 'duration' ? type !== 'duration' : !isNumeric(type))) {
    const hint =
      wanted === 'duration' ? 'Give it a unit, as the value that is looked up has one: `7d`.' : undefined;
    const message = `${quote(c, ast)} is ${describeType(type)}, and this place of \`table\` takes a ${wanted}`;
    return c.complain(ast, 'formula/type', message, hint);
  }
  const value = c.builder.constantValue(node);
  if (value !== null) return value;
  return c.complain(
    ast,
    'formula/value',
    `the points of \`table\` are constants, and ${quote(c, ast)} is not`,
  );
}
