import { didYouMean, issue, NextmoveError } from '../../core/issue.ts';
import { actionIndex } from '../../journey/actions.ts';
import { constantBody, policyId, uniformBody } from '../../policies/index.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import type { Catalogue } from '../catalogue.ts';
import { TITLES } from '../compare/compare.ts';
import { openPolicyFolder } from '../evaluate/policyFolder.ts';

/** A policy for a world, from its name. */
export type NamedPolicy = { readonly title: string; readonly id: string; readonly body: PolicyBody };

const NAMES = ['none', 'uniform', 'today'];

/**
 * `none`, `uniform`, `today` (the scenario's own rules), `always:ACTION`, the folder of a training run or of a bundle.
 * Throws NextmoveError where it is none of these.
 */
export async function namedPolicy(
  name: string,
  world: World,
  { forms }: Pick<Catalogue, 'forms'>,
): Promise<NamedPolicy> {
  const { spec, rules } = world;
  if (name === 'none') return named(TITLES.none, constantBody(spec, 'none'));
  if (name === 'uniform') return named(TITLES.uniform, uniformBody(spec));
  if (name === 'today') return named(TITLES.rules, rules);
  const [, action] = /^always:(.+)$/.exec(name) ?? [];
  if (action !== undefined) return named(`always ${action}`, constantBody(spec, knownAction(world, action)));
  const stored = await openPolicyFolder(name, { forms });
  if (stored === null) throw unknownPolicy(name);
  return named(stored.title, stored.body);
}

function named(title: string, body: PolicyBody): NamedPolicy {
  return { title, id: policyId(body), body };
}

function knownAction({ actions }: World, name: string): string {
  if (actionIndex(actions, name) >= 0) return name;
  const known = actions.actions.map((action) => action.name);
  const hint = didYouMean(name, known);
  throw new NextmoveError(
    issue('policy/action', `got the action "${name}", wanted one of ${known.join(', ')}`, { hint }),
  );
}

function unknownPolicy(name: string): NextmoveError {
  const wanted = `wanted ${NAMES.join(', ')}, always:ACTION, or the folder of a training run or bundle`;
  const hint = didYouMean(name, NAMES);
  return new NextmoveError(issue('policy/unknown', `got the policy "${name}", ${wanted}`, { hint }));
}
