import type { Finding } from './reading/finding.ts';
import type { LocatedSource, Path } from './sourceMap.ts';

/**
 * Where in the file what a behaviour owns comes from: paths of the scenario to paths of the file. `exact` where the text
 * is the file's own, so that its characters can be found.
 */
export type Origins = ReadonlyMap<string, { readonly path: Path; readonly exact: boolean }>;

export const originKey = (path: Path): string => JSON.stringify(path);

/** The nearest place of the path, or above it, that has an origin. */
function originOf(origins: Origins, path: Path) {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(originKey(path.slice(0, length)));
    if (origin !== undefined) return origin;
  }
  return { path, exact: true };
}

/** A source map that shows everything of a behaviour where the scenario uses it. */
export function withOrigins(source: LocatedSource, origins: Origins): LocatedSource {
  if (origins.size === 0) return source;
  const origin = (path: Path) => originOf(origins, path).path;
  return {
    ...source,
    origin,
    at: (path) => source.at(origin(path)),
    key: (path) => source.key(origin(path)),
    inside: (path, offset) => {
      const { path: place, exact } = originOf(origins, path);
      return exact ? source.inside(place, offset) : null;
    },
  };
}

/** A finding at the place in the file that it is about: the key of a behaviour, where that owns what is wrong. */
export function atOrigin(origins: Origins, finding: Finding): Finding {
  const origin = originOf(origins, finding.path).path;
  return origin === finding.path ? finding : { ...finding, path: origin, at: 'key' };
}
