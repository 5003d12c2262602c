import type { Leaf } from '../language/graph.ts';
import { levelsOf } from '../language/types.ts';

type Json = { readonly [name: string]: unknown };

/** Where a request says a leaf, such as `traits.bill`; null where the service knows it from its log or clock. */
export function requestPath({ source, key }: Leaf): string | null {
  if (source.kind === 'trait') return `traits.${source.name}`;
  if (source.kind === 'stage') return 'stage';
  if (source.kind === 'inStage') return 'inStageDays';
  if (source.kind === 'consent') return `consent.${source.channel}`;
  const signal = 'view' in source && source.view === 'signal' && source.kind !== 'now';
  return signal ? `signals.${key}` : null;
}

/** A request that says everything which leaves need, with the first level, true or 1 for each. */
export function exampleRequest(leaves: readonly Leaf[]): Json {
  const request: { [name: string]: unknown } = { customer: 'customer-1' };
  for (const leaf of leaves) {
    const path = requestPath(leaf);
    if (path === null) continue;
    const value = levelsOf(leaf.type)?.[0] ?? (leaf.type === 'bool' ? true : 1);
    const dot = path.indexOf('.');
    if (dot < 0) request[path] = value;
    else {
      const group = path.slice(0, dot);
      request[group] = { ...(request[group] as Json), [path.slice(dot + 1)]: value };
    }
  }
  return request;
}
