import { describe, expect, it } from 'vitest';
import { formatIssue } from '../core/issue.ts';
import { validateGraph } from './validate.ts';

const bill = { key: 'bill', type: 'real', seen: true, source: { kind: 'trait', name: 'bill' } };
const week = { key: 'since(login, never: 99d)', type: 'duration', seen: true };
const since = { ...week, source: { kind: 'since', view: 'signal', of: 'login', never: 99 } };

/** bill < 2 and table(since, 0d: 0, 9d: 1) < 2 */
const good = {
  format: 1,
  leaves: [bill, since],
  nodes: [
    { op: 'leaf', leaf: 0 },
    { op: 'const', value: 2 },
    { op: 'lt', a: 0, b: 1 },
    { op: 'leaf', leaf: 1 },
    { op: 'table', a: 3, xs: [0, 9], ys: [0, 1] },
    { op: 'lt', a: 4, b: 1 },
    { op: 'and', a: 2, b: 5 },
  ],
  types: ['real', 'count', 'bool', 'duration', 'real', 'bool', 'bool'],
};

const issuesOf = (value: unknown) => {
  const result = validateGraph(value);
  return result.ok ? [] : result.issues.map(formatIssue);
};
const withNode = (index: number, node: unknown) => ({
  ...good,
  nodes: good.nodes.with(index, node as never),
});

describe('validateGraph', () => {
  it('gives back a sound graph, without whatever else it holds', () => {
    const extra = { ...withNode(1, { op: 'const', value: 2, note: 'x' }), author: 'y' };
    expect(validateGraph(extra)).toEqual({ ok: true, value: good, warnings: [] });
  });

  it.each([
    [null, 'a graph is an object'],
    [{ ...good, format: 2 }, 'graph of format 2; this version reads format 1'],
    [{ ...good, leaves: {} }, "a graph's leaves, nodes and types are lists"],
    [{ ...good, types: [] }, '7 nodes, but 0 types'],
    [{ ...good, types: good.types.with(1, 'text') }, 'types[1]: no type is "text"'],
    [{ ...good, leaves: [bill, bill] }, 'leaves: two leaves have the key "bill"'],
    [{ ...good, leaves: [{ ...bill, key: 'bil' }, since] }, 'leaves[0]: key "bil", but its source is "bill"'],
    [
      { ...good, leaves: [bill, { ...since, type: 'real' }] },
      'leaves[1]: "since(login, never: 99d)" is a duration, not a number',
    ],
    [
      { ...good, leaves: [{ ...bill, source: { kind: 'toString' } }, since] },
      'leaves[0]: no source of a leaf is "toString"',
    ],
    [
      { ...good, leaves: [bill, { ...since, source: { ...since.source, never: -1 } }] },
      'leaves[1]: since with never -1',
    ],
    [withNode(0, { op: 'leaf', leaf: 2 }), 'nodes[0]: reads leaf 2 of 2'],
    [withNode(1, { op: 'const', value: 0.1 }), 'nodes[1]: constant 0.1 is no finite 32-bit number'],
    [withNode(1, { op: 'const', value: 2.5 }), 'nodes[1]: constant 2.5 is not a whole number'],
    [withNode(2, { op: 'lt', a: 0, b: 2 }), 'nodes[2]: lt reads node 2, which does not stand before it'],
    [withNode(2, { op: 'lt', a: 0 }), 'nodes[2]: lt reads node undefined, which does not stand before it'],
    [withNode(2, { op: 'constructor', a: 0, b: 1 }), 'nodes[2]: no operator is "constructor"'],
    [withNode(2, { op: 'add', a: 0, b: 1 }), 'nodes[2]: add gives a number, but the graph says a condition'],
    [
      withNode(4, { op: 'table', a: 3, xs: [0, 0], ys: [0, 1] }),
      'nodes[4]: table with key 0 after key 0, and keys must rise',
    ],
    [withNode(6, { op: 'and', a: 0, b: 5 }), 'nodes[6]: and does not take a number and a condition'],
  ])('refuses %#', (value, issue) => {
    expect(issuesOf(value)).toEqual([issue]);
  });

  it('names every wrong node', () => {
    const value = { ...withNode(2, { op: 'x' }), types: good.types.with(6, 'real') };
    expect(issuesOf(value)).toEqual([
      'nodes[2]: no operator is "x"',
      'nodes[6]: and gives a condition, but the graph says a number',
    ]);
  });

  it('refuses graphs that nobody could print', () => {
    const doubled = (count: number) => ({
      format: 1,
      leaves: [bill],
      nodes: [
        { op: 'leaf', leaf: 0 },
        ...Array.from({ length: count }, (_, k) => ({ op: 'add', a: k, b: k })),
      ],
      types: Array.from({ length: count + 1 }, () => 'real'),
    });
    expect(issuesOf(doubled(15))).toEqual([]);
    expect(issuesOf(doubled(30))).toEqual([
      'nodes: a formula nested over 1000 deep or with over 1000000 parts',
    ]);
  });
});
