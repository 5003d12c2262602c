import { scenarioHash } from '../../scenario/scenarioHash.ts';
import { machineName, version } from '../provenance.ts';
import type { ScenarioFile } from '../scenarioFile.ts';
import { plainJson } from './plainJson.ts';
import type { RunManifest, RunVerb } from './runFolder.ts';

/** What a verb says of its run; versions and machine are filled in. */
export type RunStory = Pick<RunManifest, 'verb' | 'title' | 'seeds' | 'size'> &
  Partial<Pick<RunManifest, 'agent' | 'policy' | 'notes'>> & { readonly scenario: ScenarioFile | null };

/** A manifest of a run that has just begun: not complete, no seconds. */
export async function beginManifest({ scenario, ...story }: RunStory): Promise<RunManifest> {
  return {
    format: 1,
    verb: story.verb satisfies RunVerb,
    title: story.title,
    complete: false,
    scenario: scenario && {
      name: scenario.parsed.scenario.name,
      hash: await scenarioHash(scenario.parsed.scenario),
      set: scenario.set,
    },
    agent: story.agent ?? null,
    policy: story.policy ?? null,
    seeds: story.seeds,
    size: story.size,
    versions: { nextmove: version, node: process.versions.node },
    machine: machineName(),
    startedAt: new Date().toISOString(),
    seconds: 0,
    notes: story.notes ?? [],
  };
}

/** The text of a finished run's manifest. */
export function completeManifest(manifest: RunManifest, more: Partial<RunManifest> = {}): string {
  const seconds = (Date.now() - Date.parse(manifest.startedAt)) / 1000;
  return plainJson({ ...manifest, ...more, complete: true, seconds });
}
