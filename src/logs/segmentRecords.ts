import { hex64 } from '../core/luck.ts';
import type { FeatureSchema } from '../journey/features.ts';
import type {
  AdmissionName,
  DecisionRecord,
  LegalityName,
  ModeName,
  OutcomeRecord,
} from '../journey/jsonRecords.ts';
import { Admission, type JourneyBlock, Legality, type LogSchema, Mode } from '../journey/records.ts';

/** Row i of a block's decisions as a JSON record; ids as 16 hexadecimal digits. The log needs times. */
export function decisionRecord(schema: LogSchema, { decisions: d }: JourneyBlock, i: number): DecisionRecord {
  const { actions } = schema.actions;
  const at = (a: number) => i * actions.length + a;
  return {
    record: 'decision',
    schemaVersion: 1,
    decisionId: idText(d.decisionId[i]),
    customer: idText(d.customer[i]),
    ...(d.cluster[i] !== d.customer[i] && { cluster: idText(d.cluster[i]) }),
    episode: d.episode[i],
    seq: d.seq[i],
    slot: d.slot[i],
    time: timeText(d.time[i]),
    tick: d.tick[i],
    sincePrevious: numberOrNull(d.sincePrevious[i]),
    trigger: schema.triggers[d.trigger[i]] ?? '',
    stage: schema.stages[d.stage[i]] ?? null,
    context: contextRecord(schema.features, d.context, i),
    featureSchemaHash: schema.features.hash,
    featuresAsOf: timeText(d.featuresAsOf[i]),
    legal: Object.fromEntries(
      actions.map(({ name }, a) => [name, nameIn(Legality, d.legality?.[at(a)] ?? 0) as LegalityName]),
    ),
    probabilities: d.probabilities && probabilitiesRecord(schema, d.probabilities, i),
    proposed: actions[d.proposed[i]].name,
    propensity: numberOrNull(d.propensity[i]),
    executed: actions[d.executed[i]].name,
    admission: nameIn(Admission, d.admission[i]) as AdmissionName,
    admissionProbability: numberOrNull(d.admissionProbability[i]),
    policyId: schema.policies[d.policy[i]] ?? '',
    mode: nameIn(Mode, d.mode[i]) as ModeName,
    arm: schema.arms[d.arm[i]] ?? null,
    armShare: d.armShare[i],
    cohort: schema.cohorts[d.cohort[i]] ?? null,
    cohortProbability: d.cohortProbability[i],
  };
}

/** Row i of a block's outcomes as a JSON record. */
export function outcomeRecord(schema: LogSchema, { outcomes: o }: JourneyBlock, i: number): OutcomeRecord {
  return {
    record: 'outcome',
    schemaVersion: 1,
    outcomeId: idText(o.outcomeId[i]),
    decisionId: o.decisionId[i] === 0n ? null : idText(o.decisionId[i]),
    customer: idText(o.customer[i]),
    name: schema.outcomes[o.name[i]].name,
    value: o.value[i],
    tick: o.tick[i],
    ticks: o.ticks[i],
    occurredAt: timeText(o.occurredAt[i]),
    receivedAt: timeText(o.receivedAt[i]),
  };
}

function idText(id: bigint): string {
  return hex64(Number(id & 0xffffffffn), Number(id >> 32n));
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}

const numberOrNull = (value: number) => (Number.isNaN(value) ? null : value);

function nameIn(codes: { readonly [name: string]: number }, code: number): string {
  return Object.keys(codes).find((name) => codes[name] === code)!;
}

function contextRecord(
  { features }: FeatureSchema,
  context: Float32Array,
  i: number,
): DecisionRecord['context'] {
  const entries = features.map(({ name, levels }, j) => {
    const value = context[i * features.length + j];
    return [name, Number.isNaN(value) ? null : (levels?.[value] ?? value)] as const;
  });
  return Object.fromEntries(entries);
}

function probabilitiesRecord(
  { actions }: LogSchema,
  all: Float32Array,
  i: number,
): { [action: string]: number } | null {
  const n = actions.actions.length;
  if (Number.isNaN(all[i * n])) return null;
  return Object.fromEntries(
    actions.actions.map(({ name }, a) => [name, all[i * n + a]] as const).filter(([, p]) => p > 0),
  );
}
