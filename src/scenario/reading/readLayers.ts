import { type Issue, issue } from '../../core/issue.ts';
import type { LocatedSource, Path } from '../sourceMap.ts';
import type { ScenarioSources } from '../sources.ts';
import { describeValue } from './finding.ts';
import { hasPath, isMapping, merge } from './merge.ts';
import { otherTick } from './tickNumbers.ts';
import { readYamlText, type YamlText } from './yamlText.ts';

export type Layers = YamlText & { readonly extended: boolean };

/**
 * A scenario's text as a plain value, over the one that it `extends`, if any, and so on down. Every position is one of
 * the file that the value comes from. `above` are the files that led to this one.
 */
export function readLayers(
  text: string,
  file: string,
  sources: ScenarioSources,
  above: readonly string[] = [],
): Layers {
  const own = readYamlText(text, file);
  if (!isMapping(own.value) || own.value.extends === undefined) return { ...own, extended: false };
  const { extends: name, ...value } = own.value;
  const fail = (...issues: readonly Issue[]) => ({
    ...own,
    value: undefined,
    extended: true,
    issues: [...own.issues, ...issues],
  });
  const at = { file, ...own.source.at(['extends']), path: 'extends' };
  if (typeof name !== 'string') {
    const message = `got ${describeValue(name)}, wanted the file or the name of a scenario`;
    return fail(issue('scenario/value', message, { at }));
  }
  if (sources.scenario === undefined) {
    const hint = 'Read it from a file with `openScenario` or `loadScenario`, or give `sources`.';
    return fail(
      issue('scenario/extends', `got \`${name}\`, which a text alone cannot be read over`, { at, hint }),
    );
  }
  const opened = sources.scenario(name, file);
  if (!opened.ok) {
    const named = (message: string) => message.replace(/^got /, `got \`${name}\`, `);
    return fail(...opened.issues.map((one) => ({ ...one, message: named(one.message), at })));
  }
  const chain = [...above, file];
  if (chain.includes(opened.value.file)) {
    const circle = [...chain, opened.value.file].map((one) => `\`${one}\``).join(' -> ');
    return fail(issue('scenario/cycle', `got a circle of files, each over the next: ${circle}`, { at }));
  }
  const base = readLayers(opened.value.text, opened.value.file, sources, chain);
  if (base.value === undefined) return fail(...base.issues);
  const merged = merge(base.value, value);
  return {
    value: merged,
    extended: true,
    source: layeredSource({ value, source: own.source }, base.source, merged),
    issues: [...own.issues, ...base.issues, ...tickIssues(own.source, value, base.value)],
    broken: [...own.broken, ...base.broken],
  };
}

/** Where each value stands: in the file on top if that says something there, else in the one below. */
function layeredSource(
  top: { readonly value: unknown; readonly source: LocatedSource },
  below: LocatedSource,
  merged: unknown,
): LocatedSource {
  const layerOf = (path: Path): LocatedSource => {
    let length = path.length;
    while (!hasPath(merged, path.slice(0, length))) length--;
    return hasPath(top.value, path.slice(0, length)) ? top.source : below;
  };
  return {
    ...top.source,
    at: (path) => ({ file: layerOf(path).file, ...layerOf(path).at(path) }),
    key: (path) => ({ file: layerOf(path).file, ...layerOf(path).key(path) }),
    inside: (path, offset) => {
      const layer = layerOf(path);
      const position = layer.inside(path, offset);
      return position && { file: layer.file, ...position };
    },
  };
}

function tickIssues(source: LocatedSource, over: unknown, base: unknown): Issue[] {
  const path = ['clock', 'tick'];
  if (!hasPath(over, path)) return [];
  const { clock } = over as { readonly clock: { readonly tick: unknown } };
  const message = otherTick(base, clock.tick);
  if (message === null) return [];
  return [
    issue('scenario/tick', message, { at: { file: source.file, ...source.at(path), path: 'clock.tick' } }),
  ];
}
