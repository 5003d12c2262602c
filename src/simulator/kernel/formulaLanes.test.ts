import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGraphBuilder } from '../../language/builder.ts';
import type { Graph } from '../../language/graph.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../../language/interpret.ts';
import { build, columnsArbitrary, columnsFor, drawn } from '../../language/trees.fixture.ts';
import { assemble } from './assemble.ts';
import { makeCode } from './code.ts';
import { formulaLanes } from './formulaLanes.ts';
import { moduleText } from './moduleText.ts';

const PAGE = 65536;

/** The root over n rows by a kernel of its own: column k at k * 1024, the result after the last. */
function compiled(graph: Graph, root: number, columns: readonly (Float32Array | undefined)[], n: number) {
  const at = (k: number) => k * 1024;
  const code = makeCode();
  const p = '(local.get $p)';
  const lanes = formulaLanes(code, graph, [root], (leaf) => `(v128.load offset=${at(leaf)} ${p})`);
  code.push(`(v128.store offset=${at(graph.leaves.length)} ${p} ${lanes.value(root)})`);
  const run = code.text('run', { parameters: [['p', 'i32']] });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = assemble(moduleText([run]));
  const { exports } = new WebAssembly.Instance(module, { block: { memory } });
  expect(memory.buffer.byteLength).toBe(PAGE);
  graph.leaves.forEach((_, k) => {
    if (columns[k]) new Float32Array(memory.buffer, at(k), n).set(columns[k]);
  });
  for (let i = 0; i < n; i += 4) (exports.run as (p: number) => void)(4 * i);
  return new Float32Array(memory.buffer, at(graph.leaves.length), n).slice();
}

function interpreted(graph: Graph, root: number, columns: readonly (Float32Array | undefined)[], n: number) {
  const program = prepareProgram(graph, [root]);
  const workspace = makeWorkspace(program, n);
  runProgram(program, workspace, columns, null, n);
  return workspace.results[0].slice(0, n);
}

/** Bits, but that one NaN is as good as another. */
const bitsOf = (values: Float32Array) =>
  [...new Int32Array(values.buffer, 0, values.length)].map((bits, i) =>
    Number.isNaN(values[i]) ? 'NaN' : bits,
  );

const SPECIAL = [
  ...[0, -0, 1, -1, 0.5, 2, 2 ** -149, -(2 ** -149), 2 ** -126, 3e-39, 88.7, 88.8, -87, -86.98, -87.4, 104],
  ...[1e10, -1e10, 3.4e38, -3.4e38, 16777216, 1e-20, Math.PI, -2.5, 3, 7, Number.NaN],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

describe('a formula over four lanes', () => {
  it('comes to the bits of the interpreter, whatever the formula', () => {
    const property = fc.property(fc.gen(), columnsArbitrary(8), (g, columns) => {
      const builder = makeGraphBuilder();
      const root = build(builder, drawn(g));
      const graph = builder.graph();
      const own = columnsFor(graph, columns);
      expect(bitsOf(compiled(graph, root, own, 8))).toEqual(bitsOf(interpreted(graph, root, own, 8)));
    });
    fc.assert(property, { numRuns: 300 });
  });

  const a = { kind: 'trait', name: 'a' } as const;
  const b = { kind: 'trait', name: 'b' } as const;
  const leaf = (source: typeof a | typeof b) => ({
    ...{ key: source.name, type: 'real' as const, seen: true },
    source,
  });
  const pairs = SPECIAL.flatMap((x) => SPECIAL.map((y) => [x, y]));
  const n = Math.ceil(pairs.length / 4) * 4;
  const columns = [0, 1].map((k) => Float32Array.from({ length: n }, (_, i) => (pairs[i] ?? pairs[0])[k]));

  it.each(['neg', 'abs', 'floor', 'exp', 'log', 'sqrt', 'logistic', 'sin', 'not'] as const)(
    '%s does at the ends of the numbers, too',
    (op) => {
      const graph: Graph = {
        ...{ format: 1, leaves: [leaf(a)], types: ['real', 'real'] },
        nodes: [
          { op: 'leaf', leaf: 0 },
          { op, a: 0 },
        ],
      };
      const values = Float32Array.from({ length: 1 + n }, (_, i) => SPECIAL[i % SPECIAL.length]).subarray(
        0,
        28,
      );
      expect(bitsOf(compiled(graph, 1, [values], 28))).toEqual(bitsOf(interpreted(graph, 1, [values], 28)));
    },
  );

  const binary = [
    'add',
    'sub',
    'mul',
    'div',
    'pow',
    'min',
    'max',
    'eq',
    'ne',
    'lt',
    'le',
    'and',
    'or',
  ] as const;

  it.each(binary)('%s does of every two such numbers', (op) => {
    const graph: Graph = {
      ...{ format: 1, leaves: [leaf(a), leaf(b)], types: ['real', 'real', 'real'] },
      nodes: [
        { op: 'leaf', leaf: 0 },
        { op: 'leaf', leaf: 1 },
        { op, a: 0, b: 1 },
      ],
    };
    for (let from = 0; from < n; from += 200) {
      const piece = columns.map((column) => column.slice(from, from + 200));
      const count = piece[0].length;
      expect(bitsOf(compiled(graph, 2, piece, count))).toEqual(bitsOf(interpreted(graph, 2, piece, count)));
    }
  });

  it.each(binary)('%s does with a constant beside it', (op) => {
    for (const value of SPECIAL.filter((one) => !Number.isNaN(one))) {
      for (const [x, y] of [
        [0, 1],
        [1, 0],
      ]) {
        const graph: Graph = {
          ...{ format: 1, leaves: [leaf(a)], types: ['real', 'real', 'real'] },
          nodes: [
            { op: 'leaf', leaf: 0 },
            { op: 'const', value },
            { op, a: x, b: y },
          ],
        };
        const values = Float32Array.from({ length: 28 }, (_, i) => SPECIAL[i % SPECIAL.length]);
        expect(bitsOf(compiled(graph, 2, [values], 28))).toEqual(bitsOf(interpreted(graph, 2, [values], 28)));
      }
    }
  });

  it('a table does at its keys, between and beyond them', () => {
    const graph: Graph = {
      ...{ format: 1, leaves: [leaf(a)], types: ['real', 'real'] },
      nodes: [
        { op: 'leaf', leaf: 0 },
        { op: 'table', a: 0, xs: [-1, 0, 0.1, 2, 60], ys: [0.3, -0, 7, 0.1, -4] },
      ],
    };
    const values = Float32Array.from({ length: 200 }, (_, i) =>
      i < 28 ? SPECIAL[i % SPECIAL.length] : i / 2 - 20,
    );
    expect(bitsOf(compiled(graph, 1, [values], 200))).toEqual(bitsOf(interpreted(graph, 1, [values], 200)));
  });
});
