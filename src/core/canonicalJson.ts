import { issue, NextmoveError } from './issue.ts';

/**
 * JSON with sorted keys (by UTF-16 code unit) and no spaces, so that equal values give equal text, fit to be hashed.
 * Members that are undefined are left out; -0 is written 0. What JSON cannot say is refused with its path: NaN and
 * infinities, typed arrays, maps, sets, dates, bigints, functions, symbols, undefined in an array, circles.
 * Throws NextmoveError.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', []);
}

/** True for objects without a class of their own: the only ones whose members are all there is to them. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function write(value: unknown, path: string, above: readonly object[]): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw unsayable(path, String(value));
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw unsayable(path, typeof value);
  if (above.includes(value)) throw unsayable(path, 'an object that contains itself');
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return `[${value.map((item, i) => write(item, `${path}[${i}]`, inside)).join(',')}]`;
  }
  if (!isPlainObject(value)) throw unsayable(path, value.constructor.name);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map(
      (key) => `${JSON.stringify(key)}:${write(value[key], path === '' ? key : `${path}.${key}`, inside)}`,
    );
  return `{${members.join(',')}}`;
}

function unsayable(path: string, got: string): NextmoveError {
  const wanted = 'wanted null, a boolean, a finite number, a string, an array or a plain object';
  return new NextmoveError(
    issue('json/unsayable', `got ${got}, ${wanted}`, {
      at: path === '' ? undefined : { path },
      hint: 'Typed arrays, maps and NaN go through encodeState.',
    }),
  );
}
