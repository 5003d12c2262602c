import { encodeState } from '../../core/json.ts';
import { writeParquetLog } from '../../logs/parquet.ts';
import { agentOf, catalogue } from '../catalogue.ts';
import { keeping } from '../progress.ts';
import { beginManifest, completeManifest } from '../run/manifest.ts';
import { metricsLines } from '../run/metricsCsv.ts';
import { plainJson } from '../run/plainJson.ts';
import { reportPage } from '../run/report.ts';
import { beginRun, RUN_FILES, type RunManifest, type RunPlace, type RunWriter } from '../run/runFolder.ts';
import type { ScenarioFile } from '../scenarioFile.ts';
import {
  checkedOptions,
  defaultTrainSize,
  type Trained,
  type TrainedRound,
  type TrainOptions,
  train,
} from './train.ts';
import { defaultEvidenceSize, type Evidence, type EvidenceSize, evidenceOf } from './trainEvidence.ts';

export type TrainRunOptions = Omit<TrainOptions, 'scenario'> &
  RunPlace & {
    readonly file: ScenarioFile;
    /** How much is simulated after training, to judge it. */
    readonly evidence?: Partial<EvidenceSize>;
    /** Of the intervals. */
    readonly level?: number;
  };

export type TrainRun = Evidence & { readonly path: string; readonly trained: Trained };

/**
 * Trains an agent and writes its run folder (see runFolder.ts): the rounds as they end, then the policy, the state, a
 * log of fresh customers, the evidence and the page. A run that is stopped keeps its rounds and its best policy in
 * `NAME.partial`.
 */
export async function trainRun(options: TrainRunOptions): Promise<TrainRun> {
  const { file, level = 0.95 } = options;
  const manifest = await manifestOf(options);
  const run = await beginRun(`${file.parsed.scenario.name} ${options.agent}`, options);
  const rounds: TrainedRound[] = [];
  const onRound = async (round: TrainedRound) => {
    rounds.push(round);
    await writeRound(run, rounds);
    await options.onRound?.(round);
  };
  try {
    await run.write(RUN_FILES.manifest, plainJson(manifest));
    await run.write(RUN_FILES.scenario, file.text);
    const trained = await train({ ...options, scenario: file.parsed, onRound });
    const size = { ...defaultEvidenceSize, ...options.evidence };
    const evidence = await evidenceOf(trained, {
      ...options,
      size,
      level,
      catalogue: options.catalogue ?? catalogue,
    });
    await writeParquetLog(run.folder, evidence.log);
    await run.write(RUN_FILES.estimates, plainJson(evidence.estimates));
    await run.write(RUN_FILES.manifest, completeManifest(manifest, { notes: notesOf(trained, evidence) }));
    await run.write(RUN_FILES.report, await reportPage([run.folder]));
    await run.commit();
    return { path: run.path, trained, ...evidence };
  } catch (error) {
    throw await stopped(run, rounds.length, error);
  }
}

async function manifestOf(options: TrainRunOptions): Promise<RunManifest> {
  const { file, seed = 1 } = options;
  const agent = agentOf(options.catalogue ?? catalogue, options.agent);
  const { kind, version, title } = agent;
  const fresh = { ...defaultEvidenceSize, ...options.evidence };
  const size = {
    ...{ ...defaultTrainSize, ...options.size },
    ...{ freshCustomers: fresh.customers, freshWorlds: fresh.worlds, logCustomers: fresh.logCustomers },
  };
  return beginManifest({
    verb: 'train',
    title: `${title} in ${file.parsed.scenario.name}`,
    scenario: file,
    agent: { kind, version, title, options: checkedOptions(agent, options.options ?? {}) },
    seeds: { root: String(seed) },
    size,
  });
}

/** Appends the round to metrics.csv, or writes it anew where a round brought new columns; keeps the best policy. */
async function writeRound(run: RunWriter, rounds: readonly TrainedRound[]): Promise<void> {
  const lines = metricsLines(rounds);
  const sameHeader = rounds.length > 1 && metricsLines(rounds.slice(0, -1))[0] === lines[0];
  if (sameHeader) await run.append(RUN_FILES.metrics, lines[lines.length - 1]);
  else await run.write(RUN_FILES.metrics, lines.join(''));
  const { bestRound, body, exploringBody, state } = rounds[rounds.length - 1];
  if (bestRound !== rounds.length - 1) return;
  await run.write(RUN_FILES.policy, encodeState(body));
  await run.write(RUN_FILES.exploring, encodeState(exploringBody));
  await run.write(RUN_FILES.state, encodeState(state));
}

function notesOf({ bestRound, size, world }: Trained, { estimates }: Evidence): string[] {
  const [{ units, unit }] = estimates.measures;
  return [
    `The policy is that of round ${bestRound + 1} of ${size.rounds}, the best on validation luck.`,
    `It was compared with today's rules on ${units} fresh ${unit}s under the same luck.`,
    world.coupled
      ? `The log holds whole worlds under the exploring policy${world.guardrails.ledgers.length > 0 ? ', at their contention' : ''}.`
      : 'The log holds fresh customers under the exploring policy.',
    'A simulated interval covers luck, not whether the assumptions are right, nor what another training seed would give.',
  ];
}

/** What is thrown on; a run without a round leaves nothing behind. */
async function stopped(run: RunWriter, rounds: number, error: unknown): Promise<unknown> {
  if (rounds === 0) await run.discard();
  const some = rounds === 1 ? 'its first round' : `${rounds} rounds`;
  const kept = `Kept: ${run.folder}, with ${some} and the best policy so far.`;
  return keeping(error, rounds === 0 ? 'Nothing was written.' : kept);
}
