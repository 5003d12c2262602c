import type { Path } from './finding.ts';

export type Mapping = { readonly [key: string]: unknown };

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * `base` with what `over` says otherwise: mappings merge by key, null takes a key away, lists and all else replace what
 * was there. Keys keep their order in `base`; new ones follow.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (!isMapping(over)) return over;
  const merged = new Map(isMapping(base) ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** Whether something stands at the path, within mappings and lists. */
export function hasPath(value: unknown, path: Path): boolean {
  let from = value;
  for (const part of path) {
    if (typeof from !== 'object' || from === null || !Object.hasOwn(from, part)) return false;
    from = (from as { readonly [key: string | number]: unknown })[part];
  }
  return true;
}
