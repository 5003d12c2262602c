import { issue, NextmoveError } from '../../core/issue.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import type { Catalogue } from '../catalogue.ts';
import { isRun, openRun } from '../run/readRun.ts';
import { isBundle, openBundleFolder } from '../serve/bundleFolder.ts';

/** A policy that lies in a folder. */
export type StoredPolicy = { readonly title: string; readonly body: PolicyBody };

/**
 * The policy of a training run's folder, greedy, or of a bundle's, as it explores; null where the path is neither.
 * Throws NextmoveError where the folder is broken or holds no policy.
 */
export async function openPolicyFolder(
  path: string,
  { forms }: Pick<Catalogue, 'forms'>,
): Promise<StoredPolicy | null> {
  if (await isBundle(path)) {
    const { body, manifest } = await openBundleFolder(path, forms);
    return { title: manifest.name, body };
  }
  if (!(await isRun(path))) return null;
  const { manifest, policy } = await openRun(path);
  const body = await policy();
  if (body !== null) return { title: manifest.agent?.title ?? manifest.title, body };
  const message = `got the run of \`${manifest.verb}\`, wanted one of \`train\``;
  throw new NextmoveError(issue('policy/run', message, { at: { file: path } }));
}
