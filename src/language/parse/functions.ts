import { didYouMean } from '../../core/issue.ts';
import type { Binary, Unary } from '../graph.ts';
import { binaryType, chooseType, describeType, unaryType } from '../types.ts';
import type { Argument, AstOf } from './ast.ts';
import { lowerBy } from './by.ts';
import { finite, type Lowering, lowerAll, quote } from './lowering.ts';
import { lowerTable } from './tableCall.ts';
import { TIME_CALLS } from './time.ts';

type Call = AstOf<'call'>;
type CallRule = (c: Lowering, ast: Call) => number | null;

const FUNCTIONS: { readonly [name: string]: CallRule } = {
  if: lowerIf,
  min: (c, ast) => lowerExtreme(c, ast, 'min'),
  max: (c, ast) => lowerExtreme(c, ast, 'max'),
  clamp: lowerClamp,
  abs: (c, ast) => lowerOne(c, ast, 'abs'),
  floor: (c, ast) => lowerOne(c, ast, 'floor'),
  exp: (c, ast) => lowerOne(c, ast, 'exp'),
  log: (c, ast) => lowerOne(c, ast, 'log'),
  sqrt: (c, ast) => lowerOne(c, ast, 'sqrt'),
  logistic: (c, ast) => lowerOne(c, ast, 'logistic'),
  sin: (c, ast) => lowerOne(c, ast, 'sin'),
  pow: lowerPow,
  table: lowerTable,
  by: lowerBy,
  ...TIME_CALLS,
};

/** Names that a function may call itself elsewhere. */
const ELSEWHERE: { readonly [name: string]: string } = {
  ln: '`log` is the natural logarithm.',
  log10: 'Write `log(x) / log(10)`.',
  sigmoid: 'Write `logistic(x)`.',
  round: 'Write `floor(x + 0.5)`.',
  ceil: 'Write `-floor(-x)`.',
  power: 'Write `pow(x, y)`.',
  sum: 'Write `a + b`.',
  mean: 'Write `(a + b) / 2`.',
  halflife: 'Write `adstock(x, 10d)`: its duration is the half-life.',
};

/** The functions of the language. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

export function lowerCall(c: Lowering, ast: Call): number | null {
  if (Object.hasOwn(FUNCTIONS, ast.name)) return FUNCTIONS[ast.name](c, ast);
  const hint = Object.hasOwn(ELSEWHERE, ast.name)
    ? ELSEWHERE[ast.name]
    : didYouMean(ast.name, FUNCTION_NAMES);
  const known = c.scope.lookup(ast.name) !== undefined;
  const message = known
    ? `\`${ast.name}\` is a name, not a function`
    : `no function is called \`${ast.name}\``;
  return c.complain(ast, 'formula/unknown-name', message, hint);
}

/** The arguments' nodes, once their number is right and none is labelled. */
function plainArguments(c: Lowering, ast: Call, [least, most]: readonly [number, number], wanted: string) {
  const labelled = ast.args.find((arg: Argument) => arg.label !== null);
  if (labelled)
    return c.complain(
      labelled,
      'formula/arguments',
      `\`${ast.name}\` takes no \`key: value\``,
      `Write ${wanted}.`,
    );
  if (ast.args.length >= least && ast.args.length <= most)
    return lowerAll(
      c,
      ast.args.map((arg) => arg.value),
    );
  const count = `${ast.args.length} argument${ast.args.length === 1 ? '' : 's'}`;
  return c.complain(ast, 'formula/arguments', `\`${ast.name}\` with ${count}`, `Write ${wanted}.`);
}

function lowerOne(c: Lowering, ast: Call, op: Unary): number | null {
  const args = plainArguments(c, ast, [1, 1], `\`${op}(x)\``);
  if (args === null) return null;
  const type = c.builder.type(args[0]);
  if (unaryType(op, type) !== null) return finite(c, ast, c.builder.unary(op, args[0]));
  const hint = type === 'duration' ? 'Divide it by `1d` to have a number of days.' : undefined;
  const message = `\`${op}\` takes a number, and ${quote(c, ast.args[0])} is ${describeType(type)}`;
  return c.complain(ast.args[0], 'formula/type', message, hint);
}

function lowerPow(c: Lowering, ast: Call): number | null {
  const args = plainArguments(c, ast, [2, 2], '`pow(x, 2)`');
  return args && lowerPair(c, ast, 'pow', args);
}

function lowerExtreme(c: Lowering, ast: Call, op: 'min' | 'max'): number | null {
  const args = plainArguments(c, ast, [2, Number.POSITIVE_INFINITY], `\`${op}(a, b)\``);
  if (args === null) return null;
  const further = (a: number | null, b: number) => (a === null ? null : lowerPair(c, ast, op, [a, b]));
  return args.slice(1).reduce(further, args[0] as number | null);
}

/** clamp(x, low, high) = min(max(x, low), high). */
function lowerClamp(c: Lowering, ast: Call): number | null {
  const args = plainArguments(c, ast, [3, 3], '`clamp(x, 0, 1)`');
  if (args === null) return null;
  const [low, high] = [c.builder.constantValue(args[1]), c.builder.constantValue(args[2])];
  if (low !== null && high !== null && low > high)
    return c.complain(
      ast,
      'formula/value',
      `\`clamp\` from ${low} to ${high}`,
      'The lower bound comes first.',
    );
  const floor = lowerPair(c, ast, 'max', [args[0], args[1]]);
  return floor === null ? null : lowerPair(c, ast, 'min', [floor, args[2]]);
}

function lowerPair(c: Lowering, ast: Call, op: Binary, [a, b]: readonly number[]): number | null {
  const types = [c.builder.type(a), c.builder.type(b)] as const;
  if (binaryType(op, ...types) !== null) return finite(c, ast, c.builder.binary(op, a, b));
  const message = `\`${ast.name}\` does not take ${describeType(types[0])} and ${describeType(types[1])}`;
  const mixed = types.includes('duration')
    ? 'Give the numbers units, or divide the durations by `1d`.'
    : undefined;
  return c.complain(ast, 'formula/type', message, mixed);
}

function lowerIf(c: Lowering, ast: Call): number | null {
  const args = plainArguments(c, ast, [3, 3], '`if(condition, a, b)`');
  if (args === null) return null;
  const [type, a, b] = args.map((arg) => c.builder.type(arg));
  if (type !== 'bool') {
    const message = `\`if\` asks a condition first, and ${quote(c, ast.args[0])} is ${describeType(type)}`;
    return c.complain(ast.args[0], 'formula/type', message, 'Compare it, such as `x > 0`.');
  }
  if (chooseType(type, a, b) !== null) return c.builder.choose(args[0], args[1], args[2]);
  const message = `the values of \`if\` differ: ${describeType(a)} and ${describeType(b)}`;
  return c.complain(ast, 'formula/type', message);
}
