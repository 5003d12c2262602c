import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { appendFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issue, NextmoveError } from '../../core/issue.ts';
import { atPath, atPathNow } from '../../logs/atPath.ts';
import { makeFolder } from '../../logs/makeFolder.ts';
import type { Settings } from '../scenarioFile.ts';

/**
 * A run folder, `runs/NAME/`: all that a run was and came to, so that a report needs nothing else.
 *
 * | file | verbs | what it is |
 * | --- | --- | --- |
 * | `manifest.json` | all | what made it: RunManifest |
 * | `scenario.yaml` | simulate, train, compare | the scenario's text; `set` of the manifest holds what was set beside it |
 * | `metrics.csv` | train | one line a round, appended as it learns: round, decisions, value, reference, then the agent's own |
 * | `policy.json` | train | the frozen greedy policy: encodeState of a PolicyBody |
 * | `exploring.json` | train | the same with its exploration law |
 * | `state.json` | train | the agent's state: encodeState |
 * | `schema.json`, `blocks.json`, `decisions.parquet`, `outcomes.parquet`, `events.parquet`, `endings.parquet` | simulate, train | a log of customers whom the policy never met (the exploring one, after training); the folder is a log folder too |
 * | `decisions.csv` and so on | simulate, where asked for | the same log for programs that read no Parquet |
 * | `estimates.json` | simulate, train, evaluate | measures, paired differences and estimates from logs: RunEstimates |
 * | `comparison.json` | compare | the Comparison |
 * | `report.html` | train, compare, evaluate | the page; `nextmove report` makes it again |
 *
 * While it is written the folder is called `NAME.partial`, and gets its name when it is whole; a simulation that takes long
 * keeps what it has come to there, as `state.nextmove`, to be gone on with. JSON files say `NaN`,
 * `Infinity` and `-Infinity` as words (see plainJson).
 */
export const RUN_FILES = {
  manifest: 'manifest.json',
  scenario: 'scenario.yaml',
  metrics: 'metrics.csv',
  policy: 'policy.json',
  exploring: 'exploring.json',
  state: 'state.json',
  estimates: 'estimates.json',
  comparison: 'comparison.json',
  report: 'report.html',
} as const;

/** What a run that takes long has come to, in its partial folder. */
const KEPT_STATE = 'state.nextmove';

export type RunVerb = 'simulate' | 'train' | 'compare' | 'evaluate';

export type RunManifest = {
  readonly format: 1;
  readonly verb: RunVerb;
  readonly title: string;
  /** False in a folder that was stopped on the way. */
  readonly complete: boolean;
  /** `hash` is of the resolved scenario, not of the text; null for evaluations of a log. */
  readonly scenario: { readonly name: string; readonly hash: string; readonly set: Settings } | null;
  /** What was learned with, or null. */
  readonly agent: {
    readonly kind: string;
    readonly version: number;
    readonly title: string;
    readonly options: { readonly [name: string]: number };
  } | null;
  /** The policy that wrote the log or that was evaluated: title and id of its body. */
  readonly policy: { readonly title: string; readonly id: string } | null;
  readonly seeds: { readonly [name: string]: string };
  /** How much was simulated, by name. */
  readonly size: { readonly [name: string]: number };
  readonly versions: { readonly nextmove: string; readonly node: string };
  readonly machine: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly notes: readonly string[];
};

/** Where a run goes. */
export type RunPlace = {
  /** Its folder; one in `runs/` with a name of its own where absent. */
  readonly out?: string | undefined;
  /** Replaces a folder that is there already, once the new one is whole. */
  readonly force?: boolean | undefined;
  /** Goes on with what a stopped run has kept; begins where there is nothing. */
  readonly resume?: boolean | undefined;
};

/** A run folder that is being written. */
export type RunWriter = {
  /** Where it will stand, and where it is written until then. */
  readonly path: string;
  readonly folder: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  append(name: string, text: string): Promise<void>;
  /** What a stopped run has kept, or null. */
  kept(): Promise<Uint8Array | null>;
  /** Keeps what the run has come to, whole, before it returns. */
  keep(state: Uint8Array): void;
  /** Whether something is kept, to be gone on with. */
  isKept(): boolean;
  /** Makes it stand at its path. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
  /** Leaves nothing behind but what is kept. */
  leave(): Promise<void>;
};

/** Begins a run folder; `name` is what it is called where nobody says, with a number behind it. Throws NextmoveError. */
export async function beginRun(
  name: string,
  { out, force = false, resume = false }: RunPlace,
): Promise<RunWriter> {
  const path = out ?? freePath(join('runs', slug(name)));
  const folder = `${path.replace(/[\\/]+$/, '')}.partial`;
  const state = join(folder, KEPT_STATE);
  const taken = force ? [] : resume ? [path] : [path, folder];
  for (const one of taken) if (existsSync(one)) throw exists(one, existsSync(state));
  const leave = async () => {
    const names = await readdir(folder);
    const rest = names.filter((one) => one !== KEPT_STATE);
    await Promise.all(rest.map((one) => rm(join(folder, one), { recursive: true, force: true })));
  };
  let takeAway = async () => {};
  if (resume && existsSync(folder)) await leave();
  else {
    await rm(folder, { recursive: true, force: true });
    takeAway = await makeFolder(folder);
  }
  return {
    path,
    folder,
    write: (file, content) => atPath(join(folder, file), () => writeFile(join(folder, file), content)),
    append: (file, text) => atPath(join(folder, file), () => appendFile(join(folder, file), text)),
    kept: async () => (existsSync(state) ? readFile(state) : null),
    keep: (bytes) => atPathNow(state, () => writeWhole(state, bytes)),
    isKept: () => existsSync(state),
    leave,
    async commit() {
      await rm(state, { force: true });
      await rm(path, { recursive: true, force: true });
      await rename(folder, path);
    },
    async discard() {
      await rm(folder, { recursive: true, force: true });
      await takeAway();
    },
  };
}

/** Before it returns, so that a run can keep its state in the middle of a tick; a torn file has no name. */
function writeWhole(path: string, bytes: Uint8Array): void {
  const partial = `${path}.partial`;
  const file = openSync(partial, 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
}

/** Lower case letters, digits and dashes. */
export function slug(text: string): string {
  const plain = text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-|-$/g, '') || 'run';
}

function freePath(stem: string): string {
  for (let n = 1; ; n++) {
    const path = `${stem}-${n}`;
    if (!existsSync(path) && !existsSync(`${path}.partial`)) return path;
  }
}

function exists(path: string, isKept: boolean): NextmoveError {
  const hint = isKept
    ? 'It is what a stopped run left: go on with it by --resume, name another with --out, or replace it with --force.'
    : path.endsWith('.partial')
      ? 'It is what a stopped run left: take it away, name another with --out, or replace it with --force.'
      : 'Name another with --out, or replace it with --force.';
  return new NextmoveError(issue('run/exists', 'got a path that is taken', { at: { file: path }, hint }));
}
