import { describe, expect, it } from 'vitest';
import { makeGraphBuilder } from './builder.ts';
import { makeWorkspace, prepareProgram, runProgram } from './interpret.ts';
import { makeLeaf } from './leaves.ts';

const builder = makeGraphBuilder();
const state = (name: string) => builder.leaf(makeLeaf({ kind: 'state', name }, 'real', false));
const real = (value: number) => builder.constant(value, 'real');
const [x, y, unused] = [state('x'), state('y'), state('unused')];
const columns = [Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(0.5, 0.25, -1, 8, 0), undefined];

/** Values of each root for rows 0 to n-1. */
function run(roots: readonly number[], rows: Int32Array | null = null, n = rows?.length ?? 5): number[][] {
  const program = prepareProgram(builder.graph(), roots);
  const workspace = makeWorkspace(program, 5);
  runProgram(program, workspace, columns, rows, n);
  return workspace.results.map((column) => [...column.subarray(0, n)]);
}

describe('the interpreter', () => {
  it('works out several roots at once, each row by itself', () => {
    const product = builder.binary('mul', x, y);
    const larger = builder.binary('lt', y, x);
    const picked = builder.choose(larger, builder.binary('sub', product, real(1)), builder.unary('neg', y));
    expect(run([product, larger, picked])).toEqual([
      [0.5, 0.5, -3, 32, 0],
      [1, 1, 1, 0, 1],
      [-0.5, -0.5, -4, -8, -1],
    ]);
  });

  it('rounds every step to 32 bits', () => {
    // 1/3 rounds to 0.3333333432674408; times 3 and minus 1 is 0 there, not 2.98e-8.
    const third = builder.binary('div', x, real(3));
    const back = builder.binary('sub', builder.binary('mul', third, real(3)), real(1));
    expect(run([third, back]).map((values) => values[0])).toEqual([Math.fround(1 / 3), 0]);
  });

  it('reads the rows it is given', () => {
    expect(run([builder.binary('add', x, y)], Int32Array.of(4, 0, 0))).toEqual([[5, 1.5, 1.5]]);
  });

  it('gives leaves and constants as results too, never the own column of the caller', () => {
    const seven = real(7);
    const program = prepareProgram(builder.graph(), [x, seven, x]);
    const workspace = makeWorkspace(program, 5);
    runProgram(program, workspace, columns, null, 2);
    expect(workspace.results.map((column) => column[1])).toEqual([2, 7, 2]);
    expect(workspace.results[0]).not.toBe(columns[0]);
  });

  it('draws tables from point to point, clamped, and meets each point exactly', () => {
    const table = builder.table(builder.binary('sub', x, real(2)), [0, 1, 2.5], [0.1, 0.7, -2]);
    expect(run([table])[0]).toEqual(
      [0.1, 0.1, 0.7, 0.7 + (2 - 1) * (-2.7 / 1.5), -2].map((v) => expect.closeTo(v)),
    );
    // From the left, 1 + 3 * (-0.99 / 3) would round to 0.00999999046.
    const steep = builder.table(x, [0, 3, 4], [1, 0.01, 5]);
    expect(run([steep])[0][2]).toBe(Math.fround(0.01));
  });

  it('keeps NaN through min, max and tables', () => {
    const nan = builder.unary('sqrt', builder.unary('neg', x));
    const roots = [
      builder.binary('min', nan, x),
      builder.binary('max', x, nan),
      builder.table(nan, [0, 1], [5, 6]),
    ];
    expect(run(roots).map((values) => values[0])).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('shares registers among values that are no longer read', () => {
    let sum = x;
    for (let k = 0; k < 20; k++) sum = builder.binary('add', builder.binary('mul', sum, y), x);
    expect(prepareProgram(builder.graph(), [sum])).toMatchObject({ leaves: [0, 1], temporaries: 1 });
  });

  it('is plain JSON', () => {
    const roots = [builder.table(builder.binary('max', x, y), [0, 10], [0, 1])];
    const program = prepareProgram(builder.graph(), roots);
    expect(JSON.parse(JSON.stringify(program))).toEqual(program);
  });

  it('refuses rows without room or without columns', () => {
    expect(() => run([x], null, 6)).toThrow('6 rows in a workspace for 5');
    expect(() => run([unused])).toThrow('no column for `unused`');
    expect(() => run([x], Int32Array.of(1), 2)).toThrow('2 rows of a list of 1');
    const program = prepareProgram(builder.graph(), [x]);
    expect(() => runProgram(program, makeWorkspace(program, 9), columns, null, 9)).toThrow(
      '9 rows of a column of 5',
    );
  });
});
