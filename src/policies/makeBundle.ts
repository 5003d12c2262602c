import { type Issue, NextmoveError, unwrap } from '../core/issue.ts';
import { encodeState } from '../core/json.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import { makeActionSet } from '../journey/actions.ts';
import { BUNDLE_FILES, BUNDLE_FORMAT, type BundleManifest, MANIFEST, servedKey } from './bundle.ts';
import { bundleCard } from './bundleCard.ts';
import { bundleLeaves } from './bundleLeaves.ts';
import { manifestBytes } from './bundleManifest.ts';
import { checkGuardrails, checkLeaves } from './checkGuardrails.ts';
import { chooseGolden } from './chooseGolden.ts';
import type { ContextProgram } from './context.ts';
import type { LeafSamples } from './golden.ts';
import { openPolicy, policyForms } from './index.ts';
import { openBundle } from './openBundle.ts';
import type { PolicyBody, PolicyForm } from './policy.ts';

/** What a bundle is made of; the manifest's hashes and ids are worked out. */
export type BundleParts = Omit<
  BundleManifest,
  'format' | 'id' | 'files' | 'policyId' | 'featureHash' | 'actions'
> & {
  readonly context: ContextProgram;
  readonly guardrails: Guardrails;
  readonly policy: PolicyBody;
  /**
   * Leaf values of real decisions, [n x leaves], from which the golden ones are chosen: at least every leaf of
   * bundleLeaves. Made up where absent.
   */
  readonly samples?: LeafSamples;
};

const encoder = new TextEncoder();

/**
 * The files of a bundle by name, the manifest among them: the same bytes for the same parts. What it makes has been
 * opened once. Throws NextmoveError where parts do not fit together or cannot be served.
 */
export async function makeBundle(
  parts: BundleParts,
  forms: readonly PolicyForm[] = policyForms,
): Promise<Map<string, Uint8Array>> {
  const { context, guardrails, policy: body, samples } = parts;
  const issues: Issue[] = checkGuardrails(guardrails);
  if (issues.length === 0) issues.push(...checkLeaves(context, guardrails));
  if (issues.length > 0) throw new NextmoveError(issues);
  const leaves = bundleLeaves(context, guardrails);
  const actions = guardrails.actions.map(({ action }) => action);
  const policy = openPolicy(body, { actions: makeActionSet(actions), features: context.features }, forms);
  const engine = { context, guardrails, policy, key: servedKey(policy.id) };
  const { features, hash } = context.features;
  const manifest = {
    format: BUNDLE_FORMAT,
    name: parts.name,
    description: parts.description,
    nextmove: parts.nextmove,
    origin: parts.origin,
    agent: parts.agent,
    seeds: parts.seeds,
    policyId: policy.id,
    featureHash: hash,
    actions,
    clock: parts.clock,
    currency: parts.currency,
    outcomes: parts.outcomes,
    reward: parts.reward,
    evidence: parts.evidence,
    limits: parts.limits,
  } as const;
  const card = { manifest, guardrails, leaves, policyKind: policy.kind, features: features.length };
  const texts = {
    [BUNDLE_FILES.features]: json({ graph: context.graph, nodes: context.nodes, features, hash }),
    [BUNDLE_FILES.policy]: `${encodeState(body)}\n`,
    [BUNDLE_FILES.guardrails]: json(guardrails),
    [BUNDLE_FILES.golden]: json(chooseGolden(engine, leaves, samples)),
    [BUNDLE_FILES.card]: bundleCard(card),
  };
  const files = new Map<string, Uint8Array>(
    Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)]),
  );
  files.set(MANIFEST, await manifestBytes(manifest, files));
  unwrap(await openBundle(files, forms));
  return files;
}

const json = (value: unknown) => `${JSON.stringify(value)}\n`;
