import type { Feature } from '../../journey/features.ts';
import type { ValueType } from '../../language/graph.ts';

/** The type that a column of the context has in formulas. */
export function featureType({ kind, levels }: Feature): ValueType {
  return kind === 'category' ? { category: levels ?? [] } : kind;
}
