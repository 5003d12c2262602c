import { didYouMean, issue, NextmoveError } from '../core/issue.ts';
import type { Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';

/**
 * Turns a body into a policy by the form of its kind. Throws NextmoveError where the kind is unknown, its version is
 * another, or the body was made for other features or other actions than the spec's.
 */
export function openBody(body: PolicyBody, spec: ProblemSpec, forms: readonly PolicyForm[]): Policy {
  const form = forms.find(({ kind }) => kind === body.kind);
  if (form === undefined) {
    const hint = didYouMean(
      body.kind,
      forms.map(({ kind }) => kind),
    );
    throw new NextmoveError(
      issue('policy/kind', `got a policy of the unknown form "${body.kind}"`, { hint }),
    );
  }
  if (body.version !== form.version) {
    const message = `got "${body.kind}" version ${body.version}, this release opens version ${form.version}`;
    throw new NextmoveError(
      issue('policy/version', message, { hint: 'Freeze the agent again with this release.' }),
    );
  }
  checkSpec(body, spec);
  return { ...form.open(body, spec), body };
}

function checkSpec(body: PolicyBody, spec: ProblemSpec): void {
  if (body.featureHash !== spec.features.hash) {
    const message = `the policy was made for features ${body.featureHash}, got contexts of features ${spec.features.hash}`;
    const hint =
      'Names, kinds, levels or order of the features differ: train on this schema, or serve that one.';
    throw new NextmoveError(issue('policy/features', message, { hint }));
  }
  const wanted = spec.actions.actions.map(({ name }) => name);
  if (body.actions.join('\n') === wanted.join('\n')) return;
  const message = `the policy decides among ${body.actions.join(', ')}, wanted ${wanted.join(', ')}`;
  throw new NextmoveError(issue('policy/actions', message, { hint: 'Train on this set of actions.' }));
}
