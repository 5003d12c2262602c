import type { GraphNode } from './graph.ts';

/** A node that reads others. */
export type Operation = Exclude<GraphNode, { readonly op: 'const' } | { readonly op: 'leaf' }>;

/** The nodes that a node reads, in the order of its arguments. */
export function operandsOf(node: GraphNode): readonly number[] {
  if (node.op === 'const' || node.op === 'leaf') return [];
  if (node.op === 'if') return [node.c, node.a, node.b];
  return 'b' in node ? [node.a, node.b] : [node.a];
}
