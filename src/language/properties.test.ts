import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../core/issue.ts';
import { exp32, log32, logistic32, pow32, sin32 } from '../core/transcendental.ts';
import { type GraphBuilder, makeGraphBuilder } from './builder.ts';
import type { Binary, Graph, Unary } from './graph.ts';
import { makeWorkspace, prepareProgram, runProgram } from './interpret.ts';
import { buildFormula } from './parse/check.ts';
import { printNode } from './print.ts';
import { neededNodes } from './program.ts';
import { pruneGraph } from './rewrite.ts';
import { makeScope, type ScopeEntry } from './scope.ts';
import { build, columnsArbitrary, columnsFor, drawn, leaves, type Tree } from './trees.fixture.ts';
import { validateGraph } from './validate.ts';

const columnEntries = leaves
  .filter((leaf) => leaf.source.kind === 'trait' || leaf.source.kind === 'state')
  .map((leaf): [string, ScopeEntry] => [leaf.key, { kind: 'column', leaf }]);
const scope = makeScope(
  new Map<string, ScopeEntry>([
    ...columnEntries,
    ['login', { kind: 'signal' }],
    ['tips@email', { kind: 'contact', what: 'action' }],
  ]),
  { view: 'hidden', windows: true, now: true },
);

const f = Math.fround;
const truth = (condition: boolean) => (condition ? 1 : 0);
const scalars: { readonly [op in Unary | Binary | 'if']: (...x: number[]) => number } = {
  neg: (a) => -a,
  abs: (a) => Math.abs(a),
  floor: (a) => Math.floor(a),
  sqrt: (a) => f(Math.sqrt(a)),
  exp: exp32,
  log: log32,
  logistic: logistic32,
  sin: sin32,
  not: (a) => truth(a === 0),
  add: (a, b) => f(a + b),
  sub: (a, b) => f(a - b),
  mul: (a, b) => f(a * b),
  div: (a, b) => f(a / b),
  pow: pow32,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  eq: (a, b) => truth(a === b),
  ne: (a, b) => truth(a !== b),
  lt: (a, b) => truth(a < b),
  le: (a, b) => truth(a <= b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
  if: (c, a, b) => (c !== 0 ? a : b),
};

/** The value of one lane, straight from the definition. */
function evaluate(tree: Tree, columns: readonly Float32Array[], row: number): number {
  if (tree.op === 'const') return f(tree.value) + 0;
  if (tree.op === 'leaf') return columns[tree.leaf][row];
  const args = tree.args.map((arg) => evaluate(arg, columns, row));
  return 'xs' in tree ? lookUp(args[0], tree.xs.map(f), tree.ys.map(f)) : scalars[tree.op](...args);
}

function lookUp(x: number, xs: readonly number[], ys: readonly number[]): number {
  if (Number.isNaN(x)) return x;
  if (x <= xs[0]) return ys[0] + f(0);
  const k = xs.findLastIndex((key) => key <= x);
  if (k === xs.length - 1) return ys[k];
  const slope = f(f(ys[k + 1] - ys[k]) / f(xs[k + 1] - xs[k]));
  return f(ys[k] + f(f(x - xs[k]) * slope));
}

const N = 7;

function run(
  graph: Graph,
  root: number,
  columns: readonly Float32Array[],
  rows: Int32Array | null,
  n: number,
) {
  const program = prepareProgram(graph, [root]);
  const workspace = makeWorkspace(program, N);
  runProgram(program, workspace, columnsFor(graph, columns), rows, n);
  return [...workspace.results[0].subarray(0, n)];
}

const cases = { numRuns: 300 };

describe('random formulas', () => {
  it('come to what the definition says, lane by lane, folded or not', () => {
    const property = fc.property(fc.gen(), columnsArbitrary(N), (g, columns) => {
      const tree = drawn(g);
      const builder = makeGraphBuilder();
      const root = build(builder, tree);
      const values = run(builder.graph(), root, columns, null, N);
      expect(values).toEqual(values.map((_, row) => evaluate(tree, columns, row)));
    });
    fc.assert(property, cases);
  });

  it('do not depend on the size of blocks or on the place of a row', () => {
    const rowsArbitrary = fc.array(fc.nat({ max: N - 1 }), { minLength: 1, maxLength: N });
    const property = fc.property(fc.gen(), columnsArbitrary(N), rowsArbitrary, (g, columns, rows) => {
      const builder = makeGraphBuilder();
      const root = build(builder, drawn(g));
      const graph = builder.graph();
      const whole = run(graph, root, columns, null, N);
      expect(run(graph, root, columns, Int32Array.from(rows), rows.length)).toEqual(
        rows.map((row) => whole[row]),
      );
      const single = whole.map(
        (_, row) =>
          run(
            graph,
            root,
            columns.map((column) => column.subarray(row)),
            null,
            1,
          )[0],
      );
      expect(single).toEqual(whole);
    });
    fc.assert(property, cases);
  });

  it('fold to what they would come to', () => {
    const property = fc.property(fc.gen(), columnsArbitrary(N), (g, columns) => {
      const tree = drawn(g);
      const folding = makeGraphBuilder();
      const plain = makeGraphBuilder();
      const distinct: GraphBuilder = {
        ...plain,
        constant: (value, type) => plain.constant(value, type, { distinct: true }),
      };
      const [folded, unfolded] = [build(folding, tree), build(distinct, tree)];
      expect(run(folding.graph(), folded, columns, null, N)).toEqual(
        run(plain.graph(), unfolded, columns, null, N),
      );
    });
    fc.assert(property, cases);
  });

  it('are read back as they are printed', () => {
    const property = fc.property(fc.gen(), (g) => {
      const builder = makeGraphBuilder();
      const root = build(builder, drawn(g));
      const graph = builder.graph();
      // Constants that come to nothing finite, such as 1 / 0, are errors in a formula.
      fc.pre(neededNodes(graph, [root]).every((node) => Number.isFinite(builder.foldedValue(node) ?? 0)));
      const text = printNode(graph, root);
      const issues: Issue[] = [];
      const built = buildFormula({ text, scope, builder, want: 'any', issues, where: {} });
      expect({ text, issues, node: built?.node }).toEqual({ text, issues: [], node: root });
    });
    fc.assert(property, cases);
  });

  it('travel as JSON, pruned, and come to the same', () => {
    const property = fc.property(fc.gen(), columnsArbitrary(N), (g, columns) => {
      const builder = makeGraphBuilder();
      build(builder, drawn(g));
      const root = build(builder, drawn(g));
      const pruned = pruneGraph(builder.graph(), [root]);
      expect(neededNodes(pruned.graph, pruned.roots)).toEqual(pruned.graph.nodes.map((_, k) => k));
      const travelled = validateGraph(JSON.parse(JSON.stringify(pruned.graph)));
      expect(travelled).toEqual({ ok: true, value: pruned.graph, warnings: [] });
      expect(run(pruned.graph, pruned.roots[0], columns, null, N)).toEqual(
        run(builder.graph(), root, columns, null, N),
      );
    });
    fc.assert(property, cases);
  });
});
