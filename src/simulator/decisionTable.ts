import { hash64, keyedHash64 } from '../core/luck.ts';
import { grown, reserve } from '../journey/columns.ts';
import { type DecisionColumns, decisionLayout, type LogSchema, Mode } from '../journey/records.ts';
import type { Proposals } from '../policies/draw.ts';
import { type Admissions, type Block, NEVER } from './block.ts';
import type { Observation } from './observe.ts';
import { writeCustomer, writeId } from './writeId.ts';

export type DecisionTable = {
  add(block: Block, seen: Observation, proposals: Proposals, admissions: Admissions): void;
};

/** The decisions of a block: one row for each that an observation asked for. */
export function makeDecisionTable(block: Block, schema: LogSchema, table: DecisionColumns): DecisionTable {
  const A = schema.actions.actions.length;
  table.probabilities = new Float32Array(table.proposed.length * A);
  const worldHash = hash64(schema.originHash);
  const { share } = block.world.guardrails.holdout;
  return {
    add(of, seen, proposals, admissions) {
      const first = table.n;
      widen(table, schema, seen, proposals);
      const cluster = of.world.coupled
        ? keyedHash64(of.streams.luck, worldHash[0], worldHash[1], 0, 0)
        : null;
      for (let i = 0; i < seen.batch.n; i++) {
        const at = first + i;
        const row = seen.rows[i];
        writeWho(table, at, of, [row, cluster]);
        writeId(table.decisionId, at, seen.batch.ids[2 * i], seen.batch.ids[2 * i + 1]);
        writeWhen(table, at, of, row);
        table.trigger[at] = seen.triggers[i];
        table.proposed[at] = proposals.proposed[i];
        table.propensity[at] = proposals.propensity[i];
        table.executed[at] = admissions.executed[i];
        table.admission[at] = admissions.admission[i];
        table.admissionProbability[at] = admissions.probability[i];
        table.mode[at] = Mode.live;
        table.armShare[at] = 1;
        table.cohort[at] = of.heldOut[row];
        table.cohortProbability[at] = of.heldOut[row] === 1 ? share : 1 - share;
      }
    },
  };
}

/** Makes room for an observation's rows and copies what stands in its arrays already. */
function widen(
  table: DecisionColumns,
  { features, actions }: LogSchema,
  { batch }: Observation,
  { probabilities }: Proposals,
): void {
  const [d, A] = [features.features.length, actions.actions.length];
  const first = table.n;
  table.n += batch.n;
  reserve(table, decisionLayout, table.n);
  table.context = grown(table.context, table.n * d);
  table.legality = grown(table.legality!, table.n * A);
  table.probabilities = grown(table.probabilities!, table.n * A);
  table.context.set(batch.context.subarray(0, batch.n * d), first * d);
  table.legality.set(batch.legality!.subarray(0, batch.n * A), first * A);
  table.probabilities.set(probabilities.subarray(0, batch.n * A), first * A);
}

function writeWho(
  table: DecisionColumns,
  at: number,
  block: Block,
  [row, cluster]: readonly [number, readonly [number, number] | null],
): void {
  writeCustomer(table.customer, at, block, row);
  if (cluster) writeId(table.cluster, at, cluster[0], cluster[1]);
  else writeCustomer(table.cluster, at, block, row);
  table.seq[at] = block.decisions[row];
  table.stage[at] = block.world.seenOf[block.stage[row]];
}

function writeWhen(
  table: DecisionColumns,
  at: number,
  { calendar, tick, lastDecision }: Block,
  row: number,
): void {
  const time = calendar.timeOf(tick);
  const last = lastDecision[row];
  table.time[at] = table.featuresAsOf[at] = time;
  table.tick[at] = tick;
  table.sincePrevious[at] = last === NEVER ? Number.NaN : time - calendar.timeOf(last);
}
