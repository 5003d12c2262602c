import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { issue, NextmoveError } from '../../core/issue.ts';
import { decodeState } from '../../core/json.ts';
import type { Comparison, LearningPoint } from '../../evaluation/comparison.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import type { RunEstimates } from '../evaluate/runEstimates.ts';
import { type ScenarioFile, scenarioFromText } from '../scenarioFile.ts';
import { noFolder } from './noFolder.ts';
import { parsePlain } from './plainJson.ts';
import { RUN_FILES, type RunManifest } from './runFolder.ts';
import { checkShape, comparisonShape, estimatesShape, manifestShape } from './runShapes.ts';

/** A run folder as it lies there: its manifest, and each further file when it is asked for. */
export type Run = {
  readonly path: string;
  readonly manifest: RunManifest;
  /** null where the run has none. */
  comparison(): Promise<Comparison | null>;
  estimates(): Promise<RunEstimates | null>;
  learning(): Promise<readonly LearningPoint[]>;
  scenario(): Promise<ScenarioFile | null>;
  /** The frozen greedy policy, or the exploring one. */
  policy(file?: 'policy' | 'exploring'): Promise<PolicyBody | null>;
  /** The agent's state, for its own `freeze` and `learn`. */
  state(): Promise<unknown>;
};

/** Opens a run folder; its scenario may use the behaviours of the catalogue. Throws NextmoveError where it is none. */
export async function openRun(path: string, known: Pick<Catalogue, 'behaviours'> = catalogue): Promise<Run> {
  const manifest = await manifestOf(path);
  const json = async (file: string, shape: z.ZodType) => {
    const value = parsed(path, file, await textOf(path, file));
    return value === null ? null : checkShape(shape, value, { folder: path, file });
  };
  const state = async (file: string) => {
    const text = await textOf(path, file);
    return text === null ? null : decodeState(text);
  };
  return {
    path,
    manifest,
    comparison: async () => (await json(RUN_FILES.comparison, comparisonShape)) as Comparison | null,
    estimates: async () => (await json(RUN_FILES.estimates, estimatesShape)) as RunEstimates | null,
    learning: async () => learningOf((await textOf(path, RUN_FILES.metrics)) ?? '', manifest),
    async scenario() {
      const text = await textOf(path, RUN_FILES.scenario);
      const file = join(path, RUN_FILES.scenario);
      return text === null ? null : scenarioFromText(text, file, manifest.scenario?.set ?? {}, known);
    },
    policy: async (file = 'policy') => (await state(RUN_FILES[file])) as PolicyBody | null,
    state: () => state(RUN_FILES.state),
  };
}

async function manifestOf(path: string): Promise<RunManifest> {
  const text = await textOf(path, RUN_FILES.manifest);
  if (text === null) throw existsSync(path) ? notARun(path) : new NextmoveError(noFolder(path));
  const value = parsed(path, RUN_FILES.manifest, text) as Partial<RunManifest> & { readonly files?: unknown };
  if (value !== null && 'policyId' in Object(value) && 'files' in Object(value)) throw aBundle(path);
  const { format } = Object(value) as { readonly format?: unknown };
  if (typeof format === 'number' && format !== 1) throw otherFormat(path, format);
  return checkShape(manifestShape, value, { folder: path, file: RUN_FILES.manifest }) as RunManifest;
}

/** Whether a folder holds a run. */
export async function isRun(path: string): Promise<boolean> {
  const text = await textOf(path, RUN_FILES.manifest).catch(() => null);
  return text !== null && /"verb":/.test(text);
}

async function textOf(path: string, file: string): Promise<string | null> {
  try {
    return await readFile(join(path, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function parsed(path: string, file: string, text: string | null): unknown {
  if (text === null) return null;
  try {
    return parsePlain(text);
  } catch (error) {
    const at = { file: join(path, file) };
    const hint = 'Run it again; folders are whole unless somebody changed them.';
    throw new NextmoveError(issue('run/json', `got no JSON: ${(error as Error).message}`, { at, hint }));
  }
}

/** The rounds of metrics.csv: its first columns are round, decisions, value and reference. */
function learningOf(csv: string, { agent, seeds }: RunManifest): LearningPoint[] {
  const lines = csv.split('\n').filter((line) => line !== '');
  return lines.slice(1).map((line) => {
    const [round, decisions, value, reference] = line.split(',').map(Number);
    return {
      agent: agent?.title ?? '',
      seed: Number(seeds.root) || 0,
      round,
      decisions,
      value,
      reference,
    };
  });
}

function notARun(path: string): NextmoveError {
  const hint = '`nextmove train`, `compare`, `simulate` and `evaluate` write one.';
  const message = `got a folder without a run's ${RUN_FILES.manifest}, wanted a run folder`;
  return new NextmoveError(issue('run/none', message, { at: { file: path }, hint }));
}

function aBundle(path: string): NextmoveError {
  const hint = '`nextmove show`, `decide` and `serve` open it, and `evaluate --policy` judges it.';
  return new NextmoveError(
    issue('run/none', 'got a bundle, wanted a run folder', { at: { file: path }, hint }),
  );
}

function otherFormat(path: string, format: unknown): NextmoveError {
  const message = `got a run of format ${String(format)}, this release reads format 1`;
  const hint = `Make ${basename(path)} again with this release.`;
  return new NextmoveError(issue('run/format', message, { at: { file: path }, hint }));
}
