import { join } from 'node:path';
import { issue, NextmoveError, unwrap } from '../../core/issue.ts';
import type { Difference } from '../../evaluation/comparison.ts';
import type { Evidence, PolicyBundle } from '../../policies/bundle.ts';
import { openPolicy } from '../../policies/index.ts';
import { type BundleParts, makeBundle } from '../../policies/makeBundle.ts';
import type { PolicyBody, PolicyForm } from '../../policies/policy.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { World } from '../../scenario/world.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import { version } from '../provenance.ts';
import { openRun, type Run } from '../run/readRun.ts';
import { slug } from '../run/runFolder.ts';
import { rootKey } from '../seed.ts';
import { openBundleFolder, writeBundle } from './bundleFolder.ts';
import { leafSamples } from './leafSamples.ts';
import { servedGuardrails } from './servedGuardrails.ts';

export type ExportOptions = {
  /** Folder of the bundle; `models/NAME` where absent. */
  readonly out?: string | undefined;
  /** Replaces a folder that is there. */
  readonly force?: boolean | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** The policy without its exploration law: its log will tell little about other actions. */
  readonly greedy?: boolean | undefined;
  readonly forms?: readonly PolicyForm[];
  /** Those that the run's scenario may use. */
  readonly behaviours?: Catalogue['behaviours'];
};

export type Exported = { readonly path: string; readonly bundle: PolicyBundle };

/**
 * Writes the policy of a training run, or any parts that make a bundle, as a folder that `decide` and `serve` open.
 * Throws NextmoveError where the run holds no policy, the parts do not fit, or the folder is taken.
 */
export async function exportPolicy(
  what: string | BundleParts,
  options: ExportOptions = {},
): Promise<Exported> {
  const { forms = catalogue.forms, behaviours = catalogue.behaviours, force = false } = options;
  const parts =
    typeof what === 'string' ? await partsOfRun(await openRun(what, { behaviours }), options) : what;
  const path = options.out ?? join('models', parts.name);
  await writeBundle(await makeBundle(parts, forms), path, { force });
  return { path, bundle: await openBundleFolder(path, forms) };
}

/** What a bundle says of itself beside what its world says. */
export type BundleStory = Pick<BundleParts, 'name' | 'agent' | 'seeds'> &
  Partial<Pick<BundleParts, 'description' | 'evidence' | 'limits'>>;

/**
 * The parts of a bundle for a policy that was learned in a world: its guardrails with what they cost, its outcomes and
 * reward, and golden decisions out of simulated lives. Throws NextmoveError where the body does not fit the world.
 */
export function partsOfWorld(
  world: World,
  policy: PolicyBody,
  story: BundleStory,
  forms: readonly PolicyForm[] = catalogue.forms,
): BundleParts {
  const { scenario, clock } = world;
  const guardrails = servedGuardrails(world);
  const opened = openPolicy(policy, world.spec, forms);
  return {
    description: `Chooses the intervention for a customer in the situation of the scenario "${scenario.name}".`,
    evidence: [],
    limits: ['It was learned in a simulation: it is as good as the assumptions of its scenario.'],
    ...story,
    nextmove: version,
    origin: { title: `the scenario "${scenario.name}"`, hash: world.hash },
    clock: { start: clock.start, zone: clock.zone, tickDays: clock.tickDays },
    currency: scenario.currency,
    outcomes: world.outcomes,
    reward: world.reward,
    context: world.context,
    guardrails,
    policy,
    samples: leafSamples(world, guardrails, opened, rootKey(story.seeds.root ?? '')),
  };
}

/** What a training run's folder says of its policy. */
async function partsOfRun(run: Run, options: ExportOptions): Promise<BundleParts> {
  const { forms, greedy = false } = options;
  const { agent, seeds, complete } = run.manifest;
  const policy = await run.policy(greedy ? 'policy' : 'exploring');
  const file = await run.scenario();
  if (policy === null || file === null || agent === null) throw noPolicy(run);
  const world = unwrap(await compileWorld(file.parsed));
  const estimates = await run.estimates();
  const parts = partsOfWorld(
    world,
    policy,
    {
      name: options.name ?? slug(`${world.scenario.name} ${agent.kind}`).slice(0, 64),
      agent,
      seeds,
      evidence: (estimates?.differences ?? []).map((one) => evidenceOf(one, estimates?.level ?? 0, greedy)),
    },
    forms,
  );
  const stopped = complete ? [] : ['Its training was stopped before the end.'];
  const description = options.description ?? parts.description;
  return { ...parts, description, limits: [...parts.limits, ...stopped] };
}

function evidenceOf(
  { policy, reference, measure, mean, interval, unit, units }: Difference,
  level: number,
  greedy: boolean,
): Evidence {
  return {
    title: `${measure} a customer, ${policy} less ${reference}`,
    value: Number.isFinite(mean) ? mean : null,
    interval: interval.every(Number.isFinite) ? interval : null,
    level,
    basis: `${units} ${unit}${units === 1 ? '' : 's'} on fresh luck`,
    note: greedy ? '' : 'Measured without exploration; this bundle explores.',
  };
}

function noPolicy({ path, manifest }: Run): NextmoveError {
  const message = `got the run of \`${manifest.verb}\`, which holds no policy of an agent`;
  const hint = 'Export the folder of a training run: `nextmove train` writes one.';
  return new NextmoveError(issue('export/no-policy', message, { at: { file: path }, hint }));
}
