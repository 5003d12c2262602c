import { z } from 'zod';
import type { DecisionRecord, JsonRecord, OutcomeRecord } from '../journey/jsonRecords.ts';
import { Admission, Legality, Mode } from '../journey/records.ts';

const id = z.string().min(1).max(256);
const whole = z.int().min(0);
const time = z.iso.datetime({ offset: true });
const nameOf = <T extends { readonly [name: string]: number }>(codes: T) =>
  z.enum(Object.keys(codes) as [keyof T & string]);
const probability = z.number().min(0).max(1);

const decision: z.ZodType<DecisionRecord> = z.strictObject({
  record: z.literal('decision'),
  schemaVersion: z.literal(1),
  decisionId: id,
  customer: id,
  cluster: id.optional(),
  episode: whole,
  seq: whole,
  slot: whole,
  time,
  tick: z.int(),
  sincePrevious: z.number().nullable(),
  trigger: z.string(),
  stage: z.string().nullable(),
  context: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  featureSchemaHash: z.string(),
  featuresAsOf: time,
  legal: z.record(z.string(), nameOf(Legality)),
  probabilities: z.record(z.string(), probability).nullable(),
  proposed: z.string(),
  propensity: probability.nullable(),
  executed: z.string(),
  admission: nameOf(Admission),
  admissionProbability: probability.nullable(),
  policyId: z.string(),
  mode: nameOf(Mode),
  arm: z.string().nullable(),
  armShare: probability,
  cohort: z.string().nullable(),
  cohortProbability: probability,
  wouldBe: z.strictObject({ action: z.string(), propensity: probability, policyId: z.string() }).optional(),
  served: z.unknown().optional(),
});

const outcome: z.ZodType<OutcomeRecord> = z.strictObject({
  record: z.literal('outcome'),
  schemaVersion: z.literal(1),
  outcomeId: id,
  decisionId: id.nullable(),
  customer: id,
  name: z.string(),
  value: z.number(),
  tick: z.int(),
  ticks: z.int().min(1),
  occurredAt: time,
  receivedAt: time,
});

/** A line of a segment as a record, or what is wrong with it. */
export function parseRecord(line: string): JsonRecord | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'no JSON' };
  }
  const kind = (value as { record?: unknown } | null)?.record;
  if (kind !== 'decision' && kind !== 'outcome') return { problem: `record is ${JSON.stringify(kind)}` };
  const parsed = (kind === 'decision' ? decision : outcome).safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  return { problem: `${first.path.map(String).join('.')}: ${first.message}` };
}
