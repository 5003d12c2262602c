import { makeActionSet } from './actions.ts';
import type { FeatureSchema } from './features.ts';
import { type LogSchema, SCHEMA_VERSION } from './records.ts';

export type SmallSchemaOptions = {
  /** Ticks that the log covers; null for a log without a clock. */
  readonly ticks: number | null;
  readonly features?: FeatureSchema;
  readonly actions?: readonly string[];
  readonly legality?: LogSchema['legality'];
};

/** The schema of a small made-up log, for tests and examples: one real feature `x`, actions none, email and call. */
export function smallSchema({ ticks, features, actions, legality }: SmallSchemaOptions): LogSchema {
  return {
    schemaVersion: SCHEMA_VERSION,
    source: 'simulation',
    title: 'small',
    originHash: '0000000000000000',
    actions: makeActionSet(actions ?? ['none', 'email', 'call']),
    features: features ?? { features: [{ name: 'x', kind: 'real' }], hash: '0000000000000000' },
    stages: ['active'],
    signals: [],
    outcomes: [
      { name: 'margin', unit: 'money', sign: 1 },
      { name: 'cost', unit: 'money', sign: -1 },
      { name: 'visits', unit: 'count', sign: 1 },
    ],
    triggers: ['epoch'],
    policies: ['0000000000000000'],
    arms: [],
    cohorts: [],
    trueStages: [],
    hidden: [],
    legality: legality ?? 'exact',
    clock: ticks === null ? null : { start: '2025-01-06', zone: 'UTC', tickDays: 1, ticks },
    currency: 'EUR',
    contended: false,
    cluster: 'customer',
  };
}
