import type { Comparison } from '../evaluation/comparison.ts';
import { compare } from './compare.ts';
import type { CompareOptions } from './compareOptions.ts';
import { beginManifest, completeManifest } from './manifest.ts';
import { plainJson } from './plainJson.ts';
import { reportPage } from './report.ts';
import { beginRun, RUN_FILES, type RunPlace } from './runFolder.ts';
import { type ScenarioFile, withSettings } from './scenarioFile.ts';

export type CompareRunOptions = Omit<CompareOptions, 'scenario' | 'rescenario'> &
  RunPlace & { readonly file: ScenarioFile };

export type CompareRun = { readonly path: string; readonly comparison: Comparison };

/** Compares, and writes the comparison with its page as a run folder (see runFolder.ts), whole or not at all. */
export async function compareRun(options: CompareRunOptions): Promise<CompareRun> {
  const { file, seed = 1 } = options;
  const { name } = file.parsed.scenario;
  const run = await beginRun(`${name} compare`, options);
  try {
    const began = await beginManifest({
      ...{ verb: 'compare', title: `Policies compared in ${name}`, scenario: file },
      ...{ seeds: { root: String(seed) }, size: {} },
    });
    const rescenario: CompareOptions['rescenario'] = (set) => withSettings(file, set);
    const comparison = await compare({ ...options, scenario: file.parsed, rescenario });
    const { customers, luckKeys, notes, seeds } = comparison.method;
    await run.write(RUN_FILES.scenario, file.text);
    await run.write(RUN_FILES.comparison, plainJson(comparison));
    const size = { customers, luckKeys, seeds: seeds.training.length };
    await run.write(RUN_FILES.manifest, completeManifest(began, { size, notes }));
    await run.write(RUN_FILES.report, await reportPage([run.folder]));
    await run.commit();
    return { path: run.path, comparison };
  } catch (error) {
    await run.discard();
    throw error;
  }
}
