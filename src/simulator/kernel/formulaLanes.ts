import type { Binary, Graph, GraphNode } from '../../language/graph.ts';
import { neededNodes } from '../../language/program.ts';
import { makeTable } from '../../language/table.ts';
import { type Code, f32x4 } from './code.ts';
import { expLanes, logisticLanes, logLanes, powLanes, sinLanes } from './transcendentalLanes.ts';

/**
 * Some nodes of a graph over four lanes: what the interpreter works out operation by operation, to the bit. Each node
 * is worked out once. Conditions stay masks for as long as nobody reads them as numbers.
 */
export type Lanes = {
  /** Text that reads the node's four values. */
  value(node: number): string;
  /** Text that reads, lane by lane, whether the node is not 0: all ones or all zeros. */
  mask(node: number): string;
  /** The same, but what is no number does not hold. */
  holds(node: number): string;
};

/**
 * Writes the nodes that `roots` need. `leaf` gives the expression that loads a leaf, by its index; `given` one that
 * loads a node which has been worked out before, or null.
 */
export function formulaLanes(
  code: Code,
  graph: Graph,
  roots: readonly number[],
  leaf: (leaf: number) => string,
  given: (node: number) => string | null = () => null,
): Lanes {
  const values = new Map<number, string>();
  const masks = new Map<number, string>();
  const remembered = (map: Map<number, string>, node: number, make: () => string) => {
    const text = map.get(node) ?? make();
    map.set(node, text);
    return text;
  };
  const lanes: Lanes = {
    value: (node) =>
      remembered(values, node, () =>
        masks.has(node) ? code.v128(`(v128.and ${masks.get(node)} ${f32x4(1)})`) : write(node),
      ),
    mask: (node) => remembered(masks, node, () => code.v128(`(f32x4.ne ${lanes.value(node)} ${f32x4(0)})`)),
    holds: (node) => {
      if (isCondition(graph.nodes[node])) return lanes.mask(node);
      const value = lanes.value(node);
      return code.v128(`(v128.or (f32x4.lt ${value} ${f32x4(0)}) (f32x4.gt ${value} ${f32x4(0)}))`);
    },
  };
  const constantOf = (node: number): number | null => {
    const { op } = graph.nodes[node];
    return op === 'const' ? Math.fround((graph.nodes[node] as { value: number }).value) + 0 : null;
  };
  const write = (node: number): string => {
    const of = graph.nodes[node];
    const known = given(node);
    if (known !== null) return code.v128(known);
    if (of.op === 'const') return f32x4(of.value + 0);
    if (of.op === 'leaf') return code.v128(leaf(of.leaf));
    if (of.op === 'table') return writeTable(code, lanes.value(of.a), of.xs, of.ys);
    if (of.op === 'if') return writeChoice(code, lanes, of);
    if ('b' in of) return writeBinary(code, lanes, of, constantOf);
    return writeUnary(code, of.op, lanes.value(of.a));
  };
  for (const node of neededNodes(graph, roots, (one) => given(one) !== null)) {
    const mask = given(node) === null ? writeMask(lanes, graph.nodes[node]) : null;
    if (mask === null) lanes.value(node);
    else masks.set(node, code.v128(mask));
  }
  return lanes;
}

const CONDITIONS = new Set(['not', 'and', 'or', 'eq', 'ne', 'lt', 'le']);
const isCondition = ({ op }: GraphNode) => CONDITIONS.has(op);

/** A condition as a mask, or null for what is no condition. */
function writeMask(lanes: Lanes, node: GraphNode): string | null {
  switch (node.op) {
    case 'not':
      return `(v128.not ${lanes.mask(node.a)})`;
    case 'and':
    case 'or':
      return `(v128.${node.op} ${lanes.mask(node.a)} ${lanes.mask(node.b)})`;
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
      return `(f32x4.${node.op} ${lanes.value(node.a)} ${lanes.value(node.b)})`;
    default:
      return null;
  }
}

function writeChoice(code: Code, lanes: Lanes, { a, b, c }: Extract<GraphNode, { op: 'if' }>): string {
  return code.v128(`(v128.bitselect ${lanes.value(a)} ${lanes.value(b)} ${lanes.mask(c)})`);
}

function writeUnary(code: Code, op: string, a: string): string {
  if (op === 'exp') return expLanes(code, a);
  if (op === 'log') return logLanes(code, a);
  if (op === 'logistic') return logisticLanes(code, a);
  if (op === 'sin') return sinLanes(code, a);
  return code.v128(`(f32x4.${op} ${a})`);
}

function writeBinary(
  code: Code,
  lanes: Lanes,
  { op, a, b }: Extract<GraphNode, { op: Binary }>,
  constantOf: (node: number) => number | null,
): string {
  const [x, y] = [lanes.value(a), lanes.value(b)];
  if (op === 'pow') return powLanes(code, x, y, constantOf(b));
  if (op !== 'min' && op !== 'max') return code.v128(`(f32x4.${op} ${x} ${y})`);
  const [left, right] = [constantOf(a), constantOf(b)];
  // With a constant that is neither 0 nor NaN as its second, the pseudo-minimum is the minimum, and cheaper.
  if (right !== null && right !== 0 && !Number.isNaN(right)) return code.v128(`(f32x4.p${op} ${x} ${y})`);
  if (left !== null && left !== 0 && !Number.isNaN(left)) return code.v128(`(f32x4.p${op} ${y} ${x})`);
  return code.v128(`(f32x4.${op} ${x} ${y})`);
}

/** See language/table.ts for the steps. */
function writeTable(code: Code, a: string, keys: readonly number[], points: readonly number[]): string {
  const { xs, ys, slopes } = makeTable(keys, points);
  const last = slopes.length;
  const clamped = (op: 'min' | 'max', x: string, bound: number) =>
    bound === 0 ? `(f32x4.${op} ${x} ${f32x4(0)})` : `(f32x4.p${op} ${x} ${f32x4(bound)})`;
  const x = code.v128(clamped('min', clamped('max', a, xs[0]), xs[last]));
  let [key, point, slope] = [f32x4(xs[0]), f32x4(ys[0]), f32x4(slopes[0])];
  for (let k = 1; k < last; k++) {
    const beyond = code.v128(`(f32x4.ge ${x} ${f32x4(xs[k])})`);
    const chosen = (value: number, before: string) =>
      code.v128(`(v128.bitselect ${f32x4(value)} ${before} ${beyond})`);
    [key, point, slope] = [chosen(xs[k], key), chosen(ys[k], point), chosen(slopes[k], slope)];
  }
  const line = `(f32x4.add ${point} (f32x4.mul (f32x4.sub ${x} ${key}) ${slope}))`;
  return code.v128(`(v128.bitselect ${f32x4(ys[last])} ${line} (f32x4.ge ${x} ${f32x4(xs[last])}))`);
}
