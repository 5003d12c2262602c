import { issue, NextmoveError } from '../core/issue.ts';

/** Reads a JSON value as a T, or throws NextmoveError naming the path. Unknown members are left out of the result. */
export type Shape<T> = (value: unknown, path: string) => T;

/** A refusal: what was got and wanted, at a path of the document. */
export function shapeError(path: string, got: unknown, wanted: string): NextmoveError {
  const at = path === '' ? undefined : { path };
  return new NextmoveError(issue('bundle/shape', `got ${inShort(got)}, wanted ${wanted}`, { at }));
}

export const text: Shape<string> = (value, path) => {
  if (typeof value === 'string') return value;
  throw shapeError(path, value, 'a text');
};

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw shapeError(path, value, 'true or false');
};

export const finite: Shape<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw shapeError(path, value, 'a number');
};

/** A text of the form that a pattern asks for, in words. */
export function textLike(pattern: RegExp, words: string): Shape<string> {
  return (value, path) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw shapeError(path, value, words);
  };
}

export function numberIn(low: number, high: number): Shape<number> {
  return (value, path) => {
    if (typeof value === 'number' && value >= low && value <= high) return value;
    throw shapeError(path, value, `a number from ${low} to ${high}`);
  };
}

export function wholeIn(low: number, high: number): Shape<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
    throw shapeError(path, value, `a whole number from ${low} to ${high}`);
  };
}

/** One of some texts or numbers. */
export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  return (value, path) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    throw shapeError(path, value, values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`);
  };
}

export function listOf<T>(item: Shape<T>, wanted?: { readonly length: number }): Shape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw shapeError(path, value, 'a list');
    if (wanted !== undefined && value.length !== wanted.length)
      throw shapeError(path, `${value.length} items`, `${wanted.length}`);
    return value.map((one, k) => item(one, `${path}[${k}]`));
  };
}

/** An object with any names, each value of one shape. */
export function mapOf<T>(item: Shape<T>): Shape<{ readonly [name: string]: T }> {
  return (value, path) => {
    const entries = Object.entries(members(value, path));
    return Object.fromEntries(entries.map(([name, one]) => [name, item(one, under(path, name))]));
  };
}

export function object<T extends object>(fields: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> {
  const shapes = Object.entries(fields) as [string, Shape<unknown>][];
  return (value, path) => {
    const found = members(value, path);
    return Object.fromEntries(
      shapes.map(([name, shape]) => [name, shape(found[name], under(path, name))]),
    ) as T;
  };
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

/** Present or not; not in the result where absent. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

/** An object whose `kind` says which shape it has. */
export function byKind<T extends { readonly kind: string }>(
  shapes: { readonly [K in T['kind']]: Shape<Extract<T, { readonly kind: K }>> },
): Shape<T> {
  const kinds = Object.keys(shapes);
  return (value, path) => {
    const kind = oneOf(...kinds)(members(value, path).kind, under(path, 'kind'));
    return (shapes as { readonly [kind: string]: Shape<T> })[kind](value, path);
  };
}

const under = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

function members(value: unknown, path: string): { readonly [name: string]: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as { readonly [name: string]: unknown };
  throw shapeError(path, value, 'an object');
}

function inShort(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const words = JSON.stringify(value) ?? String(value);
  return words.length > 60 ? `${words.slice(0, 60)}...` : words;
}
