import fc from 'fast-check';
import type { GraphBuilder } from './builder.ts';
import type { Binary, Graph, Leaf, Unary, ValueType } from './graph.ts';
import { makeLeaf } from './leaves.ts';

/* Formulas drawn at random, of every type and operation, with columns for what they read. */

const LEVELS = ['rolling', 'fixed', "it's"];
export const leaves: readonly Leaf[] = [
  makeLeaf({ kind: 'trait', name: 'bill' }, 'real', true),
  makeLeaf({ kind: 'state', name: 'trust' }, 'real', false),
  makeLeaf({ kind: 'now', view: 'signal', of: 'login' }, 'count', true),
  makeLeaf({ kind: 'count', view: 'reached', of: 'tips@email', days: 7 }, 'count', false),
  makeLeaf({ kind: 'trait', name: 'loyal' }, 'bool', true),
  makeLeaf({ kind: 'since', view: 'sent', of: 'any', never: 999.5 }, 'duration', true),
  makeLeaf({ kind: 'adstock', view: 'signal', of: 'login', halfLifeDays: 0.1 }, 'real', true),
  makeLeaf({ kind: 'trait', name: 'contract' }, { category: LEVELS }, true),
];

/** An expression as it was drawn, before the builder shares and folds anything. */
export type Tree =
  | { readonly op: 'const'; readonly value: number; readonly type: ValueType }
  | { readonly op: 'leaf'; readonly leaf: number }
  | { readonly op: Unary | Binary | 'if'; readonly args: readonly Tree[] }
  | { readonly op: 'table'; readonly args: readonly Tree[]; readonly xs: number[]; readonly ys: number[] };

type Gen = fc.GeneratorValue;
const pick = <T>(g: Gen, ...options: readonly T[]): T => options[g(fc.nat, { max: options.length - 1 })];
const number = (g: Gen) =>
  pick(
    g,
    0,
    1,
    -1,
    0.1,
    g(fc.integer, { min: -40, max: 40 }) / 8,
    g(fc.float, { noNaN: true, min: -9, max: 9 }),
  );

function draw(g: Gen, type: 'real' | 'count' | 'bool' | 'duration', depth: number): Tree {
  const of = (next: 'real' | 'count' | 'bool' | 'duration') => draw(g, next, depth - 1);
  const node = (op: Unary | Binary | 'if', ...args: readonly Tree[]): Tree => ({ op, args });
  const constant = (value: number): Tree => ({ op: 'const', value, type });
  const leaf = (...which: readonly number[]): Tree => ({ op: 'leaf', leaf: pick(g, ...which) });
  const end = depth <= 0;
  switch (type) {
    case 'real':
      if (end) return pick(g, constant(number(g)), leaf(0, 1, 6));
      return pick<() => Tree>(
        g,
        () => node(pick(g, 'add', 'sub', 'mul', 'div', 'min', 'max', 'pow'), of('real'), of('real')),
        () => node(pick(g, 'add', 'sub', 'mul', 'min', 'max'), of('real'), of('count')),
        () => node(pick(g, 'neg', 'abs', 'exp', 'log', 'sqrt', 'logistic', 'sin'), of('real')),
        () => node('div', of('duration'), of('duration')),
        () => node('if', of('bool'), of('real'), of('real')),
        () => node('min', node('max', of('real'), constant(-1)), constant(1.5)),
        () => ({ op: 'table', args: [of('real')], xs: [-1, 0.1, 2], ys: [number(g), number(g), 7] }),
        () => ({ op: 'table', args: [of('duration')], xs: [0, 0.1, 60], ys: [0, number(g), number(g)] }),
      )();
    case 'count':
      if (end) return pick(g, constant(g(fc.integer, { min: -3, max: 90 })), leaf(2, 3));
      return pick<() => Tree>(
        g,
        () => node(pick(g, 'add', 'sub', 'mul', 'max'), of('count'), of('count')),
        () => node('add', of('bool'), of('bool')),
        () => node('floor', of('real')),
      )();
    case 'bool': {
      const [category, level] = [leaf(7), g(fc.nat, { max: LEVELS.length - 1 })];
      if (end) return pick(g, constant(g(fc.nat, { max: 1 })), leaf(4));
      return pick<() => Tree>(
        g,
        () => node(pick(g, 'lt', 'le', 'eq', 'ne'), of('real'), of('count')),
        () => node(pick(g, 'lt', 'le'), of('duration'), of('duration')),
        () => node(pick(g, 'and', 'or'), of('bool'), of('bool')),
        () => node('not', of('bool')),
        () => node(pick(g, 'eq', 'ne'), category, { op: 'const', value: level, type: { category: LEVELS } }),
      )();
    }
    case 'duration':
      if (end) return pick(g, constant(pick(g, 0, 7, 0.5, 1 / 48, 0.1, number(g))), leaf(5));
      return pick<() => Tree>(
        g,
        () => node(pick(g, 'add', 'sub', 'min', 'max'), of('duration'), of('duration')),
        () => node('mul', of('duration'), of('real')),
        () => node('div', of('duration'), of('count')),
        () => node('if', of('bool'), of('duration'), of('duration')),
      )();
  }
}

export const drawn = (g: Gen) => draw(g, pick(g, 'real', 'bool', 'count', 'duration'), g(fc.nat, { max: 5 }));

export function build(builder: GraphBuilder, tree: Tree): number {
  if (tree.op === 'const') return builder.constant(tree.value, tree.type);
  if (tree.op === 'leaf') return builder.leaf(leaves[tree.leaf]);
  const args = tree.args.map((arg) => build(builder, arg));
  if (tree.op === 'if') return builder.choose(args[0], args[1], args[2]);
  if ('xs' in tree) return builder.table(args[0], tree.xs, tree.ys);
  return args.length === 2
    ? builder.binary(tree.op as Binary, args[0], args[1])
    : builder.unary(tree.op as Unary, args[0]);
}

/** Values for the columns of `leaves`, n rows of each. */
export const columnsArbitrary = (n: number) =>
  fc.tuple(
    ...leaves.map(({ type }) => {
      const values =
        type === 'real' || type === 'duration'
          ? fc.float({ noDefaultInfinity: true, min: -50, max: 50 })
          : fc.nat({ max: type === 'bool' ? 1 : type === 'count' ? 20 : LEVELS.length - 1 });
      return fc.array(values, { minLength: n, maxLength: n }).map((list) => Float32Array.from(list));
    }),
  );

/** Columns by the graph's own order of leaves. */
export const columnsFor = (graph: Graph, columns: readonly Float32Array[]) =>
  graph.leaves.map((leaf) => columns[leaves.findIndex(({ key }) => key === leaf.key)]);
