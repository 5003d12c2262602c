import { stat } from 'node:fs/promises';
import { didYouMean, failed, issue, ok, type Result } from '../../core/issue.ts';
import type { EvaluationTarget } from '../../evaluation/estimate.ts';
import { actionIndex } from '../../journey/actions.ts';
import type { LogSchema } from '../../journey/records.ts';
import {
  constantBody,
  openPolicy,
  type Policy,
  type ProblemSpec,
  uniformBody,
} from '../../policies/index.ts';
import { openBundleFolder } from '../serve/bundleFolder.ts';
import { readRulesTarget } from './rulesTarget.ts';
import { readTableTarget } from './tableTarget.ts';

/** Opens the bundle of a folder: its name and its policy. Throws NextmoveError where it does not prove itself. */
export type OpenBundle = (path: string) => Promise<{ readonly title: string; readonly policy: Policy }>;

const FORMS =
  'Give uniform, always:ACTION, column:NAME, a rules file (.yaml), a table (.csv), or the folder of a bundle.';

/**
 * A target policy from what a person types: `uniform`, `always:ACTION`, `column:NAME` (the target's probability of the
 * logged action, as logged), a rules file, a table of action x position, or a bundle's folder.
 */
export async function parseTarget(
  text: string,
  schema: LogSchema,
  openBundle: OpenBundle = openNamedBundle,
): Promise<Result<EvaluationTarget>> {
  const spec: ProblemSpec = { actions: schema.actions, features: schema.features };
  if (text === 'uniform') {
    const policy = openPolicy(uniformBody(spec), spec);
    return ok({ kind: 'policy', title: 'uniform random', policy });
  }
  const [, kind, name] = /^(always|column):(.+)$/.exec(text) ?? [];
  if (kind === 'column') return ok({ kind: 'column', title: `column ${name}`, column: name });
  if (kind === 'always') return alwaysTarget(name, spec);
  const found = await stat(text).catch(() => null);
  if (found === null) {
    const hint = didYouMean(text, ['uniform', 'always:', 'column:']) ?? FORMS;
    return failed(issue('target/unknown', `got the policy "${text}", and there is no such file`, { hint }));
  }
  if (found.isDirectory()) return ok({ kind: 'policy', ...(await openBundle(text)) });
  if (/\.ya?ml$/i.test(text)) return readRulesTarget(text, spec);
  if (/\.csv(\.gz)?$/i.test(text)) return readTableTarget(text, schema);
  return failed(issue('target/unknown', `got the file "${text}"`, { hint: FORMS }));
}

async function openNamedBundle(path: string): ReturnType<OpenBundle> {
  const { manifest, policy } = await openBundleFolder(path);
  return { title: `the bundle ${manifest.name}`, policy };
}

function alwaysTarget(name: string, spec: ProblemSpec): Result<EvaluationTarget> {
  if (actionIndex(spec.actions, name) >= 0) {
    const policy = openPolicy(constantBody(spec, name), spec);
    return ok({ kind: 'policy', title: `always ${name}`, policy, names: [name] });
  }
  const known = spec.actions.actions.map((action) => action.name);
  const hint = didYouMean(name, known);
  return failed(issue('target/action', `the log has no action \`${name}\``, { hint }));
}
