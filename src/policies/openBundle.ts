import { failed, NextmoveError, ok, type Result } from '../core/issue.ts';
import { decodeState } from '../core/json.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import { makeActionSet } from '../journey/actions.ts';
import { BUNDLE_FILES, type BundleManifest, MANIFEST, type PolicyBundle, servedKey } from './bundle.ts';
import { bundleError, inFile } from './bundleError.ts';
import { bundleLeaves } from './bundleLeaves.ts';
import { type BundleFiles, EXPORT_AGAIN, readJson, readManifest, readText } from './bundleManifest.ts';
import { bodyShape, contextShape, goldenShape, guardrailsShape } from './bundleShapes.ts';
import { checkGuardrails, checkLeaves } from './checkGuardrails.ts';
import type { ContextProgram } from './context.ts';
import { openPolicy, policyForms } from './index.ts';
import type { Policy, PolicyForm } from './policy.ts';
import { replayGolden } from './replayGolden.ts';

const NOT_THIS = 'It was written by another version of nextmove or by hand: export the policy anew.';

/**
 * Opens a bundle from the bytes of its files, by name. It must prove itself: every sha256 of the manifest, the checks
 * of every graph, the hash of the feature schema, the ids of policy and manifest, and every golden decision, replayed
 * from its leaf values to its draw. Any difference is a refusal that names the file and the remedy. Nothing in a
 * bundle is ever run as code.
 */
export async function openBundle(
  files: BundleFiles,
  forms: readonly PolicyForm[] = policyForms,
): Promise<Result<PolicyBundle>> {
  try {
    return ok(openFiles(await readManifest(files), files, forms));
  } catch (error) {
    if (error instanceof NextmoveError) return failed(error.issues);
    throw error;
  }
}

function openFiles(manifest: BundleManifest, files: BundleFiles, forms: readonly PolicyForm[]): PolicyBundle {
  const bytes = (name: string) => files.get(name) as Uint8Array;
  const json = (name: string) => readJson(name, bytes(name));
  const context = inFile(BUNDLE_FILES.features, NOT_THIS, () =>
    contextShape(json(BUNDLE_FILES.features), ''),
  );
  const guardrails = openGuardrails(json(BUNDLE_FILES.guardrails), context);
  agree(manifest, 'featureHash', context.features.hash, BUNDLE_FILES.features);
  const actions = guardrails.actions.map(({ action }) => action);
  agree(manifest, 'actions', actions.join(), BUNDLE_FILES.guardrails);
  const spec = { actions: makeActionSet(actions), features: context.features };
  const body = inFile(BUNDLE_FILES.policy, NOT_THIS, () =>
    bodyShape(decodeState(readText(BUNDLE_FILES.policy, bytes(BUNDLE_FILES.policy))), ''),
  );
  const policy: Policy = inFile(BUNDLE_FILES.policy, NOT_THIS, () => openPolicy(body, spec, forms));
  agree(manifest, 'policyId', policy.id, BUNDLE_FILES.policy);
  const key = servedKey(policy.id);
  const golden = inFile(BUNDLE_FILES.golden, NOT_THIS, () => goldenShape(json(BUNDLE_FILES.golden), ''));
  replayGolden({ context, guardrails, policy, key }, golden, {
    leaves: bundleLeaves(context, guardrails),
    madeBy: manifest.nextmove,
  });
  const card = readText(BUNDLE_FILES.card, bytes(BUNDLE_FILES.card));
  return { id: manifest.id, manifest, context, guardrails, body, policy, spec, key, card };
}

function openGuardrails(value: unknown, context: ContextProgram): Guardrails {
  return inFile(BUNDLE_FILES.guardrails, NOT_THIS, () => {
    const { charges, ...rest } = guardrailsShape(value, '');
    const guardrails: Guardrails = charges === undefined ? rest : { ...rest, charges };
    for (const check of [() => checkGuardrails(guardrails), () => checkLeaves(context, guardrails)]) {
      const issues = check();
      if (issues.length > 0) throw new NextmoveError(issues);
    }
    return guardrails;
  });
}

/** Holds what a file came to against what the manifest says of it. */
function agree(
  manifest: BundleManifest,
  name: 'featureHash' | 'actions' | 'policyId',
  found: string,
  file: string,
): void {
  const said = String(manifest[name]);
  if (said === found) return;
  throw bundleError('manifest', MANIFEST, `its ${name} is ${said}, and ${file} has ${found}`, EXPORT_AGAIN);
}
