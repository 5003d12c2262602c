import { didYouMean, type Issue, issue } from '../../core/issue.ts';
import type { LocatedSource } from '../sourceMap.ts';
import { type Path, pathText } from './finding.ts';
import { DURATION } from './leaves.ts';
import { isMapping } from './merge.ts';
import { otherTick } from './tickNumbers.ts';

/** Values to use instead of a scenario's own: of parameters by name, of other numbers and durations by path. */
export type Settings = { readonly [place: string]: number | string };

export type Settled = {
  /** The scenario with what was set by path. */
  readonly value: unknown;
  /** What is left: parameters, by name, or by path where they stand in a numeric key. */
  readonly parameters: { readonly [parameter: string]: number };
  /** Paths that were set. */
  readonly paths: ReadonlySet<string>;
  /** All that could be set by path. */
  readonly known: readonly string[];
  readonly issues: readonly Issue[];
};

type Place = { readonly path: Path; readonly kind: 'number' | 'parameter' | 'duration' };

/** Puts values at their places in a scenario before it is checked, so that they are held to the same format. */
export function applySettings(value: unknown, set: Settings, source: LocatedSource): Settled {
  const places = new Map(placesOf(value, []).map((place) => [pathText(place.path), place]));
  const named = isMapping(value) && isMapping(value.parameters) ? value.parameters : {};
  const parameters: { [name: string]: number } = {};
  const paths = new Set<string>();
  const issues: Issue[] = [];
  let settled = value;
  for (const [name, to] of Object.entries(set)) {
    const place = Object.hasOwn(named, name) ? undefined : places.get(name);
    const path = place?.path ?? ['parameters', name];
    const isKnown = place !== undefined || Object.hasOwn(named, name);
    const wrong = isKnown ? complaintOf(value, place, name, to) : null;
    if (wrong !== null) {
      const at = { file: source.file, ...source.at(path), path: name };
      issues.push(issue('scenario/set', wrong, { at }));
    } else if (place !== undefined && place.kind !== 'parameter') {
      settled = replaceAt(settled, place.path, to);
      paths.add(name);
    } else {
      const isNamed = place?.path[0] === 'parameters';
      parameters[isNamed ? String(place?.path[1]) : name] = to as number;
    }
  }
  return { value: settled, parameters, paths, known: [...places.keys()], issues };
}

/** Settings that belong nowhere; `known` are all places. */
export function unknownSettings(names: Iterable<string>, known: ReadonlySet<string>): Issue[] {
  return [...names]
    .filter((name) => !known.has(name))
    .map((name) => {
      const message = `got a value for \`${name}\`, wanted the name of a parameter or the path of a number`;
      return issue('scenario/unknown-name', message, { hint: didYouMean(name, known) });
    });
}

function complaintOf(scenario: unknown, place: Place | undefined, name: string, to: number | string) {
  if (place?.kind === 'duration') {
    if (typeof to !== 'string' || !DURATION.test(to)) return `set to ${to}, wanted a duration such as 7d`;
    return name === 'clock.tick' ? otherTick(scenario, to) : null;
  }
  return typeof to === 'number' ? null : `set to ${to}, wanted a number`;
}

/** Every number and duration of a scenario but its rows; `{ value, ... }` is a parameter. */
function placesOf(value: unknown, path: Path): Place[] {
  if (path.join('.') === 'population.rows.data') return [];
  if (typeof value === 'number') return [{ path, kind: 'number' }];
  if (typeof value === 'string') return DURATION.test(value) ? [{ path, kind: 'duration' }] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => placesOf(item, [...path, i]));
  if (!isMapping(value)) return [];
  if (typeof value.value === 'number') return [{ path, kind: 'parameter' }];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]));
}

function replaceAt(value: unknown, [part, ...rest]: Path, by: unknown): unknown {
  if (part === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === part ? replaceAt(item, rest, by) : item));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, key === part ? replaceAt(inner, rest, by) : inner]),
  );
}
