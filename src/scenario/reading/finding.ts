import { type Issue, issue, type Place, type Severity } from '../../core/issue.ts';
import type { LocatedSource, Path } from '../sourceMap.ts';

export type { Path } from '../sourceMap.ts';

/** An issue before it is given its line: `at` says whether the key or the value of the path is meant. */
export type Finding = {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at?: 'key' | 'value';
  /** Where it stands, if in another file than the scenario's. */
  readonly place?: Place;
  /** What it takes to be missing: where that is broken for another reason, nothing is said. */
  readonly refersTo?: Path;
  readonly severity?: Severity;
};

export function toIssue(finding: Finding, source: LocatedSource): Issue {
  const { code, path, message, hint, at = 'value', severity = 'error', place } = finding;
  if (place !== undefined) return issue(code, message, { at: place, hint, severity });
  const position = at === 'key' ? source.key(path) : source.at(path);
  return issue(code, message, {
    at: { file: source.file, ...position, path: pathText(path) },
    hint,
    severity,
  });
}

/** `today[0].when`; keys that are no plain words are quoted: `features["a b"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[\w@-]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** Whether `path` is `ancestor` or lies below it. */
export function within(path: Path, ancestor: Path): boolean {
  return ancestor.length <= path.length && ancestor.every((part, i) => part === path[i]);
}

/** A value as a message names it: at most some 40 characters. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0
      ? 'an empty mapping'
      : `a mapping with ${quotedList(keys.slice(0, 3), keys.length > 3)}`;
  }
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}...` : value);
}

/** `a`, `b`, ... */
export function quotedList(names: readonly string[], more = false): string {
  return names.map((name) => `\`${name}\``).join(', ') + (more ? ', ...' : '');
}
