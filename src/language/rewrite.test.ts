import { describe, expect, it } from 'vitest';
import { makeGraphBuilder } from './builder.ts';
import type { Leaf } from './graph.ts';
import { makeLeaf } from './leaves.ts';
import { printNode } from './print.ts';
import { mergeGraphs, pruneGraph, replaceLeaves, withConstants } from './rewrite.ts';

const calls = makeLeaf({ kind: 'count', view: 'signal', of: 'call_in', days: 7 }, 'count', true);
const bill = makeLeaf({ kind: 'trait', name: 'bill' }, 'real', true);

/** `count(call_in, 7d) > 0 and bill > 0`, its two zeros apart. */
function rule() {
  const builder = makeGraphBuilder();
  const unused = builder.binary('add', builder.leaf(bill), builder.constant(3, 'count'));
  const zeros = [0, 1].map(() => builder.constant(0, 'count', { distinct: true }));
  const [many, costly] = [calls, bill].map((leaf, k) => builder.binary('lt', zeros[k], builder.leaf(leaf)));
  const root = builder.binary('and', many, costly);
  return { graph: builder.graph(), roots: [root], thresholds: zeros, unused };
}

describe('replaceLeaves', () => {
  it('puts other leaves and numbers in, and keeps thresholds apart', () => {
    const { graph, roots, thresholds } = rule();
    const feature = makeLeaf({ kind: 'feature', name: 'calls_week' }, 'real', true);
    const map = (leaf: Leaf) => (leaf.key === 'bill' ? 38 : feature);
    const replaced = replaceLeaves(graph, roots, map, thresholds);
    expect(replaced.graph.leaves).toEqual([feature]);
    expect(printNode(replaced.graph, replaced.roots[0])).toBe('calls_week > 0 and 0 < 38.0');
    const raised = withConstants(replaced.graph, { [replaced.thresholds[1]]: 40 });
    expect(printNode(raised, replaced.roots[0])).toBe('calls_week > 0 and 40 < 38.0');
  });

  it('says when a leaf does not fit', () => {
    const { graph, roots } = rule();
    const wrong = makeLeaf({ kind: 'feature', name: 'plan' }, { category: ['a', 'b'] }, true);
    expect(() => replaceLeaves(graph, roots, () => wrong)).toThrow(
      "lt does not take a whole number and a category ('a', 'b')",
    );
  });
});

it('pruneGraph drops what no root needs', () => {
  const { graph, roots, unused } = rule();
  expect(graph.nodes[unused].op).toBe('add');
  const pruned = pruneGraph(graph, roots);
  expect(pruned.graph.nodes.map((node) => node.op)).toEqual(['leaf', 'const', 'leaf', 'lt', 'lt', 'and']);
});

it('mergeGraphs holds once what its parts share', () => {
  const parts = [rule(), rule()];
  const merged = mergeGraphs(parts);
  expect(merged.graph.leaves).toHaveLength(2);
  expect(merged.roots[0]).not.toEqual(merged.roots[1]);
  expect(new Set(merged.thresholds.flat()).size).toBe(4);
  const untuned = mergeGraphs(parts.map((part) => ({ ...part, thresholds: [] })));
  expect(untuned.roots[0]).toEqual(untuned.roots[1]);
});

describe('withConstants', () => {
  it('sets constants in a copy, as f32', () => {
    const builder = makeGraphBuilder();
    const node = builder.constant(1, 'real', { distinct: true });
    const graph = builder.graph();
    expect(withConstants(graph, { [node]: 0.1 }).nodes[node]).toEqual({
      op: 'const',
      value: Math.fround(0.1),
    });
    expect(graph.nodes[node]).toEqual({ op: 'const', value: 1 });
  });

  it('refuses what is no constant, or no value of its type', () => {
    const { graph, roots, thresholds } = rule();
    expect(() => withConstants(graph, { [roots[0]]: 1 })).toThrow(`node ${roots[0]} is no constant`);
    expect(() => withConstants(graph, { [thresholds[0]]: 1.5 })).toThrow('1.5 is not whole');
    expect(() => withConstants(graph, { [thresholds[0]]: 1e39 })).toThrow('1e+39 is not finite in 32 bits');
  });
});
