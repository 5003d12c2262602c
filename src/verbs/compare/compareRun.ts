import { join } from 'node:path';
import { issue, NextmoveError } from '../../core/issue.ts';
import type { Comparison } from '../../evaluation/comparison.ts';
import { failureOf, formatIssue } from '../failure.ts';
import { keeping } from '../progress.ts';
import { beginManifest, completeManifest } from '../run/manifest.ts';
import { plainJson } from '../run/plainJson.ts';
import { report, reportPage } from '../run/report.ts';
import { beginRun, RUN_FILES, type RunPlace, slug } from '../run/runFolder.ts';
import { type ScenarioFile, withSettings } from '../scenarioFile.ts';
import { compare } from './compare.ts';
import { type CompareOptions, fullSize, smallSize } from './compareOptions.ts';

export type CompareRunOptions = Omit<CompareOptions, 'scenario' | 'rescenario' | 'size' | 'agents'> &
  RunPlace & {
    readonly file: ScenarioFile;
    readonly agents?: readonly string[];
    readonly size?: CompareOptions['size'] | 'small' | 'full';
  };

export type CompareRun = { readonly path: string; readonly comparison: Comparison };

/** Agents that are trained where nobody says which: two that look one decision ahead and one that looks further. */
export const defaultAgents: readonly string[] = ['linThompson', 'qLearning', 'sparseUplift'];

/** Compares, and writes the comparison with its page as a run folder (see runFolder.ts), whole or not at all. */
export async function compareRun(options: CompareRunOptions): Promise<CompareRun> {
  const { file, seed = 1, agents = defaultAgents } = options;
  const { name } = file.parsed.scenario;
  const run = await beginRun(`${name} compare`, options);
  try {
    const began = await beginManifest({
      ...{ verb: 'compare', title: `Policies compared in ${name}`, scenario: file },
      ...{ seeds: { root: String(seed) }, size: {} },
    });
    const rescenario: CompareOptions['rescenario'] = (set) => withSettings(file, set);
    const size = sizeOf(options.size);
    const comparison = await compare({ ...options, agents, size, scenario: file.parsed, rescenario });
    const { customers, luckKeys, notes, seeds } = comparison.method;
    await run.write(RUN_FILES.scenario, file.text);
    await run.write(RUN_FILES.comparison, plainJson(comparison));
    const simulated = { customers, luckKeys, seeds: seeds.training.length };
    await run.write(RUN_FILES.manifest, completeManifest(began, { size: simulated, notes }));
    const refusal = await reportPage([run.folder])
      .then((page) => run.write(RUN_FILES.report, page))
      .catch((error: unknown) => error);
    await run.commit();
    if (refusal !== undefined) throw withoutPage(run.path, refusal);
    return { path: run.path, comparison };
  } catch (error) {
    await run.discard();
    throw keeping(error, 'Nothing was written.');
  }
}

/** What took long stands, whatever its page lacks. */
function withoutPage(path: string, refusal: unknown): NextmoveError {
  const why = failureOf(refusal).issues.map(formatIssue).join('; ');
  const hint = `The comparison stands there: \`nextmove report ${path} --out PAGE.html\` draws it again.`;
  return new NextmoveError(
    issue('compare/page', `the page was not written: ${why}`, { at: { file: path }, hint }),
  );
}

export type CompareRunsOptions = Omit<CompareRunOptions, 'file'> & {
  readonly files: readonly ScenarioFile[];
};

export type CompareRuns = {
  readonly runs: readonly CompareRun[];
  /** The page of all of them. */
  readonly page: string;
};

/** Compares in each scenario; `out` is then the folder that holds a run folder each, and the page of all. */
export async function compareRuns({ files, out, ...options }: CompareRunsOptions): Promise<CompareRuns> {
  if (files.length === 1) {
    const run = await compareRun({ ...options, out, file: files[0] });
    return { runs: [run], page: join(run.path, RUN_FILES.report) };
  }
  const runs: CompareRun[] = [];
  for (const file of files) {
    const place = out === undefined ? undefined : join(out, slug(file.parsed.scenario.name));
    runs.push(await compareRun({ ...options, out: place, file }));
  }
  const paths = runs.map(({ path }) => path);
  const page = join(out ?? 'runs', RUN_FILES.report);
  await report({ runs: paths, out: page, force: true });
  return { runs, page };
}

function sizeOf(size: CompareRunOptions['size']): CompareOptions['size'] {
  return size === 'small' ? smallSize : size === 'full' ? fullSize : size;
}
