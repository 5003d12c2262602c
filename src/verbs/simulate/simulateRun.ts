import { unwrap } from '../../core/issue.ts';
import { writeCsvTables } from '../../logs/csvTables.ts';
import { openParquetLog, writeParquetLog } from '../../logs/parquet.ts';
import type { RunEstimates } from '../evaluate/runEstimates.ts';
import { breathing, keeping } from '../progress.ts';
import { beginManifest, completeManifest } from '../run/manifest.ts';
import { plainJson } from '../run/plainJson.ts';
import { beginRun, RUN_FILES, type RunPlace } from '../run/runFolder.ts';
import type { ScenarioFile } from '../scenarioFile.ts';
import { type Simulated, type SimulateOptions, simulate } from './simulate.ts';
import { toldOf } from './simulatedEvents.ts';

export type SimulateRunOptions = Omit<SimulateOptions, 'scenario' | 'keeping'> &
  RunPlace & {
    readonly file: ScenarioFile;
    /** Whether lives are logged in the folder; true by default. */
    readonly log?: boolean;
    /** Writes the log as CSV, too. */
    readonly csv?: boolean | undefined;
    /** Seconds after which what the run has come to is kept, and again; 30 by default. */
    readonly snapshotEvery?: number;
  };

export type SimulateRun = Simulated & { readonly path: string };

/**
 * Simulates, and writes measures and log as a run folder (see runFolder.ts), whole or not at all. A run that takes long keeps
 * what it has come to; with `resume` one that was stopped or killed goes on from there, to the same bits. Its log is written
 * last, in one pass, which is begun anew.
 */
export async function simulateRun(options: SimulateRunOptions): Promise<SimulateRun> {
  const { file, policy = 'today', seed = 1, snapshotEvery = 30 } = options;
  const { name } = file.parsed.scenario;
  const run = await beginRun(`${name} ${policy}`, options);
  try {
    const began = await beginManifest({
      ...{ verb: 'simulate', title: `${name} under ${policy}`, scenario: file },
      ...{ seeds: { root: String(seed) }, size: {} },
    });
    const keeping = { from: await run.kept(), every: 1000 * snapshotEvery, keep: run.keep };
    const simulated = await simulate({ ...options, keeping, scenario: file.parsed });
    const { customers, worlds, measures } = simulated;
    if (options.log ?? true) {
      const { logLevel: level = 'decisions', sample = 1 } = options;
      const log = simulated.logAt({ level, sample, ...toldOf(options, 'log', customers) });
      await writeParquetLog(run.folder, breathing(log, options));
      if (options.csv) {
        await writeCsvTables(run.folder, breathing(unwrap(await openParquetLog(run.folder)), options));
      }
    }
    const { level = 0.95 } = options;
    const estimates: RunEstimates = {
      ...{ format: 1, level, measures: Object.values(measures) },
      differences: [],
      evaluations: [],
    };
    await run.write(RUN_FILES.scenario, file.text);
    await run.write(RUN_FILES.estimates, plainJson(estimates));
    const { title, id } = simulated.policy;
    const more = { title: `${name} under ${title}`, policy: { title, id }, size: { customers, worlds } };
    await run.write(RUN_FILES.manifest, completeManifest(began, more));
    await run.commit();
    return { ...simulated, path: run.path };
  } catch (error) {
    if (!run.isKept()) await run.discard();
    else await run.leave();
    throw keeping(error, run.isKept() ? `Go on with --out ${run.path} --resume.` : 'Nothing was written.');
  }
}
