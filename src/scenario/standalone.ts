import { stringify } from 'yaml';
import { isMapping } from './reading/merge.ts';
import { readLayers } from './reading/readLayers.ts';
import { readYamlText } from './reading/yamlText.ts';
import type { ScenarioSources } from './sources.ts';

/**
 * The text of a scenario that asks for nothing beside itself, with the same hash: the text as it is where that is so
 * already, else what it comes to together with the files that it names. For texts that parse.
 */
export function standaloneText(text: string, file: string, sources: ScenarioSources): string {
  const { value } = readYamlText(text, file);
  if (!isMapping(value) || value.extends === undefined) return text;
  return stringify(readLayers(text, file, sources).value);
}
