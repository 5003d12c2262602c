import { NONE } from '../journey/actions.ts';
import { Legality } from '../journey/records.ts';
import type { Leaf } from '../language/graph.ts';
import { prepareProgram } from '../language/interpret.ts';
import { type LeafColumns, makeBlockRunner } from './blocks.ts';
import type { Guardrails } from './guardrails.ts';

export { holdoutOf } from './holdout.ts';

export type MaskOptions = {
  /** Places in the columns to read, by output row; null or absent for places 0 .. n-1. */
  readonly rows?: Int32Array | null;
  /** 1 for customers who are held out, by output row. */
  readonly heldOut?: Uint8Array | null;
};

/** The personal rules, ready to run. Not to be shared by two runs at a time. */
export type Mask = {
  /** The leaves of the guardrails' graph: `columns` are by their index. */
  readonly leaves: readonly Leaf[];
  /** Number of actions A. */
  readonly actions: number;
  /**
   * Writes Legality codes for n rows to out[0 .. n A - 1], [n x A] row-major: 0, or the reason of the action's first
   * condition that does not hold. For customers who are held out every action but `none` gets `holdout`.
   */
  mask(columns: LeafColumns, n: number, out: Uint8Array, options?: MaskOptions): void;
};

/** A condition that is not a number does not hold: a guardrail that cannot be worked out forbids. */
export function makeMask(guardrails: Guardrails): Mask {
  const { graph, actions } = guardrails;
  const checks = actions.flatMap(({ conditions }, action) => conditions.map((one) => ({ ...one, action })));
  const roots = [...new Set(checks.map(({ node }) => node))];
  const rootOf = checks.map(({ node }) => roots.indexOf(node));
  const treated = actions.flatMap(({ action }, a) => (action === NONE ? [] : [a]));
  const run = makeBlockRunner(prepareProgram(graph, roots));
  const A = actions.length;

  const mask: Mask['mask'] = (columns, n, out, { rows = null, heldOut = null } = {}) => {
    out.fill(Legality.legal, 0, n * A);
    run(columns, rows, n, (results, from, count) => {
      for (let c = 0; c < checks.length; c++) {
        const { action, reason } = checks[c];
        const holds = results[rootOf[c]];
        for (let i = 0, at = from * A + action; i < count; i++, at += A) {
          if (out[at] === Legality.legal && !(holds[i] < 0 || holds[i] > 0)) out[at] = reason;
        }
      }
    });
    if (heldOut === null) return;
    for (let i = 0; i < n; i++) {
      if (heldOut[i] === 0) continue;
      for (const a of treated) out[i * A + a] = Legality.holdout;
    }
  };
  return { leaves: graph.leaves, actions: A, mask };
}
