import type { Guardrails } from '../../guardrails/guardrails.ts';
import type { JourneyLog, LogSchema } from '../../journey/records.ts';
import type { RewardDefinition } from '../../journey/rewards.ts';
import { makeGraphBuilder } from '../../language/builder.ts';
import type { Leaf } from '../../language/graph.ts';
import { makeLeaf } from '../../language/leaves.ts';
import type { ContextProgram } from '../../policies/context.ts';
import type { LeafSamples } from '../../policies/golden.ts';
import type { BundleParts } from '../../policies/makeBundle.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { version } from '../provenance.ts';
import type { BundleStory } from './export.ts';
import { featureType } from './featureType.ts';

/** Contexts of the log from which golden decisions are chosen. */
const SAMPLES = 2048;

export type LogStory = BundleStory & { readonly reward: RewardDefinition | null };

/**
 * The parts of a bundle for a policy that was learned from a log: each column of the context is a trait that the caller
 * sends, every action is legal, nobody is held out. Guardrails that the business has must be added before it serves.
 */
export async function partsOfLog(log: JourneyLog, policy: PolicyBody, story: LogStory): Promise<BundleParts> {
  const { schema } = log;
  const context = contextOf(schema);
  return {
    description: `Chooses among ${schema.actions.actions.map(({ name }) => name).join(', ')}.`,
    evidence: [],
    limits: [
      'It was learned from a log: it knows nothing of customers and times that the log does not hold.',
      "It has no guardrails of its own: consent, caps and budgets are the caller's concern.",
    ],
    ...story,
    nextmove: version,
    origin: { title: `the log "${schema.title}"`, hash: schema.originHash },
    clock: schema.clock ?? { start: '2000-01-01', zone: 'UTC', tickDays: 1 },
    currency: schema.currency,
    outcomes: schema.outcomes,
    context,
    guardrails: openToAll(schema),
    policy,
    samples: await samplesOf(log, context.graph.leaves),
  };
}

function contextOf({ features }: LogSchema): ContextProgram {
  const builder = makeGraphBuilder();
  const nodes = features.features.map((feature) =>
    builder.leaf(makeLeaf({ kind: 'trait', name: feature.name }, featureType(feature), true)),
  );
  return { graph: builder.graph(), features, nodes };
}

function openToAll({ actions }: LogSchema): Guardrails {
  return {
    graph: makeGraphBuilder().graph(),
    actions: actions.actions.map(({ name }) => ({ action: name, conditions: [] })),
    holdout: { share: 0, salt: 'none' },
    ledgers: [],
  };
}

/** The first whole contexts of the log: a leaf a feature, in the order of both. */
async function samplesOf(log: JourneyLog, leaves: readonly Leaf[]): Promise<LeafSamples> {
  const d = leaves.length;
  const rows: number[] = [];
  for await (const { decisions } of log.blocks()) {
    for (let i = 0; i < decisions.n && rows.length < SAMPLES * d; i++) {
      const row = [...decisions.context.subarray(i * d, (i + 1) * d)];
      if (!row.some(Number.isNaN)) rows.push(...row);
    }
    if (rows.length >= SAMPLES * d) break;
  }
  return { leaves, values: Float32Array.from(rows) };
}
