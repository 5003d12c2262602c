import type { DecisionColumns, JourneyBlock, LogSchema } from '../journey/records.ts';
import { decisionLayout } from '../journey/records.ts';

/**
 * Puts a block's decisions into canonical order (customer, tick, slot), ties in the order given, and fills `seq` and
 * `sincePrevious` [ms] from it. Outcomes may stand in any order. In place.
 */
export function sortDecisions(block: JourneyBlock, schema: LogSchema): void {
  const { decisions } = block;
  if (!isSorted(decisions)) {
    const order = Uint32Array.from({ length: decisions.n }, (_, i) => i);
    order.sort((a, b) => compareRows(decisions, a, b) || a - b);
    applyOrder(decisions, schema, order);
  }
  number(decisions);
}

function isSorted(decisions: DecisionColumns): boolean {
  for (let i = 1; i < decisions.n; i++) if (compareRows(decisions, i - 1, i) > 0) return false;
  return true;
}

function compareRows({ customer, tick, slot }: DecisionColumns, a: number, b: number): number {
  if (customer[a] !== customer[b]) return customer[a] < customer[b] ? -1 : 1;
  return tick[a] - tick[b] || slot[a] - slot[b];
}

function applyOrder(decisions: DecisionColumns, schema: LogSchema, order: Uint32Array): void {
  const columns = decisions as unknown as Record<string, Float64Array>;
  for (const name of Object.keys(decisionLayout)) permute(columns[name], order, 1);
  for (const values of Object.values(decisions.extra)) permute(values, order, 1);
  permute(decisions.context, order, schema.features.features.length);
  for (const wide of [decisions.legality, decisions.probabilities]) {
    if (wide) permute(wide, order, schema.actions.actions.length);
  }
}

/** Row i becomes old row order[i], each `width` values wide. */
function permute(values: Float64Array | Float32Array | Uint8Array, order: Uint32Array, width: number): void {
  const old = values.slice(0, order.length * width);
  for (let i = 0; i < order.length; i++) {
    for (let j = 0; j < width; j++) values[i * width + j] = old[order[i] * width + j];
  }
}

function number({ n, customer, seq, time, sincePrevious }: DecisionColumns): void {
  for (let i = 0; i < n; i++) {
    const same = i > 0 && customer[i] === customer[i - 1];
    seq[i] = same ? seq[i - 1] + 1 : 0;
    sincePrevious[i] = same ? time[i] - time[i - 1] : Number.NaN;
  }
}
