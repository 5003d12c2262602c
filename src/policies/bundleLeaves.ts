import type { Guardrails } from '../guardrails/guardrails.ts';
import type { Graph, Leaf } from '../language/graph.ts';
import { leafIdentity } from '../language/leaves.ts';
import { neededNodes } from '../language/program.ts';
import type { ContextProgram } from './context.ts';

/** The nodes that anybody asks of a bundle's guardrails. */
export function guardrailNodes({ actions, ledgers, charges = [] }: Guardrails): number[] {
  return [
    ...actions.flatMap(({ conditions }) => conditions.map(({ node }) => node)),
    ...ledgers.flatMap(({ arbitrate }) => (arbitrate.kind === 'formula' ? [arbitrate.node] : [])),
    ...charges.flatMap(({ offer }) => (offer === null ? [] : [offer.node])),
  ];
}

/** The leaves that some nodes of a graph need, in the graph's order. */
function neededLeaves(graph: Graph, roots: readonly number[]): Leaf[] {
  const needed = new Set(
    neededNodes(graph, roots).flatMap((index) => {
      const node = graph.nodes[index];
      return node.op === 'leaf' ? [node.leaf] : [];
    }),
  );
  return graph.leaves.filter((_, leaf) => needed.has(leaf));
}

/** Every leaf that context and guardrails need, once each. Throws RangeError where two of one key differ. */
export function bundleLeaves(context: ContextProgram, guardrails: Guardrails): Leaf[] {
  const byKey = new Map<string, Leaf>();
  const all = [
    ...neededLeaves(context.graph, context.nodes),
    ...neededLeaves(guardrails.graph, guardrailNodes(guardrails)),
  ];
  for (const leaf of all) {
    const known = byKey.get(leaf.key);
    if (known !== undefined && leafIdentity(known) !== leafIdentity(leaf))
      throw new RangeError(`context and guardrails mean different things by "${leaf.key}"`);
    byKey.set(leaf.key, leaf);
  }
  return [...byKey.values()];
}

/** Why a server cannot know a leaf, or null where it can. */
export function unservable({ key, seen, source }: Leaf): string | null {
  const { kind } = source;
  if (
    !seen ||
    kind === 'state' ||
    ('view' in source && (source.view === 'reached' || source.view === 'true'))
  )
    return `\`${key}\` is hidden from the business`;
  return kind === 'feature' ? `\`${key}\` reads a context, not what contexts are made from` : null;
}

/** Columns by leaf of one graph, taken from columns by key. */
export function columnsOf<T>(graph: Graph, byKey: ReadonlyMap<string, T>): (T | undefined)[] {
  return graph.leaves.map((leaf) => byKey.get(leaf.key));
}
