import type { Binary, Graph, GraphNode, Leaf, Unary, ValueType } from './graph.ts';
import { binaryKernels, chooseKernel, tableKernel, unaryKernels } from './kernels.ts';
import { leafIdentity } from './leaves.ts';
import { type Operation, operandsOf } from './operands.ts';
import { makeTable, tableProblem } from './table.ts';
import { binaryType, chooseType, describeType, tableType, unaryType } from './types.ts';

/**
 * Grows one graph. Each call gives the index of a node: an equal node that is there already (hash-consing), the
 * constant that an operation on constants comes to (folding), or a new one. Constants are rounded to f32.
 */
export type GraphBuilder = {
  /** `distinct`: a node of its own, neither shared nor folded, so that its value may be set later. */
  constant(value: number, type: ValueType, options?: { readonly distinct?: boolean }): number;
  leaf(leaf: Leaf): number;
  unary(op: Unary, a: number): number;
  binary(op: Binary, a: number, b: number): number;
  /** a where c holds, else b. */
  choose(c: number, a: number, b: number): number;
  table(a: number, xs: readonly number[], ys: readonly number[]): number;
  node(index: number): GraphNode;
  type(index: number): ValueType;
  /** Value of a constant that is not distinct, else null. */
  constantValue(index: number): number | null;
  /** What an operation on constants comes to, also where it was not folded (1 / 0 is Infinity), else null. */
  foldedValue(index: number): number | null;
  /** Everything so far, also what no root needs: see pruneGraph. */
  graph(): Graph;
};

/** What a builder holds while it grows. */
type Draft = {
  readonly leaves: Leaf[];
  readonly nodes: GraphNode[];
  readonly types: ValueType[];
  /** Leaf indices by key, node indices by content. */
  readonly leafOf: Map<string, number>;
  readonly nodeOf: Map<string, number>;
  readonly distinct: Set<number>;
};

/**
 * An empty builder. Its methods throw RangeError on what no graph may hold: constants that are not finite in f32,
 * tables whose keys don't rise, two leaves with one key; and TypeError where an operator does not take a type.
 */
export function makeGraphBuilder(): GraphBuilder {
  const draft: Draft = {
    leaves: [],
    nodes: [],
    types: [],
    leafOf: new Map(),
    nodeOf: new Map(),
    distinct: new Set(),
  };
  const { nodes, types } = draft;
  return {
    constant: (value, type, { distinct = false } = {}) => addConstant(draft, value, type, distinct),
    leaf: (leaf) => addLeaf(draft, leaf),
    unary: (op, a) => addNode(draft, { op, a }, typed(op, unaryType(op, types[a]), [types[a]])),
    binary: (op, a, b) =>
      addNode(draft, { op, a, b }, typed(op, binaryType(op, types[a], types[b]), [types[a], types[b]])),
    choose: (c, a, b) => {
      const type = typed('if', chooseType(types[c], types[a], types[b]), [types[c], types[a], types[b]]);
      return addNode(draft, { op: 'if', c, a, b }, type);
    },
    table: (a, xs, ys) => addTable(draft, a, [xs, ys]),
    node: (index) => nodes[index],
    type: (index) => types[index],
    constantValue: (index) => constantValue(draft, index),
    foldedValue: (index) => foldedValue(draft, nodes[index]),
    graph: () => ({ format: 1, leaves: [...draft.leaves], nodes: [...nodes], types: [...types] }),
  };
}

function typed(op: string, type: ValueType | null, of: readonly ValueType[]): ValueType {
  if (type !== null) return type;
  throw new TypeError(`${op} does not take ${of.map(describeType).join(' and ')}`);
}

function addConstant(draft: Draft, value: number, type: ValueType, distinct: boolean): number {
  // -0 would not survive JSON.
  const rounded = Math.fround(value) + 0;
  if (!Number.isFinite(rounded)) throw new RangeError(`constant ${value} is not finite in 32 bits`);
  const node = { op: 'const', value: rounded } as const;
  if (!distinct) return share(draft, node, type);
  const index = append(draft, node, type);
  draft.distinct.add(index);
  return index;
}

function addLeaf(draft: Draft, leaf: Leaf): number {
  let index = draft.leafOf.get(leaf.key);
  if (index === undefined) {
    index = draft.leaves.push(leaf) - 1;
    draft.leafOf.set(leaf.key, index);
  } else if (leafIdentity(draft.leaves[index]) !== leafIdentity(leaf)) {
    throw new RangeError(`two different leaves have the key "${leaf.key}"`);
  }
  return share(draft, { op: 'leaf', leaf: index }, leaf.type);
}

function addTable(draft: Draft, a: number, [xs, ys]: readonly (readonly number[])[]): number {
  const problem = tableProblem(xs, ys);
  if (problem !== null) throw new RangeError(`table with ${problem}`);
  const type = typed('table', tableType(draft.types[a]), [draft.types[a]]);
  const rounded = (values: readonly number[]) => values.map((value) => Math.fround(value) + 0);
  return addNode(draft, { op: 'table', a, xs: rounded(xs), ys: rounded(ys) }, type);
}

/** The node's constant, where it has one that JSON can hold, else the node. */
function addNode(draft: Draft, node: GraphNode, type: ValueType): number {
  if (node.op === 'if') {
    const condition = constantValue(draft, node.c);
    const chosen = condition !== 0 ? node.a : node.b;
    if (condition !== null && draft.types[chosen] === type) return chosen;
  }
  const value = foldedValue(draft, node);
  const kept = value === null || !Number.isFinite(value) || Object.is(value, -0);
  return kept ? share(draft, node, type) : addConstant(draft, value, type, false);
}

function share(draft: Draft, node: GraphNode, type: ValueType): number {
  const key = JSON.stringify([node, type]);
  const known = draft.nodeOf.get(key);
  if (known !== undefined) return known;
  const index = append(draft, node, type);
  draft.nodeOf.set(key, index);
  return index;
}

function append(draft: Draft, node: GraphNode, type: ValueType): number {
  draft.types.push(type);
  return draft.nodes.push(node) - 1;
}

function constantValue({ nodes, distinct }: Draft, index: number): number | null {
  const node = nodes[index];
  return node.op === 'const' && !distinct.has(index) ? node.value : null;
}

/** What an operation on constants comes to, by the interpreter's own loops over one lane; null for other nodes. */
function foldedValue(draft: Draft, node: GraphNode): number | null {
  if (node.op === 'const' || node.op === 'leaf') return null;
  const values = operandsOf(node).map((index) => constantValue(draft, index));
  if (values.includes(null)) return null;
  const columns = values.map((value) => Float32Array.of(value!));
  const out = new Float32Array(1);
  runOnce(node, columns, out);
  return out[0];
}

function runOnce(node: Operation, columns: readonly Float32Array[], out: Float32Array): void {
  if (node.op === 'if') chooseKernel(columns, out, 1);
  else if (node.op === 'table') tableKernel(columns[0], makeTable(node.xs, node.ys), out, 1);
  else if ('b' in node) binaryKernels[node.op](columns[0], columns[1], out, 1);
  else unaryKernels[node.op](columns[0], out, 1);
}
