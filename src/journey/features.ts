import { canonicalJson } from '../core/json.ts';
import { hash64, hex64 } from '../core/luck.ts';

/** `duration` is in days; `count` a whole number; `bool` 0 or 1; `category` an index into `levels`. */
export type FeatureKind = 'real' | 'count' | 'bool' | 'duration' | 'category';

/** One column of the context. Everything in a context is seen by the business. */
export type Feature = {
  readonly name: string;
  readonly kind: FeatureKind;
  /** The values of a category, in order; absent for the other kinds. */
  readonly levels?: readonly string[];
  readonly unit?: string;
};

/**
 * The ordered columns of a context. A context is f32 [n x d] row-major, feature j in column j, a category as the
 * index of its level, NaN where the value is missing (imported logs alone).
 */
export type FeatureSchema = {
  readonly features: readonly Feature[];
  /** 16 hex digits over names, kinds, levels and order: policies refuse contexts of another hash. */
  readonly hash: string;
};

/** Builds the schema and its hash. Throws RangeError on a repeated name or a category without levels. */
export function makeFeatureSchema(features: readonly Feature[]): FeatureSchema {
  const seen = new Set<string>();
  for (const feature of features) {
    if (seen.has(feature.name)) throw new RangeError(`feature "${feature.name}" stands twice in the schema`);
    seen.add(feature.name);
    if (feature.kind === 'category' && !feature.levels?.length) {
      throw new RangeError(`category feature "${feature.name}" has no levels`);
    }
  }
  const shape = features.map(({ name, kind, levels }) => ({ name, kind, levels: levels ?? null }));
  const [low, high] = hash64(canonicalJson(shape));
  return { features, hash: hex64(low, high) };
}

/** Index of a feature by name, or -1. */
export function featureIndex(schema: FeatureSchema, name: string): number {
  return schema.features.findIndex((feature) => feature.name === name);
}
