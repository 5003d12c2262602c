import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { issue, NextmoveError } from '../../core/issue.ts';
import type { Comparison } from '../../evaluation/comparison.ts';
import { writeWholeFile } from '../../logs/wholeFile.ts';
import { renderEvaluation, renderReport, renderRun } from '../../reports/index.ts';
import { openRun, type Run } from './readRun.ts';
import type { RunVerb } from './runFolder.ts';
import { evaluationOf, trainingRunOf } from './trainingRun.ts';

export type ReportOptions = {
  /** Run folders of compare, train and evaluate, in the order of the page. */
  readonly runs: readonly string[];
  /** The page; not overwritten unless `force` is set. */
  readonly out: string;
  readonly force?: boolean;
};

export type Reported = {
  readonly path: string;
  /** What has no place on a page: plain files, and runs of simulate. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
};

/** Writes the page of run folders, from the folders alone. */
export async function report({ runs, out, force = false }: ReportOptions): Promise<Reported> {
  if (existsSync(out) && !force) {
    const hint = 'Name another with --out, or replace it with --force.';
    throw new NextmoveError(
      issue('report/exists', 'got a file that is there already', { at: { file: out }, hint }),
    );
  }
  const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() ?? false;
  const files = await Promise.all(runs.map(isFile));
  const opened = await Promise.all(runs.filter((_, i) => !files[i]).map((path) => openRun(path)));
  const page = await pageOf(opened);
  await writeWholeFile(out, page);
  const simulated = opened.filter(({ manifest }) => manifest.verb === 'simulate');
  const leftOut = [
    ...runs.filter((_, i) => files[i]).map((path) => ({ path, why: 'a file, no run folder' })),
    ...simulated.map(({ path }) => ({ path, why: 'a run of simulate, which has no page' })),
  ];
  return { path: out, leftOut };
}

/** The page of run folders as HTML: of comparisons with whatever else there is, of one training run, or of evaluations. */
export async function reportPage(paths: readonly string[]): Promise<string> {
  return pageOf(await Promise.all(paths.map((path) => openRun(path))));
}

async function pageOf(runs: readonly Run[]): Promise<string> {
  const of = (verb: RunVerb) => runs.filter(({ manifest }) => manifest.verb === verb);
  const comparisons = await Promise.all(of('compare').map(comparisonOf));
  const [trained, evaluated] = [of('train'), of('evaluate')];
  if (comparisons.length > 0) {
    return renderReport({
      comparisons,
      runs: await Promise.all(trained.map(trainingRunOf)),
      estimates: (await Promise.all(evaluated.map(evaluationsOf))).flat(),
    });
  }
  if (trained.length === 1 && evaluated.length === 0) return renderRun(await trainingRunOf(trained[0]));
  if (trained.length === 0 && evaluated.length > 0) return evaluationPage(evaluated);
  throw notAPage(runs);
}

async function evaluationPage(runs: readonly Run[]): Promise<string> {
  const [{ manifest }] = runs;
  const logs = await Promise.all(runs.map((run) => run.estimates()));
  const named = new Set(logs.flatMap((one) => (one?.evaluations ?? []).map(({ log }) => log)));
  return renderEvaluation({
    log: [...named].join('; '),
    evaluations: (await Promise.all(runs.map(evaluationsOf))).flat(),
    version: manifest.versions.nextmove,
  });
}

async function evaluationsOf(run: Run) {
  const { evaluations = [] } = (await run.estimates()) ?? {};
  return evaluations.map(evaluationOf);
}

async function comparisonOf(run: Run): Promise<Comparison> {
  const comparison = await run.comparison();
  if (comparison !== null) return comparison;
  const hint = 'The comparison was stopped before its end: run it again.';
  throw new NextmoveError(
    issue('report/no-comparison', 'got a run of compare without its comparison', {
      at: { file: run.path },
      hint,
    }),
  );
}

function notAPage(runs: readonly Run[]): NextmoveError {
  const got = runs.map(({ path, manifest }) => `${path} (${manifest.verb})`).join(', ') || 'nothing';
  const message = `got ${got}, wanted run folders that make one page`;
  const hint =
    'Give at least one run of `compare`, or one run of `train` alone, or runs of `evaluate` alone.';
  return new NextmoveError(issue('report/runs', message, { hint }));
}
