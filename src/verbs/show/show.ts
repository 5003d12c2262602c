import { readFile, stat } from 'node:fs/promises';
import { type Issue, issue, NextmoveError, nearest, unwrap } from '../../core/issue.ts';
import { draftMapping } from '../../logs/draftMapping.ts';
import { readMapping } from '../../logs/readMapping.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { worldKernelText } from '../../simulator/worldKernelText.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import { openLog } from '../log/openLog.ts';
import { noFolder } from '../run/noFolder.ts';
import { isRun, openRun } from '../run/readRun.ts';
import { beginRun, type RunPlace } from '../run/runFolder.ts';
import { libraryNames, openScenario, type ScenarioFile, type Settings } from '../scenarioFile.ts';
import { isBundle, openBundleFolder } from '../serve/bundleFolder.ts';
import { scenarioPage } from './scenarioPage.ts';
import { showAgent, showAgents } from './showAgent.ts';
import { showLog } from './showLog.ts';
import { showDraft, showMapping } from './showMapping.ts';
import { showRun } from './showRun.ts';
import { showScenario } from './showScenario.ts';

/** What something is: lines for people, and the same as plain data. */
export type Shown = {
  readonly kind: 'scenario' | 'run' | 'bundle' | 'log' | 'mapping' | 'csv' | 'agent' | 'agents';
  readonly lines: readonly string[];
  readonly data: { readonly [name: string]: unknown };
  readonly warnings?: readonly Issue[];
};

export type ShowOptions = {
  readonly set?: Settings;
  /** Of a scenario: the WebAssembly text that its ticks run as, and nothing else. */
  readonly kernel?: boolean;
  /** Of a scenario: folder for a page with its stages drawn. */
  readonly out?: string | undefined;
  /** Replaces what is there. */
  readonly force?: boolean;
  /** Agents by name, and what a scenario may use below `behaviours:`. */
  readonly catalogue?: Pick<Catalogue, 'agents' | 'behaviours'>;
};

/**
 * Says what a path holds: a scenario (a file, or one of the library by name), a run folder, a bundle, a log's folder, a
 * mapping or a CSV file; or, by its kind, an agent, and `agents` for all. Throws NextmoveError where it is none of
 * these, or broken.
 */
export async function show(path: string, options: ShowOptions = {}): Promise<Shown> {
  const shown = await showAny(path, options);
  if (shown.kind === 'scenario' || !(options.kernel || options.out !== undefined)) return shown;
  const message = `got something else (${shown.kind}), wanted a scenario: it alone has a kernel and a page`;
  throw new NextmoveError(issue('show/scenario', message, { at: { file: path } }));
}

async function showAny(path: string, options: ShowOptions): Promise<Shown> {
  const known = options.catalogue ?? catalogue;
  const { agents } = known;
  const found = await stat(path).catch(() => null);
  if (found === null && path === 'agents')
    return { kind: 'agents', lines: showAgents(agents), data: { agents } };
  const agent = found === null ? agents.find(({ kind }) => kind === path) : undefined;
  if (agent !== undefined) return { kind: 'agent', lines: showAgent(agent), data: { agent } };
  if (found?.isDirectory()) return showFolder(path);
  if (found === null && !/\.\w+$/.test(path)) await refuseUnknown(path, agents);
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return showCsv(path);
  if (found !== null && /^\s*"?mapping"?\s*:/m.test(await readFile(path, 'utf8'))) {
    const mapping = unwrap(await readMapping(path));
    return { kind: 'mapping', lines: [path, ...showMapping(mapping)], data: { mapping } };
  }
  const file = await openScenario(path, options.set, known);
  const { scenario } = file.parsed;
  const { warnings } = file;
  if (options.kernel) return { kind: 'scenario', ...(await kernelOf(file)), warnings };
  const lines = await showScenario(file);
  if (options.out === undefined) return { kind: 'scenario', lines, data: { scenario }, warnings };
  const page = await writePage(file, { out: options.out, force: options.force });
  return { kind: 'scenario', lines: [...lines, '', `Written: ${page}`], data: { scenario, page }, warnings };
}

async function kernelOf({ file, parsed }: ScenarioFile): Promise<Pick<Shown, 'lines' | 'data'>> {
  const kernel = worldKernelText(unwrap(await compileWorld(parsed)));
  if (kernel !== null) return { lines: kernel.split('\n'), data: { kernel } };
  const message = 'got a scenario whose ticks are too many or too long for a kernel: it is interpreted';
  throw new NextmoveError(issue('show/kernel', message, { at: { file } }));
}

async function writePage({ parsed }: ScenarioFile, place: RunPlace): Promise<string> {
  const page = await scenarioPage(unwrap(await compileWorld(parsed)));
  const run = await beginRun('scenario', place);
  try {
    await run.write('scenario.html', page);
    await run.commit();
  } catch (error) {
    await run.discard();
    throw error;
  }
  return `${run.path.replace(/[\\/]+$/, '')}/scenario.html`;
}

/** Throws NextmoveError where a path that is not there names no scenario of the library either. */
async function refuseUnknown(path: string, agents: Catalogue['agents']): Promise<void> {
  const scenarios = await libraryNames();
  if (scenarios.includes(path)) return;
  const partial = noFolder(path);
  if (partial.hint !== undefined) throw new NextmoveError(partial);
  const near = nearest(path, [...scenarios, ...agents.map(({ kind }) => kind), 'agents']);
  const list = `The library has ${scenarios.join(', ')}; \`nextmove show agents\` lists the agents. ${SHOWN}`;
  const message = 'there is no file, folder, scenario or agent of that name';
  const hint = near === undefined ? list : `Did you mean \`${near}\`?`;
  throw new NextmoveError(issue('show/unknown', message, { at: { file: path }, hint }));
}

const SHOWN = 'Files and folders: a scenario, a mapping, a CSV file, a run, a bundle, a log.';

async function showFolder(path: string): Promise<Shown> {
  if (await isRun(path)) {
    const run = await openRun(path);
    const [comparison, estimates, learning] = await Promise.all([
      run.comparison(),
      run.estimates(),
      run.learning(),
    ]);
    const data = { manifest: run.manifest, learning, estimates, comparison };
    return { kind: 'run', lines: await showRun(run), data };
  }
  if (await isBundle(path)) {
    const { manifest, card } = await openBundleFolder(path);
    const proof = `${path}: bundle ${manifest.id}; every file is as exported, and every golden decision agrees`;
    return { kind: 'bundle', lines: [proof, '', card.trimEnd()], data: { manifest } };
  }
  const opened = await openLog(path);
  if (!opened.ok) throw unknownFolder(path, opened.issues);
  const { lines, data } = await showLog(path, opened.value);
  return { kind: 'log', lines, data, warnings: opened.warnings };
}

async function showCsv(path: string): Promise<Shown> {
  const draft = await draftMapping(path, /\.tsv/i.test(path) ? '\t' : ',');
  return { kind: 'csv', lines: [path, ...showDraft(draft)], data: draft };
}

function unknownFolder(path: string, issues: readonly Issue[]): NextmoveError {
  if (issues.some(({ code }) => code !== 'log/none')) return new NextmoveError(issues);
  const message = 'got a folder that is no run, no bundle and no log';
  const hint = 'train, compare, simulate, evaluate, export, import and serve write such folders.';
  return new NextmoveError(issue('show/unknown', message, { at: { file: path }, hint }));
}
