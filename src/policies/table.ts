import { type Bins, cellCount, cellsOf, checkBins } from './bins.ts';
import { bodyError, expectArray, expectRecord } from './bodyChecks.ts';
import { checkLaw, type Estimates, type Law } from './laws.ts';
import type { Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { makeBody } from './policyId.ts';
import { scoredPolicy } from './scored.ts';

export type TableData = {
  readonly bins: Bins;
  /** [cells x A] row-major. */
  readonly values: Float32Array;
  /** [cells x A] as a law reads them; null where the table carries none. */
  readonly spreads: Float32Array | null;
  readonly law: Law;
};

export function tableBody(spec: ProblemSpec, data: TableData): PolicyBody {
  return makeBody('table', spec, data);
}

/** State aggregation: contexts that fall into one cell share their action values. Without bins: no context at all. */
export const table: PolicyForm = {
  kind: 'table',
  version: 1,
  open(body, spec): Policy {
    const data = expectRecord(body.data, 'data');
    const actions = spec.actions.actions.length;
    const bins = checkBins(data.bins, spec.features, 'data.bins');
    const size = cellCount(bins) * actions;
    const values = expectArray(data.values, Float32Array, size, 'data.values');
    if (data.spreads === undefined) throw bodyError('data.spreads', 'it is missing; wanted spreads or null');
    const spreads =
      data.spreads === null ? null : expectArray(data.spreads, Float32Array, size, 'data.spreads');
    const law = checkLaw(data.law, spreads !== null);
    return scoredPolicy(body, spec, law, ({ n, context }): Estimates => {
      const cells = cellsOf(bins, context, n);
      return { value: rowsOf(values, cells, actions), spread: spreads && rowsOf(spreads, cells, actions) };
    });
  },
};

function rowsOf(values: Float32Array, cells: Int32Array, actions: number): Float32Array {
  const out = new Float32Array(cells.length * actions);
  for (let i = 0; i < cells.length; i++) {
    for (let a = 0; a < actions; a++) out[i * actions + a] = values[cells[i] * actions + a];
  }
  return out;
}
