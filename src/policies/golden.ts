import { hash64, hex64, type Key } from '../core/luck.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import { makeMask } from '../guardrails/mask.ts';
import type { Leaf } from '../language/graph.ts';
import { columnsOf } from './bundleLeaves.ts';
import { type ContextProgram, makeContext } from './context.ts';
import { makeProposals, propose } from './draw.ts';
import type { Policy } from './policy.ts';

/** All that turns leaf values into a decision. */
export type Engine = {
  readonly context: ContextProgram;
  readonly guardrails: Guardrails;
  readonly policy: Policy;
  readonly key: Key;
};

/** Leaf values of some decisions: [n x leaves] row-major, f32. */
export type LeafSamples = { readonly leaves: readonly Leaf[]; readonly values: Float32Array };

/** One decision from its leaf values to its draw. Numbers are f32; those that are not finite are written as text. */
export type GoldenDecision = {
  /** Id of the decision, 16 hex digits: the counter of the draw. */
  readonly id: string;
  readonly heldOut: boolean;
  readonly values: readonly GoldenNumber[];
  readonly context: readonly GoldenNumber[];
  readonly legality: readonly number[];
  readonly probabilities: readonly GoldenNumber[];
  readonly proposed: string;
  readonly propensity: GoldenNumber;
};
export type GoldenNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export type Golden = {
  readonly format: 1;
  /** Keys of the leaves, in the order of `values`. */
  readonly leaves: readonly string[];
  readonly decisions: readonly GoldenDecision[];
};

/** Decides for rows of leaf values, row i as the decision ids[i]. */
export function decideGolden(
  engine: Engine,
  samples: LeafSamples,
  rows: readonly {
    readonly id: string;
    readonly words: readonly [number, number];
    readonly heldOut: boolean;
  }[],
): GoldenDecision[] {
  const { context, guardrails, policy, key } = engine;
  const { leaves, values } = samples;
  const n = rows.length;
  const column = (k: number) => Float32Array.from(rows, (_, i) => values[i * leaves.length + k]);
  const columns = new Map(leaves.map((leaf, k) => [leaf.key, column(k)]));
  const A = guardrails.actions.length;
  const d = context.features.features.length;
  const contexts = new Float32Array(n * d);
  const legality = new Uint8Array(n * A);
  const proposals = makeProposals(n, A);
  makeContext(context).encode(columnsOf(context.graph, columns), n, null, contexts);
  const heldOut = Uint8Array.from(rows, (row) => Number(row.heldOut));
  makeMask(guardrails).mask(columnsOf(guardrails.graph, columns), n, legality, { heldOut });
  const ids = Uint32Array.from(rows.flatMap(({ words }) => words));
  propose(policy, { n, context: contexts, legality, ids, key }, proposals);
  const part = (array: Float32Array, i: number, width: number) =>
    Array.from(array.subarray(i * width, (i + 1) * width), goldenNumber);
  return rows.map(({ id, heldOut }, i) => ({
    id,
    heldOut,
    values: part(values, i, leaves.length),
    context: part(contexts, i, d),
    legality: [...legality.subarray(i * A, (i + 1) * A)],
    probabilities: part(proposals.probabilities, i, A),
    proposed: guardrails.actions[proposals.proposed[i]].action,
    propensity: goldenNumber(proposals.propensity[i]),
  }));
}

export const goldenNumber = (value: number): GoldenNumber =>
  Number.isFinite(value) ? value + 0 : (String(value) as GoldenNumber);

export function goldenId(i: number) {
  const words = hash64(`golden/${i}`);
  return { id: hex64(...words), words };
}
