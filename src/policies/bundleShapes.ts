import { isZone, parseDate } from '../core/calendar.ts';
import { NextmoveError } from '../core/issue.ts';
import type { ActionCharge, Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { type Feature, makeFeatureSchema } from '../journey/features.ts';
import { Legality, type LegalityCode, type OutcomeKind } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { Graph } from '../language/graph.ts';
import { sameType } from '../language/types.ts';
import { validateGraph } from '../language/validate.ts';
import { BUNDLE_FORMAT, type BundleClock, type BundleManifest, type Evidence } from './bundle.ts';
import type { ContextProgram } from './context.ts';
import type { Golden, GoldenDecision, GoldenNumber } from './golden.ts';
import * as shape from './jsonShape.ts';
import type { PolicyBody } from './policy.ts';

const { text, object, listOf, mapOf, numberIn, wholeIn, oneOf, orNull, optional, textLike } = shape;

const { finite: real } = shape;
const whole = wholeIn(0, 2 ** 32);
const hash16 = textLike(/^[0-9a-f]{16}$/, '16 hexadecimal digits');

const pair: shape.Shape<readonly [number, number]> = (value, path) => {
  const [low, high] = listOf(real, { length: 2 })(value, path);
  return [low, high];
};

const evidence = object<Evidence>({
  title: text,
  value: orNull(real),
  interval: orNull(pair),
  level: numberIn(0, 1),
  basis: text,
  note: text,
});

const date: shape.Shape<string> = (value, path) => {
  if (typeof value === 'string' && parseDate(value) !== null) return value;
  throw shape.shapeError(path, value, 'a date as YYYY-MM-DD');
};
const zone: shape.Shape<string> = (value, path) => {
  if (typeof value === 'string' && isZone(value)) return value;
  throw shape.shapeError(path, value, 'an IANA time zone that this machine knows');
};
export const clockShape = object<BundleClock>({ start: date, zone, tickDays: numberIn(1 / 1440, 366) });

export const manifestShape = object<BundleManifest>({
  format: oneOf(BUNDLE_FORMAT),
  id: hash16,
  name: textLike(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a name of at most 64 of a-z, 0-9, `.`, `_` and `-`'),
  description: text,
  nextmove: text,
  origin: object<BundleManifest['origin']>({ title: text, hash: text }),
  agent: object<BundleManifest['agent']>({ kind: text, version: whole, title: text, options: mapOf(real) }),
  seeds: mapOf(text),
  policyId: hash16,
  featureHash: hash16,
  actions: listOf(text),
  clock: clockShape,
  currency: orNull(text),
  outcomes: listOf(object<OutcomeKind>({ name: text, unit: oneOf('money', 'count'), sign: oneOf(1, -1) })),
  reward: orNull(
    object<RewardDefinition>({
      name: text,
      of: listOf(object<RewardDefinition['of'][number]>({ outcome: text, sign: oneOf(1, -1) })),
      windowTicks: wholeIn(1, 2 ** 31),
      discountPerTick: numberIn(0, 1),
      bound: orNull(pair),
    }),
  ),
  evidence: listOf(evidence),
  limits: listOf(text),
  files: listOf(
    object<BundleManifest['files'][number]>({
      name: text,
      bytes: whole,
      sha256: textLike(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    }),
  ),
});

/** A checked graph; validateGraph's issues get the path of the graph in front of theirs. */
const graphShape: shape.Shape<Graph> = (value, path) => {
  const found = validateGraph(value);
  if (found.ok) return found.value;
  throw new NextmoveError(
    found.issues.map((one) => ({
      ...one,
      at: { ...one.at, path: [path, one.at?.path].filter(Boolean).join('.') },
    })),
  );
};

type FeaturesFile = {
  readonly graph: Graph;
  readonly nodes: number[];
  readonly features: Feature[];
  readonly hash: string;
};
const featuresFile = object<FeaturesFile>({
  graph: graphShape,
  nodes: listOf(whole),
  features: listOf(
    object<Feature>({
      name: text,
      kind: oneOf('real', 'count', 'bool', 'duration', 'category'),
      levels: optional(listOf(text)),
      unit: optional(text),
    }),
  ),
  hash: hash16,
});

/** features.json: the context program, its nodes within the graph and of the features' kinds, its hash worked out anew. */
export const contextShape: shape.Shape<ContextProgram> = (value, path) => {
  const { graph, nodes, features: list, hash } = featuresFile(value, path);
  const features = makeFeatureSchema(list.map((feature) => dropUndefined(feature)));
  if (features.hash !== hash)
    throw shape.shapeError('hash', hash, `${features.hash}, the hash of these features`);
  if (nodes.length !== list.length)
    throw shape.shapeError('nodes', `${nodes.length} nodes`, `${list.length}, one a feature`);
  nodes.forEach((node, j) => {
    const { kind, levels } = list[j];
    const type = graph.types[node];
    const fits =
      kind === 'category' ? type !== undefined && sameType(type, { category: levels ?? [] }) : type === kind;
    if (!fits)
      throw shape.shapeError(
        `nodes[${j}]`,
        node,
        `a node of the graph that gives \`${list[j].name}\` (${kind})`,
      );
  });
  return { graph, features, nodes };
};

const reasons = Object.values(Legality).filter((code) => code !== Legality.legal);
const condition = object<Guardrails['actions'][number]['conditions'][number]>({
  reason: oneOf<LegalityCode>(...reasons),
  node: whole,
});
const ledger = object<Ledger>({
  name: text,
  kind: oneOf('budget', 'capacity'),
  actions: listOf(whole),
  amount: numberIn(0, 2 ** 53),
  perDays: numberIn(1 / 1440, 36_600),
  period: oneOf('calendar', 'rolling'),
  charge: oneOf('send', 'redeem'),
  arbitrate: shape.byKind<Ledger['arbitrate']>({
    random: object({ kind: oneOf('random') }),
    priority: object({ kind: oneOf('priority'), priorities: listOf(real) }),
    formula: object({ kind: oneOf('formula'), node: whole }),
    policy: object({
      kind: oneOf('policy'),
      fallback: oneOf('random', 'priority'),
      priorities: listOf(real),
    }),
  }),
});
const charge = object<ActionCharge>({
  send: numberIn(0, 2 ** 53),
  offer: orNull(object<NonNullable<ActionCharge['offer']>>({ node: whole, days: numberIn(0, 36_600) })),
});

/** guardrails.json as data; checkGuardrails holds it against the graph and the actions. */
export const guardrailsShape = object<Guardrails>({
  graph: graphShape,
  actions: listOf(object<Guardrails['actions'][number]>({ action: text, conditions: listOf(condition) })),
  holdout: object<Guardrails['holdout']>({ share: numberIn(0, 1), salt: text }),
  ledgers: listOf(ledger),
  charges: optional(listOf(charge)),
});

/** policy.json once decoded; its data is for the form of its kind to check. */
export const bodyShape = object<PolicyBody>({
  kind: text,
  version: whole,
  featureHash: hash16,
  actions: listOf(text),
  data: (value) => value,
});

const goldenNumber: shape.Shape<GoldenNumber> = (value, path) =>
  typeof value === 'string' ? oneOf('NaN', 'Infinity', '-Infinity')(value, path) : real(value, path);

export const goldenShape = object<Golden>({
  format: oneOf(1),
  leaves: listOf(text),
  decisions: listOf(
    object<GoldenDecision>({
      id: hash16,
      heldOut: shape.flag,
      values: listOf(goldenNumber),
      context: listOf(goldenNumber),
      legality: listOf(wholeIn(0, 255)),
      probabilities: listOf(goldenNumber),
      proposed: text,
      propensity: goldenNumber,
    }),
  ),
});

function dropUndefined(feature: Feature): Feature {
  return Object.fromEntries(Object.entries(feature).filter(([, value]) => value !== undefined)) as Feature;
}
