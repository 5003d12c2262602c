import type { Binary, GraphNode, Leaf, Unary, ValueType } from './graph.ts';
import { operandsOf } from './operands.ts';
import { tableProblem } from './table.ts';
import { binaryType, chooseType, describeType, levelsOf, sameType, tableType, unaryType } from './types.ts';
import { isRecord, type Read } from './validateLeaf.ts';

/** The rest of the graph: its leaves, and the types that it states for its nodes. */
export type Context = { readonly leaves: readonly Leaf[]; readonly types: readonly ValueType[] };

const MAX_POINTS = 10_000;

const UNARY: readonly string[] = [
  'neg',
  'abs',
  'floor',
  'exp',
  'log',
  'sqrt',
  'logistic',
  'sin',
  'not',
] satisfies Unary[];
const BINARY: readonly string[] = [
  ...(['add', 'sub', 'mul', 'div', 'pow', 'min', 'max'] satisfies Binary[]),
  ...(['eq', 'ne', 'lt', 'le', 'and', 'or'] satisfies Binary[]),
];

/** The node that a value spells, checked against the type that stands for it. */
export function readNode(value: unknown, index: number, context: Context): Read<GraphNode> {
  const read = readFields(value);
  if ('problem' in read) return read;
  const node = read.value;
  for (const operand of operandsOf(node)) {
    if (!Number.isInteger(operand) || operand < 0 || operand >= index)
      return { problem: `${node.op} reads node ${operand}, which does not stand before it` };
  }
  const stated = context.types[index];
  if (node.op === 'const') {
    const problem = constantProblem(node.value, stated);
    return problem === null ? read : { problem };
  }
  if (node.op === 'leaf' && context.leaves[node.leaf] === undefined)
    return { problem: `reads leaf ${node.leaf} of ${context.leaves.length}` };
  const follows = followingType(node, context);
  if (follows === null) {
    const operands = operandsOf(node).map((operand) => describeType(context.types[operand]));
    return { problem: `${node.op} does not take ${operands.join(' and ')}` };
  }
  if (sameType(follows, stated)) return read;
  return { problem: `${node.op} gives ${describeType(follows)}, but the graph says ${describeType(stated)}` };
}

function readFields(value: unknown): Read<GraphNode> {
  if (!isRecord(value)) return { problem: 'a node is an object' };
  const { op, a, b, c, leaf, xs, ys } = value;
  if (op === 'const') return { value: { op, value: value.value as number } };
  if (op === 'leaf') return { value: { op, leaf: leaf as number } };
  if (op === 'if') return { value: { op, c: c as number, a: a as number, b: b as number } };
  if (op === 'table') return readTable(a, xs, ys);
  if (typeof op === 'string' && UNARY.includes(op)) return { value: { op: op as Unary, a: a as number } };
  if (typeof op === 'string' && BINARY.includes(op))
    return { value: { op: op as Binary, a: a as number, b: b as number } };
  return { problem: `no operator is ${JSON.stringify(op)}` };
}

function readTable(a: unknown, xs: unknown, ys: unknown): Read<GraphNode> {
  if (!isPoints(xs) || !isPoints(ys))
    return { problem: `a table's xs and ys are lists of finite 32-bit numbers, at most ${MAX_POINTS}` };
  const problem = tableProblem(xs, ys);
  return problem === null
    ? { value: { op: 'table', a: a as number, xs, ys } }
    : { problem: `table with ${problem}` };
}

const isPoints = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MAX_POINTS && value.every(isFloat32);

/** -0 is refused: a graph never holds it. */
const isFloat32 = (value: unknown) =>
  Number.isFinite(value) && Object.is(Math.fround(value as number) + 0, value);

function constantProblem(value: unknown, type: ValueType): string | null {
  if (!isFloat32(value)) return `constant ${JSON.stringify(value)} is no finite 32-bit number`;
  const number = value as number;
  const levels = levelsOf(type);
  const fits =
    levels !== null
      ? Number.isInteger(number) && number >= 0 && number < levels.length
      : type === 'bool'
        ? number === 0 || number === 1
        : type !== 'count' || Number.isInteger(number);
  return fits ? null : `constant ${number} is not ${describeType(type)}`;
}

function followingType(
  node: Exclude<GraphNode, { op: 'const' }>,
  { leaves, types }: Context,
): ValueType | null {
  if (node.op === 'leaf') return leaves[node.leaf].type;
  if (node.op === 'if') return chooseType(types[node.c], types[node.a], types[node.b]);
  if (node.op === 'table') return tableType(types[node.a]);
  if ('b' in node) return binaryType(node.op, types[node.a], types[node.b]);
  return unaryType(node.op, types[node.a]);
}
