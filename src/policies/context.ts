import { type LeafColumns, makeBlockRunner } from '../guardrails/blocks.ts';
import type { FeatureSchema } from '../journey/features.ts';
import type { Graph, Leaf } from '../language/graph.ts';
import { prepareProgram } from '../language/interpret.ts';

/**
 * How a context is worked out: one node of the graph a feature, in the schema's order, over seen leaves alone. The
 * world and the bundle hold the same value, so that a policy is served what it was trained on.
 */
export type ContextProgram = {
  readonly graph: Graph;
  readonly features: FeatureSchema;
  readonly nodes: readonly number[];
};

/** A context program, ready to run. Not to be shared by two runs at a time. */
export type Context = {
  /** The leaves of the program's graph: `columns` are by their index. */
  readonly leaves: readonly Leaf[];
  /** Number of features d. */
  readonly d: number;
  /**
   * Writes the contexts of n rows to out[0 .. n d - 1], [n x d] row-major, each value f32. Row i reads place rows[i]
   * of every column, or place i where `rows` is null; a row's context depends on its own leaves alone.
   */
  encode(columns: LeafColumns, n: number, rows: Int32Array | null, out: Float32Array): void;
};

/** Throws RangeError where the program has not one node a feature. */
export function makeContext({ graph, features, nodes }: ContextProgram): Context {
  const d = features.features.length;
  if (nodes.length !== d) throw new RangeError(`${nodes.length} nodes for ${d} features`);
  const run = makeBlockRunner(prepareProgram(graph, nodes));
  const encode: Context['encode'] = (columns, n, rows, out) =>
    run(columns, rows, n, (results, from, count) => {
      for (let j = 0; j < d; j++) {
        const values = results[j];
        for (let i = 0, at = from * d + j; i < count; i++, at += d) out[at] = values[i];
      }
    });
  return { leaves: graph.leaves, d, encode };
}
