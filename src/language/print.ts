import { digits32 } from './digits.ts';
import { durationText } from './durations.ts';
import type { Binary, Graph, GraphNode, Unary, ValueType } from './graph.ts';
import { leafText } from './leaves.ts';
import { levelsOf } from './types.ts';

export { describeType } from './types.ts';

/** Text with how tightly it binds: what binds less than its place asks for is put in parentheses. */
type Printed = { readonly text: string; readonly binds: number };

/** From the loosest to the tightest. */
const BINDS = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, sign: 7, atom: 8 } as const;

const INFIX: { readonly [op in Binary]?: readonly [symbol: string, binds: number] } = {
  or: ['or', BINDS.or],
  and: ['and', BINDS.and],
  eq: ['==', BINDS.compare],
  ne: ['!=', BINDS.compare],
  lt: ['<', BINDS.compare],
  le: ['<=', BINDS.compare],
  add: ['+', BINDS.sum],
  sub: ['-', BINDS.sum],
  mul: ['*', BINDS.product],
  div: ['/', BINDS.product],
};

/**
 * A node as formula text. Read back in a scope of the same names and view, it builds the same node, but for
 * constants that were distinct and for `recent`, which the language cannot say.
 */
export function printNode(graph: Graph, node: number): string {
  return print(graph, node).text;
}

function print(graph: Graph, index: number): Printed {
  const node = graph.nodes[index];
  switch (node.op) {
    case 'const':
      return constantText(node.value, graph.types[index]);
    case 'leaf':
      return atom(leafText(graph.leaves[node.leaf].source));
    case 'if':
      return call(graph, 'if', [node.c, node.a, node.b]);
    case 'table':
      return tableText(graph, node);
    default:
      return 'b' in node ? binaryText(graph, node) : unaryText(graph, node);
  }
}

const atom = (text: string): Printed => ({ text, binds: BINDS.atom });

const call = (graph: Graph, name: string, args: readonly number[]): Printed =>
  atom(`${name}(${args.map((arg) => printNode(graph, arg)).join(', ')})`);

/** In parentheses unless it binds at least as tightly as `least`. */
function inside(graph: Graph, index: number, least: number): string {
  const { text, binds } = print(graph, index);
  return binds < least ? `(${text})` : text;
}

function unaryText(graph: Graph, node: { readonly op: Unary; readonly a: number }): Printed {
  if (node.op === 'neg') return { text: `-${inside(graph, node.a, BINDS.atom)}`, binds: BINDS.sign };
  if (node.op === 'not') return { text: `not ${inside(graph, node.a, BINDS.compare)}`, binds: BINDS.not };
  return call(graph, node.op, [node.a]);
}

function binaryText(
  graph: Graph,
  node: { readonly op: Binary; readonly a: number; readonly b: number },
): Printed {
  const infix = INFIX[node.op];
  if (!infix) return clampText(graph, node) ?? call(graph, node.op, [node.a, node.b]);
  const [symbol, binds] = infix;
  const isConstant = (index: number) => graph.nodes[index].op === 'const';
  const turned = (node.op === 'lt' || node.op === 'le') && isConstant(node.a) && !isConstant(node.b);
  const left = inside(graph, turned ? node.b : node.a, binds === BINDS.compare ? binds + 1 : binds);
  const right = inside(graph, turned ? node.a : node.b, binds + 1);
  return { text: `${left} ${turned ? symbol.replace('<', '>') : symbol} ${right}`, binds };
}

/** min(max(x, low), high) with low <= high reads as it was written: clamp(x, low, high). */
function clampText(
  graph: Graph,
  { op, a, b }: { readonly op: Binary; readonly a: number; readonly b: number },
) {
  const [inner, high] = [graph.nodes[a], graph.nodes[b]];
  if (op !== 'min' || inner.op !== 'max' || high.op !== 'const') return null;
  const low = graph.nodes[inner.b];
  if (low.op !== 'const' || low.value > high.value) return null;
  return call(graph, 'clamp', [inner.a, inner.b, b]);
}

function tableText(graph: Graph, { a, xs, ys }: Extract<GraphNode, { readonly op: 'table' }>): Printed {
  const keyType = graph.types[a] === 'duration' ? 'duration' : 'real';
  const points = xs.map((x, k) => `${constantText(x, keyType).text}: ${constantText(ys[k], 'real').text}`);
  return atom(`table(${[printNode(graph, a), ...points].join(', ')})`);
}

function constantText(value: number, type: ValueType): Printed {
  const levels = levelsOf(type);
  if (levels !== null) return atom(quoted(levels[value]));
  if (type === 'bool') return atom(value === 0 ? 'false' : 'true');
  const size = Math.abs(value);
  const text = type === 'duration' ? durationText(size, digits32) : numberText(size, type);
  return value < 0 ? { text: `-${text}`, binds: BINDS.sign } : atom(text);
}

const quoted = (level: string) => (level.includes("'") ? `"${level}"` : `'${level}'`);

/** Whole numbers are counts, so a real that is whole is written with a point. */
function numberText(size: number, type: ValueType): string {
  if (type === 'count') return BigInt(size).toString();
  const text = digits32(size);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
