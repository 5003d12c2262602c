import { hash64, parseHex64 } from '../core/luck.ts';
import { actionIndex } from '../journey/actions.ts';
import { appendRow } from '../journey/appendRow.ts';
import { makeBlock } from '../journey/blocks.ts';
import { reserve } from '../journey/columns.ts';
import type { Feature } from '../journey/features.ts';
import type { DecisionRecord, JsonRecord, OutcomeRecord } from '../journey/jsonRecords.ts';
import {
  Admission,
  decisionLayout,
  type JourneyBlock,
  Legality,
  type LogSchema,
  Mode,
  outcomeLayout,
  UNKNOWN,
} from '../journey/records.ts';

/** An id as the 64 bits that columns hold: 16 hexadecimal digits are the bits themselves, any other text is hashed. */
export function idBits(text: string): bigint {
  const [low, high] = parseHex64(text) ?? hash64(text);
  return (BigInt(high) << 32n) | BigInt(low);
}

/** Why a record does not fit the log's schema, or null where it does. */
export function misfitOf(schema: LogSchema, record: JsonRecord): string | null {
  if (record.record === 'outcome') {
    return schema.outcomes.some(({ name }) => name === record.name) ? null : `unknown outcome ${record.name}`;
  }
  if (record.featureSchemaHash !== schema.features.hash) {
    return `features of schema ${record.featureSchemaHash}, the log has ${schema.features.hash}`;
  }
  for (const name of [record.proposed, record.executed, ...Object.keys(record.legal)]) {
    if (actionIndex(schema.actions, name) < 0) return `unknown action ${name}`;
  }
  for (const feature of schema.features.features) {
    const value = record.context[feature.name];
    if (value === undefined || Number.isNaN(contextNumber(feature, value)) !== (value === null)) {
      return `context.${feature.name} is ${JSON.stringify(value)}`;
    }
  }
  return null;
}

/** Records of whole customers as a block, each id once: a repeated one was sent again. In the order given. */
export function blockOfRecords(schema: LogSchema, records: readonly JsonRecord[]): JourneyBlock {
  const decisions = records.filter((record) => record.record === 'decision');
  const block = makeBlock(schema, { decisions: decisions.length });
  const logged = decisions.some(({ probabilities }) => probabilities !== null);
  const probabilities = logged ? new Float32Array(decisions.length * schema.actions.actions.length) : null;
  const whole: JourneyBlock = { ...block, decisions: { ...block.decisions, probabilities } };
  const seen = new Set<string>();
  for (const record of records) {
    const key = record.record === 'decision' ? `d/${record.decisionId}` : `o/${record.outcomeId}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (record.record === 'decision') appendDecision(whole, schema, record);
    else appendOutcome(whole, schema, record);
  }
  return whole;
}

function appendDecision(block: JourneyBlock, schema: LogSchema, record: DecisionRecord): void {
  const { decisions } = block;
  const i = decisions.n;
  appendRow(decisions, decisionLayout, {
    decisionId: idBits(record.decisionId),
    customer: idBits(record.customer),
    cluster: idBits(record.cluster ?? record.customer),
    episode: record.episode,
    seq: record.seq,
    slot: record.slot,
    time: Date.parse(record.time),
    tick: record.tick,
    sincePrevious: record.sincePrevious ?? Number.NaN,
    trigger: codeIn(schema.triggers, record.trigger),
    stage: codeIn(schema.stages, record.stage),
    featuresAsOf: Date.parse(record.featuresAsOf),
    proposed: actionIndex(schema.actions, record.proposed),
    propensity: record.propensity ?? Number.NaN,
    executed: actionIndex(schema.actions, record.executed),
    admission: Admission[record.admission],
    admissionProbability: record.admissionProbability ?? Number.NaN,
    policy: codeIn(schema.policies, record.policyId),
    mode: Mode[record.mode],
    arm: codeIn(schema.arms, record.arm),
    armShare: record.armShare,
    cohort: codeIn(schema.cohorts, record.cohort),
    cohortProbability: record.cohortProbability,
  });
  const { features } = schema.features;
  features.forEach((feature, j) => {
    decisions.context[i * features.length + j] = contextNumber(feature, record.context[feature.name]);
  });
  const { actions } = schema.actions;
  actions.forEach(({ name }, a) => {
    const at = i * actions.length + a;
    if (decisions.legality) decisions.legality[at] = Legality[record.legal[name] ?? 'undeclared'];
    if (!decisions.probabilities) return;
    decisions.probabilities[at] = record.probabilities ? (record.probabilities[name] ?? 0) : Number.NaN;
  });
}

function appendOutcome({ outcomes }: JourneyBlock, schema: LogSchema, record: OutcomeRecord): void {
  reserve(outcomes, outcomeLayout, outcomes.n + 1);
  appendRow(outcomes, outcomeLayout, {
    outcomeId: idBits(record.outcomeId),
    decisionId: record.decisionId === null ? 0n : idBits(record.decisionId),
    customer: idBits(record.customer),
    name: schema.outcomes.findIndex(({ name }) => name === record.name),
    value: record.value,
    tick: record.tick,
    ticks: record.ticks,
    occurredAt: Date.parse(record.occurredAt),
    receivedAt: Date.parse(record.receivedAt),
  });
}

function codeIn(names: readonly string[], name: string | null): number {
  const code = name === null ? -1 : names.indexOf(name);
  return code < 0 ? UNKNOWN : code;
}

/** NaN for null, and for what is no value of the feature. */
function contextNumber({ kind, levels }: Feature, value: number | string | null): number {
  if (value === null) return Number.NaN;
  if (kind !== 'category') return typeof value === 'number' ? value : Number.NaN;
  const level = levels!.indexOf(String(value));
  return level < 0 ? Number.NaN : level;
}
