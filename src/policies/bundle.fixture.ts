import type { Guardrails } from '../guardrails/guardrails.ts';
import { makeActionSet } from '../journey/actions.ts';
import { type Feature, makeFeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import type { Leaf, ValueType } from '../language/graph.ts';
import { makeLeaf } from '../language/leaves.ts';
import type { ContextProgram } from './context.ts';
import type { BundleParts } from './makeBundle.ts';
import { tableBody } from './table.ts';

const stages = { category: ['active', 'slipping'] };
const contract = { category: ['rolling', 'fixed'] };

const stage = makeLeaf({ kind: 'stage', view: 'seen' }, stages, true);
const inStage = makeLeaf({ kind: 'inStage', view: 'seen' }, 'duration', true);
const bill = makeLeaf({ kind: 'trait', name: 'bill' }, 'real', true);
const contractLeaf = makeLeaf({ kind: 'trait', name: 'contract' }, contract, true);
const logins = makeLeaf({ kind: 'count', view: 'signal', of: 'login', days: 7 }, 'count', true);
const contacts = makeLeaf({ kind: 'count', view: 'sent', of: 'any', days: 28 }, 'count', true);
const emailConsent = makeLeaf({ kind: 'consent', channel: 'email' }, 'bool', true);
const capped = makeLeaf({ kind: 'recent', view: 'sent', of: 'any', days: 30 }, 'count', true);
const sinceTips = makeLeaf({ kind: 'since', view: 'sent', of: 'tips', never: 999 }, 'duration', true);

function feature(leaf: Leaf): Feature {
  const type: ValueType = leaf.type;
  return typeof type === 'object'
    ? { name: leaf.key, kind: 'category', levels: type.category }
    : { name: leaf.key, kind: type };
}

/** Stage, days in it, bill, contract, logins of a week, contacts of four weeks, and a tenth of the bill. */
export function telecomContext(): ContextProgram {
  const build = makeGraphBuilder();
  const leaves = [stage, inStage, bill, contractLeaf, logins, contacts];
  const nodes = leaves.map((leaf) => build.leaf(leaf));
  nodes.push(build.binary('mul', nodes[2], build.constant(0.1, 'real')));
  const features = makeFeatureSchema([...leaves.map(feature), { name: 'margin', kind: 'real', unit: 'EUR' }]);
  return { graph: build.graph(), features, nodes };
}

/** Tips by e-mail every 14 days, a discount on rolling contracts, rescue calls of whom is slipping; 2 contacts in 30 days. */
export function telecomGuardrails(more: Partial<Guardrails> = {}): Guardrails {
  const build = makeGraphBuilder();
  const isStage = (k: number) => build.binary('eq', build.leaf(stage), build.constant(k, stages));
  const consent = { reason: 3, node: build.leaf(emailConsent) } as const;
  const cap = {
    reason: 5,
    node: build.binary('lt', build.leaf(capped), build.constant(2, 'count')),
  } as const;
  const cooldown = build.binary('le', build.constant(14, 'duration'), build.leaf(sinceTips));
  const rolling = build.binary('eq', build.leaf(contractLeaf), build.constant(0, contract));
  const offer = build.binary('mul', build.leaf(bill), build.constant(0.1, 'real'));
  return {
    actions: [
      { action: 'none', conditions: [] },
      {
        action: 'tips@email',
        conditions: [{ reason: 1, node: isStage(0) }, consent, { reason: 4, node: cooldown }, cap],
      },
      { action: 'discount@email', conditions: [{ reason: 2, node: rolling }, consent, cap] },
      { action: 'rescue@call', conditions: [{ reason: 1, node: isStage(1) }, cap] },
    ],
    graph: build.graph(),
    holdout: { share: 0, salt: 'holdout/telecom' },
    ledgers: [],
    charges: [
      { send: 0, offer: null },
      { send: 20, offer: null },
      { send: 20, offer: { node: offer, days: 14 } },
      { send: 45_000, offer: null },
    ],
    ...more,
  };
}

/** A small policy by stage with 30 % exploration: tips for who is active, rescue for who is slipping. */
export function telecomParts(more: Partial<BundleParts> = {}): BundleParts {
  const context = telecomContext();
  const guardrails = more.guardrails ?? telecomGuardrails();
  const spec = {
    actions: makeActionSet(guardrails.actions.map(({ action }) => action)),
    features: context.features,
  };
  const policy = tableBody(spec, {
    bins: { inputs: 7, features: [{ feature: 0, count: 2, edges: new Float32Array(0) }] },
    values: Float32Array.of(0, 1, 0.5, 0, 0, 0, 0.5, 2),
    spreads: null,
    law: { kind: 'greedy', epsilon: 0.3 },
  });
  return {
    name: 'telecom',
    description: 'Chooses the retention intervention of a telecoms customer.',
    nextmove: '0.1.0',
    origin: { title: 'Telecom retention', hash: 'ab'.repeat(32) },
    agent: { kind: 'epsilonGreedy', version: 1, title: 'Epsilon-greedy', options: { epsilon: 0.3 } },
    seeds: { root: 'seven' },
    clock: { start: '2025-01-06', zone: 'Europe/London', tickDays: 1 },
    currency: 'EUR',
    outcomes: [
      { name: 'margin', unit: 'money', sign: 1 },
      { name: 'offer_cost', unit: 'money', sign: -1 },
    ],
    reward: null,
    evidence: [
      {
        title: "value a customer over 365 days, against today's rules",
        value: 4.2,
        interval: [3.1, 5.3],
        level: 0.95,
        basis: '20000 customers on fresh luck',
        note: '',
      },
    ],
    limits: ['Not for business customers.'],
    context,
    guardrails,
    policy,
    ...more,
  };
}
