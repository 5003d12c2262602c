import { hash64 } from '../core/luck.ts';
import { makeBlock } from '../journey/blocks.ts';
import { halves } from '../journey/columns.ts';
import {
  type DecisionColumns,
  type JourneyBlock,
  Legality,
  type LogSchema,
  UNKNOWN,
} from '../journey/records.ts';
import type { ColumnPlan } from './columnPlan.ts';
import type { Row } from './decodeRow.ts';

/** What turns rows of a file into a block: the schema, the plan and the start of the clock (UTC ms; null: no clock). */
export type CsvBlockContext = {
  readonly schema: LogSchema;
  readonly plan: ColumnPlan;
  readonly start: number | null;
};

/** A block that takes `capacity` rows, one by one. */
export function makeCsvBlock({ schema, plan }: CsvBlockContext, capacity: number): JourneyBlock {
  const block = makeBlock(schema, { decisions: capacity, outcomes: capacity * plan.outcomes.length });
  const actions = schema.actions.actions.length;
  const extra = Object.fromEntries(plan.extra.map(({ name }) => [name, new Float64Array(capacity)]));
  const legality = plan.legal ? new Uint8Array(capacity * actions) : null;
  return { ...block, decisions: { ...block.decisions, legality, extra } };
}

/**
 * Appends a row; `number` counts the file's rows from 1 and is the decision's id, and the customer's and the cluster's
 * where the mapping names no customer.
 */
export function appendCsvRow(context: CsvBlockContext, block: JourneyBlock, row: Row, number: number): void {
  const { schema, plan, start } = context;
  const { decisions } = block;
  const i = decisions.n;
  decisions.n = i + 1;
  const id = BigInt(number);
  decisions.decisionId[i] = id;
  decisions.customer[i] = id;
  if (plan.customer !== null) setId(decisions.customer, i, row.customer);
  decisions.cluster[i] = decisions.customer[i];
  decisions.slot[i] = row.slot;
  decisions.time[i] = row.time;
  decisions.tick[i] = start === null ? number : Math.floor((row.time - start) / tickMs(schema));
  decisions.sincePrevious[i] = Number.NaN;
  decisions.stage[i] = plan.stage === null ? UNKNOWN : row.stage;
  decisions.featuresAsOf[i] = row.time;
  decisions.proposed[i] = row.action;
  decisions.executed[i] = row.action;
  decisions.propensity[i] = row.propensity;
  decisions.admissionProbability[i] = 1;
  decisions.arm[i] = UNKNOWN;
  decisions.armShare[i] = 1;
  decisions.cohort[i] = UNKNOWN;
  decisions.cohortProbability[i] = 1;
  decisions.context.set(row.context, i * row.context.length);
  plan.extra.forEach(({ name }, j) => {
    decisions.extra[name][i] = row.extra[j];
  });
  if (plan.legal) markLegality(context, decisions, i);
  appendOutcomes(block, row, i);
}

const tickMs = (schema: LogSchema) => (schema.clock?.tickDays ?? 1) * 86_400_000;

function markLegality({ schema, plan }: CsvBlockContext, decisions: DecisionColumns, i: number): void {
  const { actions } = schema.actions;
  actions.forEach(({ name }, a) => {
    decisions.legality![i * actions.length + a] = plan.legal!.has(name)
      ? Legality.legal
      : Legality.undeclared;
  });
}

/** Nothing happened where a value is 0: no record. */
function appendOutcomes({ decisions, outcomes }: JourneyBlock, row: Row, i: number): void {
  for (let j = 0; j < row.outcomes.length; j++) {
    if (row.outcomes[j] === 0) continue;
    const o = outcomes.n;
    outcomes.n = o + 1;
    outcomes.outcomeId[o] = decisions.decisionId[i] * BigInt(row.outcomes.length) + BigInt(j);
    outcomes.decisionId[o] = decisions.decisionId[i];
    outcomes.customer[o] = decisions.customer[i];
    outcomes.name[o] = j;
    outcomes.value[o] = row.outcomes[j];
    outcomes.tick[o] = decisions.tick[i];
    outcomes.ticks[o] = 1;
    outcomes.occurredAt[o] = row.time;
    outcomes.receivedAt[o] = row.time;
  }
}

function setId(column: BigUint64Array, i: number, text: string): void {
  const [low, high] = hash64(text);
  const words = halves(column);
  words[2 * i] = low;
  words[2 * i + 1] = high;
}
