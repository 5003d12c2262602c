import { type Issue, issue, NextmoveError, unwrap } from '../../core/issue.ts';
import type { EvaluateOptions } from '../../evaluation/estimate.ts';
import type { LogSchema } from '../../journey/records.ts';
import type { RewardDefinition } from '../../journey/rewards.ts';
import { openPolicy } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import { openLog } from '../log/openLog.ts';
import { beginManifest, completeManifest } from '../run/manifest.ts';
import { plainJson } from '../run/plainJson.ts';
import { isRun, openRun } from '../run/readRun.ts';
import { reportPage } from '../run/report.ts';
import { beginRun, RUN_FILES, type RunPlace } from '../run/runFolder.ts';
import { isBundle, openBundleFolder } from '../serve/bundleFolder.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { parseReward, type RewardOptions } from './parseReward.ts';
import { parseTarget } from './parseTarget.ts';
import { openPolicyFolder } from './policyFolder.ts';
import type { RunEstimates } from './runEstimates.ts';

export type EvaluateRunOptions = RunPlace &
  RewardOptions &
  Partial<Omit<EvaluateOptions, 'reward' | 'rewardModel'>> & {
    /** A log's folder, or a CSV file with its mapping. */
    readonly log: string;
    readonly mapping?: string | undefined;
    /** As parseTarget has it; the folder of a training run too. */
    readonly policy: string;
    /** Outcomes with signs; by default the bundle's reward, that of the run whose log it is, or the only outcome. */
    readonly reward?: string | undefined;
    readonly estimators?: readonly string[] | undefined;
    readonly catalogue?: Catalogue;
  };

export type EvaluateRun = {
  readonly evaluation: Evaluation;
  readonly schema: LogSchema;
  readonly warnings: readonly Issue[];
  /** The run folder, or null where none was asked for. */
  readonly path: string | null;
  /** Whether no estimator gives a number for the target: every one that looks at it is withheld. */
  readonly withheld: boolean;
};

/** Opens a log, a target and a reward by their names, evaluates, and writes a run folder where `out` says. */
export async function evaluateRun(options: EvaluateRunOptions): Promise<EvaluateRun> {
  const { catalogue: parts = catalogue, mapping } = options;
  const opened = await openLog(options.log, mapping === undefined ? {} : { mapping });
  const log = unwrap(opened);
  const target = unwrap(
    await parseTarget(options.policy, log.schema, (path) => storedTarget(path, log.schema, parts)),
  );
  const evaluation = await evaluate(log, target, {
    ...settingsOf(options),
    reward: await rewardOf(options, log.schema),
    catalogue: parts,
  });
  const path = options.out === undefined ? null : await saveEvaluation(evaluation, options);
  const warnings = opened.ok ? opened.warnings : [];
  return { evaluation, schema: log.schema, warnings, path, withheld: isWithheld(evaluation, parts) };
}

async function storedTarget(path: string, schema: LogSchema, parts: Catalogue) {
  const stored = await openPolicyFolder(path, parts);
  if (stored === null) {
    const hint = 'Give the folder of a training run or of a bundle.';
    throw new NextmoveError(issue('target/folder', 'no policy lies here', { at: { file: path }, hint }));
  }
  const spec = { actions: schema.actions, features: schema.features };
  return { title: stored.title, policy: openPolicy(stored.body, spec, parts.forms) };
}

/** Settings that were given; the others have the verb's defaults. */
function settingsOf(options: EvaluateRunOptions): Partial<EvaluateRunOptions> {
  const names = ['level', 'clip', 'folds', 'minimumEffectiveSampleSize', 'treatment', 'estimators'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/** As given; else that of the bundle, of the run whose policy or whose log it is; else the log's only outcome. */
async function rewardOf(options: EvaluateRunOptions, schema: LogSchema): Promise<RewardDefinition> {
  const { reward, policy, log, catalogue: parts = catalogue } = options;
  if (reward === undefined) {
    const known =
      (await bundleReward(policy, parts)) ??
      (await runReward(policy, parts)) ??
      (await runReward(log, parts));
    const outcomes = schema.outcomes.map(({ name }) => name);
    if (known?.of.every(({ outcome }) => outcomes.includes(outcome))) return known;
  }
  return unwrap(parseReward(reward, schema, options));
}

async function bundleReward(path: string, { forms }: Catalogue): Promise<RewardDefinition | null> {
  return (await isBundle(path)) ? (await openBundleFolder(path, forms)).manifest.reward : null;
}

async function runReward(path: string, known: Catalogue): Promise<RewardDefinition | null> {
  const file = (await isRun(path)) ? await (await openRun(path, known)).scenario() : null;
  return file === null ? null : unwrap(await compileWorld(file.parsed)).reward;
}

function isWithheld({ estimates }: Evaluation, { estimators }: Catalogue): boolean {
  const looks = (kind: string) => (estimators.find((one) => one.kind === kind)?.needs.length ?? 0) > 0;
  const judging = estimates.filter(({ estimator }) => looks(estimator));
  return judging.length > 0 && judging.every(({ withheld }) => withheld !== null);
}

async function saveEvaluation(evaluation: Evaluation, options: EvaluateRunOptions): Promise<string> {
  const title = `${evaluation.title}, from ${evaluation.log}`;
  const run = await beginRun(title, options);
  try {
    const began = await beginManifest({ verb: 'evaluate', title, scenario: null, seeds: {}, size: {} });
    const level = evaluation.estimates[0]?.level ?? options.level ?? 0.95;
    const estimates: RunEstimates = {
      ...{ format: 1, level, measures: [], differences: [] },
      evaluations: [evaluation],
    };
    await run.write(RUN_FILES.estimates, plainJson(estimates));
    await run.write(RUN_FILES.manifest, completeManifest(began));
    await run.write(RUN_FILES.report, await reportPage([run.folder]));
    await run.commit();
    return run.path;
  } catch (error) {
    await run.discard();
    throw error;
  }
}
